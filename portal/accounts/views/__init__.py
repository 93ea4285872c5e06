"""The pages of accounts. Every module of views adds its routes to this one blueprint."""

from portal.accounts.views import account as _account
from portal.accounts.views import signing_in as _signing_in
from portal.accounts.views.blueprint import blueprint

__all__ = ["blueprint"]

_ = (_account, _signing_in)
