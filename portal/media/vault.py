"""Where the bytes lie. Everything arrives sealed; only a published photo's variants also lie open.

The two areas are two locks: a page that asks for a public variant reads `public/` and nothing else, so what
was never published cannot be shown by a mistaken check.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from portal.core.ids import ALPHABET
from portal.core.sealing import Sealer
from portal.core.storage import Storage
from portal.media.types import VariantName

_REF_LENGTH = 24


def new_file_ref() -> str:
    """The name of a file in addresses and in storage: 120 random bits, so it cannot be guessed."""
    return "".join(secrets.choice(ALPHABET.lower()) for _ in range(_REF_LENGTH))


@dataclass(frozen=True)
class Vault:
    """Sealed originals, sealed variants and evidence; open copies of published variants."""

    storage: Storage
    sealer: Sealer

    def keep_original(self, ref: str, data: bytes) -> None:
        """Returns when the sealed file and its folder are on disk; Unavailable when they cannot be."""
        self._keep(f"{_place(ref)}.original", data)

    def original(self, ref: str) -> bytes:
        return self._open(f"{_place(ref)}.original")

    def keep_variant(self, ref: str, name: VariantName, jpeg: bytes) -> None:
        self._keep(f"{_place(ref)}.{name}", jpeg)

    def variant(self, ref: str, name: VariantName) -> bytes:
        return self._open(f"{_place(ref)}.{name}")

    def publish(self, ref: str) -> None:
        """Lay open copies of the variants. Repeating it changes nothing."""
        for name in VariantName:
            self.storage.put(_public(ref, name), self.variant(ref, name))

    def unpublish(self, ref: str) -> None:
        for name in VariantName:
            self.storage.delete(_public(ref, name))

    def public_variant(self, ref: str, name: VariantName) -> bytes:
        return self.storage.get(_public(ref, name))

    def forget(self, ref: str) -> None:
        """Remove everything kept under `ref`. What is not there is no error."""
        self.unpublish(ref)
        for part in ("original", *VariantName):
            self.storage.delete(f"{_place(ref)}.{part}")

    def _keep(self, key: str, data: bytes) -> None:
        self.storage.put(key, self.sealer.seal(data, key))

    def _open(self, key: str) -> bytes:
        return self.sealer.open(self.storage.get(key), key)

    def list_older(self, folder: str, before: datetime) -> dict[str, list[str]]:
        """Keys of files whose ref begins with `folder` (two letters) and that are older, by their ref."""
        found: dict[str, list[str]] = {}
        for area in ("sealed", "public"):
            for key in self.storage.list_older(f"{area}/media/{folder}", before):
                found.setdefault(key.rpartition("/")[2].lstrip(".").partition(".")[0], []).append(key)
        return found


def folders() -> list[str]:
    """The first two letters of refs: the folders that files lie in."""
    return [first + second for first in ALPHABET.lower() for second in ALPHABET.lower()]


def _place(ref: str) -> str:
    return f"sealed/media/{ref[:2]}/{ref}"


def _public(ref: str, name: VariantName) -> str:
    return f"public/media/{ref[:2]}/{ref}.{name}.jpg"
