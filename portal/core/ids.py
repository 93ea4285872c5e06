"""References that people read aloud, and secrets that they keep."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from random import Random

from portal.core.clock import CITY_ZONE

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so nothing is misread aloud or on paper."""

_system = secrets.SystemRandom()
_of_refs: ContextVar[Random] = ContextVar("of_refs", default=_system)

_HALF_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20, 0x3002: 0x2E}
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_ref(prefix: str, now: datetime) -> str:
    """A public reference: prefix, local date, six random characters, e.g. `R261122-7K3F9Q`.

    30 bits a day: callers keep a unique constraint and try again on the rare clash.
    """
    day = now.astimezone(CITY_ZONE).strftime("%y%m%d")
    return f"{prefix}{day}-{_drawn(_of_refs.get(), 6)}"


@contextmanager
def refs_from(random: Random) -> Iterator[None]:
    """References, and they alone, come from `random`: what is made up is numbered alike each time."""
    before = _of_refs.set(random)
    try:
        yield
    finally:
        _of_refs.reset(before)


def random_text(length: int) -> str:
    return _drawn(_system, length)


def _drawn(random: Random, length: int) -> str:
    return "".join(random.choice(ALPHABET) for _ in range(length))


def new_secret() -> str:
    """A tracking code of 60 bits in three groups of four: `7K3F-9QXM-2B4T`."""
    return "-".join(random_text(4) for _ in range(3))


def derived_secret(key: str, purpose: str) -> str:
    """A secret like `new_secret()`, the same each time for one purpose; only who holds `key` can make it."""
    number = int.from_bytes(hmac.digest(key.encode(), purpose.encode(), "sha256")[:8], "big") >> 4
    text = "".join(ALPHABET[number >> shift & 31] for shift in range(55, -5, -5))
    return "-".join(text[i : i + 4] for i in range(0, 12, 4))


def half_width(typed: str) -> str:
    """Letters, digits and signs as in ASCII, where a Chinese keyboard wrote them wide (`Ａ１＠。`)."""
    return typed.translate(_HALF_WIDTH)


def _plain(typed: str) -> str:
    """Letters and digits alone, in capitals: words around them (`编号：`) were not given out."""
    return "".join(c for c in half_width(typed).upper() if c.isascii() and c.isalnum())


def normal_secret(typed: str) -> str:
    """What a person typed, as it was given: case, width, spaces and look-alike letters do not matter."""
    plain = _plain(typed).translate(_MISREAD)
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def normal_ref(typed: str) -> str:
    """A reference as stored, from what a person typed (case, width, spaces, missing dash)."""
    plain = _plain(typed)
    head, tail = plain[:-6], plain[-6:].translate(_MISREAD)
    return f"{head}-{tail}" if head else plain


def digest(secret: str) -> str:
    """SHA-256 in hex. Secrets here carry 60 bits or more of randomness, so no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
