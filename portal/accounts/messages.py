"""What accounts tell people by mail and inbox."""

from __future__ import annotations

from portal.core.i18n import Label, Text
from portal.notifications.types import Message


def sign_up_link(token: str) -> Message:
    return Message("accounts/sign_up", link=f"/sign-up/{token}", confidential=True)


def already_known(name: str) -> Message:
    """Somebody typed the address of an account into the sign-up page."""
    return Message("accounts/already_known", {"name": name}, link="/sign-in", confidential=True)


def password_reset_link(name: str, token: str) -> Message:
    return Message(
        "accounts/password_reset", {"name": name}, link=f"/password-resets/{token}", confidential=True
    )


def password_changed(name: str) -> Message:
    return Message("accounts/password_changed", {"name": name}, link="/account/sessions")


def role_granted(role: Text, where: Text | Label) -> Message:
    return Message("accounts/role_granted", {"role": role, "where": where}, link="/panel")


def role_ended(role: Text, where: Text | Label) -> Message:
    return Message("accounts/role_ended", {"role": role, "where": where})


def invited(organisation: str, level: Text) -> Message:
    values = {"organisation": organisation, "level": level}
    return Message("accounts/invited", values, link="/account/invitations")


def joined(organisation: str, organisation_id: int, name: str, level: Text) -> Message:
    """For whoever invited."""
    values = {"organisation": organisation, "name": name, "level": level}
    return Message("accounts/joined", values, link=f"/organisations/{organisation_id}")


def member_removed(organisation: str) -> Message:
    return Message("accounts/member_removed", {"organisation": organisation})
