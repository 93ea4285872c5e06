"""The portal's settings: one frozen value, read from the environment once, by the factory.

Every default serves the embedded demonstration run. Production refuses to start until it has a secret
key, a real database and a host name of its own.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from config.hosts import LOOPBACKS, http_address

ROOT = Path(__file__).resolve().parent.parent
DEMO_REVIEW_SEED = "chengchuan-6"
"""With the demonstration city's people it draws reviewer1 and reviewer2 first, then reviewer3."""
DEMO_SECRET = "demonstration-only-not-a-secret-000000000000"  # noqa: S105 -- refused in production
MIN_SECRET_LENGTH = 32


class SettingsError(ValueError):
    """A setting is missing or unsafe; the message names the variable and what it needs."""


@dataclass(frozen=True)
class Settings:
    """All that differs between one running portal and another.

    `mode` is `demo` (fictitious city, console mail, demo accounts), `test` or `production`.
    `demo_notice_seconds` shortens the public notice period in demonstration mode; `None` means the
    working days of the standard. Sizes are bytes.
    """

    mode: str = "demo"
    secret_key: str = field(default=DEMO_SECRET, repr=False)
    sealing_keys: tuple[str, ...] = field(default=(DEMO_SECRET,), repr=False)
    database_url: str = f"sqlite:///{ROOT / 'instance' / 'wufei.db'}"
    queue_url: str = f"sqlite:///{ROOT / 'instance' / 'queue.db'}"
    storage_url: str = f"file://{ROOT / 'instance' / 'files'}"
    content_dir: Path = ROOT / "config"
    public_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    https: bool = False
    mail_url: str = "console://"
    mail_from: str = "wufei@demo.example"
    demo_password: str = field(default="wufei-demo", repr=False)
    demo_notice_seconds: int | None = 60
    site_owner: str = ""
    site_icp: str = ""
    site_police: str = ""
    site_code: str = ""
    map_tiles: str = ""
    map_datum: str = "wgs84"
    map_approval: str = ""
    max_request_bytes: int = 130 * 1024 * 1024
    max_photo_bytes: int = 20 * 1024 * 1024
    max_photo_pixels: int = 120_000_000
    max_evidence_bytes: int = 20 * 1024 * 1024
    argon2_time: int = 3
    argon2_memory_kib: int = 65_536
    session_days: int = 30
    limits_off: bool = False
    kept_page_seconds: int = 2

    @property
    def production(self) -> bool:
        return self.mode == "production"

    @property
    def demo(self) -> bool:
        return self.mode == "demo"

    @property
    def review_seed(self) -> str | None:
        """In demonstration mode reviewers are drawn by a known seed, so that a walk through the portal can be
        prepared; elsewhere `None` asks for a seed of chance."""
        return DEMO_REVIEW_SEED if self.demo else None

    @classmethod
    def from_env(cls, environ: dict[str, str] | None = None) -> Settings:
        """Read `WUFEI_*` variables. Raises SettingsError where production would be unsafe."""
        env = dict(os.environ if environ is None else environ)
        changes: dict[str, Any] = {}
        for name, kind in _ENVIRONMENT.items():
            raw = env.get("WUFEI_" + name.upper())
            if raw is not None:
                changes[name] = _parse(name, raw, kind)
        # Mails and QR codes of a demonstration lead to where `PORT=… HOST=… make run` serves it.
        if "public_url" not in changes:
            changes["public_url"] = _own_address(env.get("HOST", ""), env.get("PORT", ""))
        settings = replace(cls(), **changes)
        settings.check()
        return settings

    @classmethod
    def for_tests(cls, **overrides: Any) -> Settings:
        """Cheap password hashing and no limits; everything else as in the demonstration."""
        base = cls(
            mode="test",
            argon2_time=1,
            argon2_memory_kib=8,
            limits_off=True,
            demo_notice_seconds=None,
            kept_page_seconds=0,
        )
        return replace(base, **overrides)

    def check(self) -> None:
        if self.mode not in ("demo", "test", "production"):
            raise SettingsError("WUFEI_MODE must be demo, test or production")
        if self.production:
            faults = [text for unsafe, text in self._production_needs() if unsafe]
            if faults:
                raise SettingsError("\n  ".join(["", *faults] if len(faults) > 1 else faults))

    def _production_needs(self) -> Iterator[tuple[bool, str]]:
        weak = any(key == DEMO_SECRET or len(key) < MIN_SECRET_LENGTH for key in self.sealing_keys)
        yield (
            self.secret_key == DEMO_SECRET or len(self.secret_key) < MIN_SECRET_LENGTH,
            "WUFEI_SECRET_KEY: production needs its own key of 32 characters or more",
        )
        yield (
            weak or not self.sealing_keys,
            ("WUFEI_SEALING_KEYS: production needs its own keys of 32 characters or more"),
        )
        yield (
            self.database_url.startswith("sqlite"),
            ("WUFEI_DATABASE_URL: production needs PostgreSQL (postgresql+psycopg://…)"),
        )
        yield (
            not self.public_url.startswith("https://"),
            ("WUFEI_PUBLIC_URL: production needs its own https:// address"),
        )
        yield not self.trusted_hosts, "WUFEI_TRUSTED_HOSTS: production needs the host names it answers to"
        yield (
            self.demo_notice_seconds is not None,
            ("WUFEI_DEMO_NOTICE_SECONDS: set it to 'none' in production"),
        )
        yield self.limits_off, "WUFEI_LIMITS_OFF: limits cannot be switched off in production"


