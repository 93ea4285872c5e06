"""E-mail addresses: valid, and in one normal form, so that a person has one account for one address."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from portal.core.ids import half_width


def normal_email(typed: str, *, allow_example: bool = False) -> str | None:
    """The address in lower case, or None where it is none.

    `.example` is nobody's domain by standard; only demonstration and tests may use it.
    """
    typed = half_width(typed).strip()
    example = typed.lower().endswith(".example")
    if example and not allow_example:
        return None
    try:
        found = validate_email(
            typed, check_deliverability=False, allow_smtputf8=False, globally_deliverable=not example
        )
    except EmailNotValidError:
        return None
    return found.normalized.lower()
