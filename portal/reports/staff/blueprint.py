"""The one blueprint of the panel's pages of reports."""

from __future__ import annotations

from flask import Blueprint

from portal.core.actor import Role

blueprint = Blueprint("reports_panel", __name__, url_prefix="/panel/reports")

READERS = (Role.DISPATCHER, Role.HANDLER, Role.AUDITOR)
"""Who may open the queue. What each sees of it is the question of `permissions`."""
