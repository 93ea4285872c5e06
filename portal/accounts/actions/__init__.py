"""What people, organisations and administrators do: one function for each verb."""

from portal.accounts.actions.people import reinstate, suspend
from portal.accounts.actions.signing_in import (
    check_credentials,
    end_other_sessions,
    end_session,
    end_token,
    sign_in,
)

__all__ = [
    "check_credentials",
    "end_other_sessions",
    "end_session",
    "end_token",
    "reinstate",
    "sign_in",
    "suspend",
]
