"""Limits, lifetimes, the states of an account, and what makes a password or a grant acceptable."""

from __future__ import annotations

from datetime import timedelta

from portal.accounts.types import PersonState, TokenPurpose
from portal.core.actor import Role
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.core.rate_limit import Limit
from portal.core.workflow import Workflow, step

SIGN_IN_PER_ACCOUNT = Limit("accounts.sign_in.account", 5, 15 * 60)
SIGN_IN_PER_KNOWN_DEVICE = Limit("accounts.sign_in.known_device", 5, 15 * 60)
SIGN_IN_PER_ADDRESS = Limit("accounts.sign_in.address", 20, 15 * 60)
MAIL_PER_ACCOUNT = Limit("accounts.mail.account", 3, 60 * 60)
MAIL_PER_ADDRESS = Limit("accounts.mail.address", 20, 60 * 60)
INVITATIONS_PER_PERSON = Limit("accounts.invitation", 30, 60 * 60)

INVITATION_LIFE = timedelta(days=30)
MOST_INVITATIONS = 50
"""So many of one organisation may wait for an answer."""

TOKEN_LIFE = {
    TokenPurpose.PASSWORD_RESET: timedelta(hours=1),
    TokenPurpose.SIGN_UP: timedelta(hours=24),
}

KEPT_AFTER_END = timedelta(days=30)
"""How long ended sessions and used links stay for looking into what happened."""

MIN_PASSWORD = 10
MAX_PASSWORD = 200
_MIN_DIFFERENT = 5
_COMMON = ("password", "passw0rd", "qwertyuiop", "1qaz2wsx3edc", "iloveyou", "woaini", "abcdefghij")

WORKFLOW = Workflow(
    "person",
    PersonState,
    (
        step("open", None, "active", "anyone"),
        step("suspend", "active", "suspended", Role.ADMINISTRATOR, "reason"),
        step("reinstate", "suspended", "active", Role.ADMINISTRATOR, "reason"),
    ),
    terminal=frozenset(),
)


def password_faults(password: str, email: str) -> list[Text]:
    """Why this password would be guessed. Length counts for more than kinds of characters: ask none."""
    if len(password) < MIN_PASSWORD:
        return [
            _l(
                "Use at least %(least)s characters. A few words in a row are easy to remember.",
                least=MIN_PASSWORD,
            )
        ]
    if len(password) > MAX_PASSWORD:
        return [_l("Use at most %(most)s characters.", most=MAX_PASSWORD)]
    lowered = password.lower()
    name = email.partition("@")[0].lower()
    plain = (
        len(set(lowered)) < _MIN_DIFFERENT
        or lowered.isdigit()
        or any(lowered.startswith(common) for common in _COMMON)
        or (len(name) >= _MIN_DIFFERENT and name in lowered)
    )
    if plain:
        return [_l("This password is easy to guess. Add other words, without your name or address.")]
    return []


def needs_unit(role: Role) -> bool:
    """A handler works for a unit; every other role is held within an area."""
    return role is Role.HANDLER