def _own_address(host: str, port: str) -> str:
    """Where other devices find a portal that listens on the host and port, by default 127.0.0.1 and 8000.

    For a wildcard host it is this machine's address in its network, and 127.0.0.1 where there is none.
    """
    if host in LOOPBACKS:
        host = _address_in_the_network(LOOPBACKS[host])
    return http_address(host or "127.0.0.1", port or 8000)


def _address_in_the_network(loopback: str) -> str:
    version_6 = ":" in loopback
    outside = "2001:db8::1" if version_6 else "192.0.2.1"  # addresses for documentation, in nobody's network
    try:
        with socket.socket(socket.AF_INET6 if version_6 else socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((outside, 9))  # chooses a route; nothing is sent
            return str(probe.getsockname()[0])
    except OSError:
        return loopback


_ENVIRONMENT: dict[str, str] = {
    "mode": "text",
    "secret_key": "text",
    "sealing_keys": "list",
    "database_url": "text",
    "queue_url": "text",
    "storage_url": "text",
    "content_dir": "path",
    "public_url": "text",
    "trusted_hosts": "list",
    "proxies": "number",
    "https": "flag",
    "mail_url": "text",
    "mail_from": "text",
    "demo_password": "text",
    "demo_notice_seconds": "number",
    "site_owner": "text",
    "site_icp": "text",
    "site_police": "text",
    "site_code": "text",
    "map_tiles": "text",
    "map_datum": "text",
    "map_approval": "text",
    "max_request_bytes": "number",
    "max_photo_bytes": "number",
    "max_photo_pixels": "number",
    "max_evidence_bytes": "number",
    "argon2_time": "number",
    "argon2_memory_kib": "number",
    "session_days": "number",
    "limits_off": "flag",
    "kept_page_seconds": "number",
}


def _parse(name: str, raw: str, kind: str) -> Any:
    try:
        match kind:
            case "number":
                return None if raw.lower() == "none" else int(raw)
            case "flag":
                return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                    raw.lower()
                ]
            case "list":
                return tuple(part.strip() for part in raw.split(",") if part.strip())
            case "path":
                return Path(raw)
    except (ValueError, KeyError) as error:
        raise SettingsError(f"WUFEI_{name.upper()}: {raw!r} is not a {kind}") from error
    return raw
