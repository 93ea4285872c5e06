"""The one blueprint of this package's pages."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

blueprint = Blueprint("reports", __name__)


@blueprint.record_once
def _keep_drafts(state: BlueprintSetupState) -> None:
    """The report form checks its CSRF token itself, so that an expired one costs nobody their draft."""
    state.app.extensions["csrf"].exempt("portal.reports.views.new.create")
