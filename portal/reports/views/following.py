"""The reporter's own page of a report, and what they can do there."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, redirect, render, session, writes
from portal.reports import actions
from portal.reports.catalogue import catalogue
from portal.reports.conditions import can_still_dispute
from portal.reports.forms import ConfirmForm, WithdrawForm
from portal.reports.messages import STATES, meaning_to_reporter
from portal.reports.models import Report, ReportReporter
from portal.reports.presentation import expected_of, picture_of, row_of, steps_of
from portal.reports.queries import count_disputes, list_events, list_photo_rows
from portal.reports.rules import WORKFLOW
from portal.reports.service_level import waits_until
from portal.reports.types import Party, PhotoKind
from portal.reports.views.blueprint import blueprint
from portal.reports.views.proof import find_own, get_own


@blueprint.get("/reports/<ref>/progress")
@policy.public
def follow(ref: str) -> ResponseReturnValue:
    found = find_own(ref)
    if found is None:
        return redirect(url_for("reports.track", ref=ref))
    return _show(*found)


@blueprint.post("/reports/<ref>/confirmation")
@policy.public
@writes
def confirm(ref: str) -> ResponseReturnValue:
    report, reporter = get_own(ref)
    form = ConfirmForm()
    if not form.validate():
        return _show(report, reporter, confirming=form), 422
    try:
        actions.confirm(session(), report, form.to_command(), actor=current_actor(), now=now())
    except Invalid as refused:
        form.show(refused)
        return _show(report, reporter, confirming=form), 422
    return redirect(url_for("reports.follow", ref=ref), _l("Thank you. The report is closed."))


@blueprint.post("/reports/<ref>/withdrawal")
@policy.public
@writes
def withdraw(ref: str) -> ResponseReturnValue:
    report, _reporter = get_own(ref)
    form = WithdrawForm()
    actions.withdraw(session(), report, form.to_command(), actor=current_actor(), now=now())
    return redirect(url_for("reports.follow", ref=ref), _l("You have withdrawn the report."))


def _show(report: Report, reporter: ReportReporter, confirming: ConfirmForm | None = None) -> str:
    content = catalogue()
    events = list_events(session(), report)
    photos = list_photo_rows(session(), [report.id])[report.id]
    disputes = count_disputes(session(), report, Party.REPORTER, 0)
    pictures = [picture_of(photo, own=True, now=now()) for photo in photos]
    return render(
        "reports/follow.html",
        row=row_of(session(), report, content),
        meaning=meaning_to_reporter(report.state),
        waits_until=waits_until(content.levels, report.state, report.state_since),
        lead_state=STATES[report.lead.state] if report.lead else None,
        alias=reporter.alias,
        steps=steps_of(report, events, content, own=True),
        before=[one for one in pictures if one.kind is PhotoKind.BEFORE],
        after=[one for one in pictures if one.kind is PhotoKind.AFTER],
        expected=expected_of(report, now()),
        question=events[-1].note if WORKFLOW.allows(report.state, "answer") else "",
        can=_can(report, disputes),
        confirming=confirming or ConfirmForm(),
        withdrawing=WithdrawForm(),
    )


def _can(report: Report, disputes: int) -> Callable[[str], bool]:
    days = catalogue().levels.dispute_days

    def can(action: str) -> bool:
        if action == "dispute" and not can_still_dispute(
            report.resolved_at, now(), days=days, earlier=disputes
        ):
            return False
        return WORKFLOW.allows(report.state, action)

    return can
