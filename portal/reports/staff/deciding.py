"""Taking one step: who may, whether the report is still as it was shown, and what happens if it is not."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.accounts.queries import list_units
from portal.core.errors import Conflict, Invalid, NotAllowed, require
from portal.core.i18n import Text
from portal.core.web import current_actor, now, redirect, render, session
from portal.media.uploads import staged_photos
from portal.reports.catalogue import catalogue
from portal.reports.messages import PARTIES, STATES, STEPS
from portal.reports.models import Report
from portal.reports.permissions import can_see_for_work, is_handler, possible_actions, staff_party
from portal.reports.queries import find_event, get_report
from portal.reports.rules import WORKFLOW
from portal.reports.staff.forms import StepForm
from portal.reports.staff.report import complete, photo_errors, show_report

Verb = Callable[[Report, StepForm], None]


def acting(verb: Callable[..., None]) -> Verb:
    """An action of the usual shape, as the views call it."""

    def run(report: Report, form: StepForm) -> None:
        verb(session(), report, form.to_command(), actor=current_actor(), now=now())

    return run


def decide(ref: str, made: type[StepForm], run: Verb, done: Text) -> ResponseReturnValue:
    """Take the step, or show again what was typed: on the page (422), or beside what came between (409)."""
    report = get_report(session(), ref, for_change=True)
    actor = current_actor()
    seen = can_see_for_work(actor, report)
    require(seen or is_handler(actor, report))  # a unit whose report was just taken away keeps its words
    form = made(report, catalogue())
    complete(form, report, list_units(session()))
    if form.events.data != str(report.event_count) or not seen:
        return _show_conflict(report, form)
    if made.action not in possible_actions(actor, report):
        return _refuse(report, form)
    if not form.validate() or photo_errors(form):
        return show_report(report, form), 422
    try:
        with session().begin_nested():
            run(report, form)
    except Invalid as refused:
        form.show(refused)
        return show_report(report, form), 422
    except Conflict as refused:
        return _show_conflict(report, form, refused.message)
    return redirect(url_for(".show", ref=ref), done)


def _refuse(report: Report, form: StepForm) -> ResponseReturnValue:
    """The page was right and the step is not there: impossible for everybody, or for this person."""
    if WORKFLOW.allows(report.state, form.action) and not staff_party(current_actor(), report, form.action):
        raise NotAllowed
    return _show_conflict(report, form)


def _show_conflict(report: Report, form: StepForm, message: Text | None = None) -> ResponseReturnValue:
    """What came between, and what was typed: to send after all where that is still possible, else to copy."""
    actor = current_actor()
    event = find_event(session(), report.id, report.event_count)
    possible = message is None and form.action in possible_actions(actor, report)
    form.look_at(report)
    page = render(
        "reports/staff/conflict.html",
        report=report,
        state=STATES[report.state],
        step=STEPS[event.action] if event else None,
        by=PARTIES[event.party] if event else "",
        at=event.at if event else report.state_since,
        form=form,
        possible=possible,
        message=message,
        staged=staged_photos(),
        visible=can_see_for_work(actor, report),
    )
    return page, 409
