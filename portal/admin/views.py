"""The panel's overview and the audit log."""

from __future__ import annotations

from flask import Blueprint, current_app, request

from portal.admin.navigation import navigation_for
from portal.audit.queries import page_of_entries, verify_chain
from portal.core import policy
from portal.core.actor import Role
from portal.core.web import current_actor, page_cursor, render, session

blueprint = Blueprint("admin", __name__, url_prefix="/panel")


@blueprint.get("")
@policy.staff
def overview() -> str:
    """Where this person's work waits."""
    places = navigation_for(current_actor(), "", set(current_app.view_functions))
    return render("admin/overview.html", places=[place for place in places if place["url"] != "/panel"])


@blueprint.get("/audit")
@policy.role(Role.AUDITOR)
def audit_log() -> str:
    """The hash-chained log, newest first; `check=1` verifies the whole chain while one waits."""
    action = request.args.get("action", "").strip()[:80]
    kind, _, ref = request.args.get("subject", "").strip()[:120].partition(" ")
    subject = (kind, ref.strip()) if kind and ref.strip() else None
    page = page_of_entries(session(), page_cursor(), action=action or None, subject=subject)
    outcome = verify_chain(session()) if request.args.get("check") else None
    return render(
        "admin/audit.html", page=page, outcome=outcome, action=action, subject=request.args.get("subject", "")
    )
