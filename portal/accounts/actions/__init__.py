"""What people, organisations and administrators do: one function for each verb."""

from portal.accounts.actions.invitations import (
    accept_invitation,
    invite_member,
    refuse_invitation,
    withdraw_invitation,
)
from portal.accounts.actions.organisations import found_organisation, remove_member
from portal.accounts.actions.people import reinstate, suspend
from portal.accounts.actions.registration import (
    change_password,
    change_profile,
    forget_old_links_and_sessions,
    make_account,
    open_account,
    request_password_reset,
    request_sign_up,
    reset_password,
)
from portal.accounts.actions.roles import appoint, end_role, grant_role
from portal.accounts.actions.signing_in import (
    check_credentials,
    end_other_sessions,
    end_session,
    end_token,
    open_session,
    renew_token,
    sign_in,
)
from portal.accounts.actions.units import make_unit

__all__ = [
    "accept_invitation",
    "appoint",
    "change_password",
    "change_profile",
    "check_credentials",
    "end_other_sessions",
    "end_role",
    "end_session",
    "end_token",
    "forget_old_links_and_sessions",
    "found_organisation",
    "grant_role",
    "invite_member",
    "make_account",
    "make_unit",
    "open_account",
    "open_session",
    "refuse_invitation",
    "reinstate",
    "remove_member",
    "renew_token",
    "request_password_reset",
    "request_sign_up",
    "reset_password",
    "sign_in",
    "suspend",
    "withdraw_invitation",
]
