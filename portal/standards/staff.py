"""Panel pages: every version with its state, and publishing."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.actor import Role
from portal.core.errors import require
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, redirect, render, session, writes
from portal.standards import actions, queries
from portal.standards.permissions import STAFF, can_publish
from portal.standards.rules import WORKFLOW
from portal.standards.wording import EVENTS, SITE_VISITS, STATES, source_numbers

blueprint = Blueprint("standards_panel", __name__, url_prefix="/panel/standards")


@blueprint.get("")
@policy.role(*STAFF)
def index() -> str:
    records = queries.list_all_versions(session())
    return render("standards/staff/index.html", records=records, states=STATES)


@blueprint.get("/<code>/<version>")
@policy.role(*STAFF)
def show(code: str, version: str) -> str:
    record = queries.get_any_version(session(), code, version)
    publishable = can_publish(current_actor()) and WORKFLOW.allows(record.state, "publish")
    return render(
        "standards/staff/show.html",
        record=record,
        standard=record.standard,
        source_numbers=source_numbers(record.standard),
        site_visits=SITE_VISITS,
        events=queries.list_events(session(), record.id),
        publishable=publishable,
        states=STATES,
        event_names=EVENTS,
    )


@blueprint.post("/<code>/<version>/publication")
@policy.role(Role.PROGRAMME_OFFICER)
@writes
def publication(code: str, version: str) -> ResponseReturnValue:
    require(can_publish(current_actor()))
    row = queries.get_row(session(), code, version)
    actions.publish(session(), row, actor=current_actor(), now=now())
    return redirect(url_for(".show", code=code, version=version), _l("The standard is published."))
