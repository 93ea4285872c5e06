"""Encryption at rest: reporters' identities and original photos. AES-256-GCM with rotating keys."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"w1"
_NONCE = 12
_KEY_ID = 4


class SealBroken(ValueError):
    """The sealed bytes were changed, or none of the keys opens them."""


class Sealer:
    """Seals with the first key, opens with any: a new key goes to the front, old ones stay behind it."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("at least one sealing key is needed")
        derived = [hashlib.sha256(b"wufei sealing " + key.encode()).digest() for key in keys]
        self._keys = {hashlib.sha256(key).digest()[:_KEY_ID]: AESGCM(key) for key in derived}
        self._first = next(iter(self._keys))
        self._marks = [hashlib.sha256(b"wufei marking " + key.encode()).digest() for key in keys]

    def seal(self, plain: bytes, purpose: str) -> bytes:
        """Encrypt `plain`; `purpose` (such as "photo:12") must be given again to open it."""
        nonce = os.urandom(_NONCE)
        return (
            _VERSION + self._first + nonce + self._keys[self._first].encrypt(nonce, plain, purpose.encode())
        )

    def mark(self, plain: str, purpose: str) -> str:
        """A keyed hash by which sealed values are found again: without the key it tells nothing, and nobody
        can try values out."""
        return self._mark(self._marks[0], plain, purpose)

    def marks(self, plain: str, purpose: str) -> list[str]:
        """What `mark` gave under each of the keys: what to look for."""
        return [self._mark(key, plain, purpose) for key in self._marks]

    @staticmethod
    def _mark(key: bytes, plain: str, purpose: str) -> str:
        return hmac.digest(key, f"{purpose}\0{plain}".encode(), "sha256").hex()

    def open(self, sealed: bytes, purpose: str) -> bytes:
        head = len(_VERSION) + _KEY_ID
        key = self._keys.get(sealed[len(_VERSION) : head])
        if not sealed.startswith(_VERSION) or key is None:
            raise SealBroken("no key for this seal")
        try:
            return key.decrypt(sealed[head : head + _NONCE], sealed[head + _NONCE :], purpose.encode())
        except InvalidTag as error:
            raise SealBroken("the sealed bytes or their purpose do not match") from error
