"""The panel's overview, the audit log, and the work that failed in the background."""

from __future__ import annotations

from flask import Blueprint, current_app, request, url_for
from flask.typing import ResponseReturnValue

from portal.admin.actions import try_job_again
from portal.admin.log_words import STEP_NAMES, codes_meant, lines_of, subject_meant
from portal.admin.navigation import navigation_for
from portal.admin.waiting import piles_of
from portal.audit.queries import page_of_entries, verify_chain
from portal.core import policy
from portal.core.actor import Role
from portal.core.i18n import lazy_gettext as _l
from portal.core.jobs.keeping import page_of_failed
from portal.core.web import current_actor, now, page_cursor, redirect, render, session, writes
from portal.standards.queries import list_current

blueprint = Blueprint("admin", __name__, url_prefix="/panel")


@blueprint.get("")
@policy.staff
def overview() -> str:
    """What waits for this person, the most urgent first, and the places where they work."""
    places = navigation_for(current_actor(), "", set(current_app.view_functions))
    return render(
        "admin/overview.html",
        places=[place for place in places if place["url"] != "/panel"],
        piles=list(piles_of(session(), current_actor(), now())),
        names={one.code: one.standard.name for one in list_current(session())},
    )


@blueprint.get("/audit")
@policy.city_role(Role.AUDITOR)
def audit_log() -> str:
    """The hash-chained log, newest first; `check=1` verifies the whole chain while one waits."""
    action = request.args.get("action", "").strip()[:80]
    subject = request.args.get("subject", "").strip()[:120]
    kinds, ref = subject_meant(subject)
    page = page_of_entries(
        session(), page_cursor(), actions=codes_meant(action) if action else (), kinds=kinds, ref=ref
    )
    outcome = verify_chain(session()) if request.args.get("check") else None
    return render(
        "admin/audit.html",
        lines=lines_of(session(), page.items),
        page=page,
        outcome=outcome,
        action=action,
        subject=subject,
        steps=sorted({str(words) for words in STEP_NAMES.values()}),
    )


@blueprint.get("/jobs")
@policy.city_role(Role.ADMINISTRATOR)
def jobs() -> str:
    """Work that was given up after all its attempts."""
    return render("admin/jobs.html", page=page_of_failed(session(), page_cursor()))


@blueprint.post("/jobs/<int:job_id>/attempt")
@policy.city_role(Role.ADMINISTRATOR)
@writes
def try_again(job_id: int) -> ResponseReturnValue:
    try_job_again(session(), job_id, actor=current_actor(), now=now())
    return redirect(url_for("admin.jobs"), _l("It is tried again within a minute."))
