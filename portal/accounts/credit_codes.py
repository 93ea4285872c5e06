"""The unified social credit code (GB 32100-2015): 18 characters, the last of them a check."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18


def normal_credit_code(typed: str) -> str:
    return "".join(typed.split()).upper()


def check_character(body: str) -> str:
    """The character that belongs after the first 17. Raises ValueError for one outside the alphabet."""
    total = sum(ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(body))
    return ALPHABET[-total % 31]


def is_credit_code(code: str) -> bool:
    """Whether `code` (in normal form) is well formed and its check character is right."""
    if len(code) != LENGTH or any(c not in ALPHABET for c in code):
        return False
    return check_character(code[:-1]) == code[-1]
