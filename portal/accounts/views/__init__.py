"""The public pages of accounts. Every module adds its routes to the one blueprint."""

from portal.accounts.views import account, organisations, registration, signing_in
from portal.accounts.views.blueprint import blueprint

__all__ = ["account", "blueprint", "organisations", "registration", "signing_in"]
