"""The one blueprint of the panel's pages of publication."""

from flask import Blueprint

from portal.core.actor import Role

blueprint = Blueprint("publication_panel", __name__, url_prefix="/panel")

READERS = (Role.PUBLISHER, Role.CERTIFICATION_OFFICER, Role.AUDITOR)
