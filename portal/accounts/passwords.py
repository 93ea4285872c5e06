"""Passwords: argon2 with the settings' cost, and the same time whether or not the account exists."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


@dataclass(frozen=True)
class Verdict:
    """Whether the password was right, and a hash at today's cost where the stored one is older."""

    right: bool
    new_hash: str | None = None


class Passwords:
    """Hashes and checks. `time` is argon2's passes, `memory_kib` the memory of each check in KiB."""

    def __init__(self, time: int, memory_kib: int) -> None:
        self._hasher = PasswordHasher(time_cost=time, memory_cost=memory_kib, parallelism=1)
        self._nobody = self._hasher.hash("nobody's password")

    def hash(self, plain: str) -> str:
        return self._hasher.hash(_normal(plain))

    def check(self, stored: str | None, plain: str) -> Verdict:
        """Check `plain` against `stored`; None (no such account) costs as much as a wrong password."""
        try:
            self._hasher.verify(stored or self._nobody, _normal(plain))
        except InvalidHashError:
            self.check(None, plain)
            return Verdict(False)
        except VerificationError:
            return Verdict(False)
        if stored is None:
            return Verdict(False)
        return Verdict(True, self.hash(plain) if self._hasher.check_needs_rehash(stored) else None)


@cache
def passwords_at(time: int, memory_kib: int) -> Passwords:
    """One hasher for each cost in a process: making one computes a hash."""
    return Passwords(time, memory_kib)


def _normal(plain: str) -> str:
    """The same letters typed on another keyboard are the same password."""
    return unicodedata.normalize("NFKC", plain)
