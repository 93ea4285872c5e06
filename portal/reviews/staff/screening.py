"""The verbs of the formal check."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.applications import actions as applying
from portal.applications.sections import sections_of
from portal.core import policy
from portal.core.actor import Role
from portal.core.calendar import city_calendar
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, redirect, session, settings, writes
from portal.reviews import actions
from portal.reviews.forms import ChecksForm, ReasonForm, ReplaceForm, make_correction_form
from portal.reviews.queries import get_assignment
from portal.reviews.settings import load_review_settings
from portal.reviews.staff.blueprint import blueprint
from portal.reviews.staff.cases import get_case, show
from portal.standards.queries import get_by_hash

OFFICER = Role.CERTIFICATION_OFFICER


@blueprint.post("/applications/<ref>/screening")
@policy.role(OFFICER)
@writes
def screen(ref: str) -> ResponseReturnValue:
    actions.screen(session(), get_case(ref, for_update=True), actor=current_actor(), now=now())
    return redirect(_case_url(ref), _l("You are checking this application now."))


@blueprint.post("/applications/<ref>/checks")
@policy.role(OFFICER)
@writes
def save_checks(ref: str) -> ResponseReturnValue:
    case, form = get_case(ref, for_update=True), ChecksForm()
    actions.save_checks(session(), case, form.ticked(), actor=current_actor(), now=now())
    return redirect(_case_url(ref), _l("The checks are saved."))


@blueprint.post("/applications/<ref>/not-applicable/<code>")
@policy.role(OFFICER)
@writes
def judge_not_applicable(ref: str, code: str) -> ResponseReturnValue:
    """Approve, or not, that an indicator does not apply."""
    case = get_case(ref, for_update=True)
    actions.require_officer(session(), case, current_actor())
    approved = request.form.get("approved") == "yes"
    applying.approve_not_applicable(session(), case, code, approved, actor=current_actor(), now=now())
    return redirect(_case_url(ref), _l("Saved."))


@blueprint.post("/applications/<ref>/correction")
@policy.role(OFFICER)
@writes
def ask_correction(ref: str) -> ResponseReturnValue:
    case = get_case(ref, for_update=True)
    form = make_correction_form(sections_of(get_by_hash(session(), case.standard_hash)))()
    try:
        if form.validate_on_submit():
            with session().begin_nested():
                actions.return_application(
                    session(),
                    case,
                    form.to_corrections(),
                    form.note.data or "",
                    actor=current_actor(),
                    calendar=city_calendar(),
                    now=now(),
                )
            return redirect(_case_url(ref), _l("The applicant is asked to correct."))
    except Invalid as invalid:
        form.show(invalid)
    return show(ref, correction_form=form), 422


@blueprint.post("/applications/<ref>/rejection")
@policy.role(OFFICER)
@writes
def reject(ref: str) -> ResponseReturnValue:
    case, form = get_case(ref, for_update=True), ReasonForm()
    if not form.validate_on_submit():
        return show(ref, reason_form=form), 422
    actions.reject(session(), case, form.reason.data or "", actor=current_actor(), now=now())
    return redirect(_case_url(ref), _l("The application is rejected; the applicant is told the reason."))


@blueprint.post("/applications/<ref>/assignment")
@policy.role(OFFICER)
@writes
def assign(ref: str) -> ResponseReturnValue:
    """Keep the ticks, and draw the reviewers where all points are ticked."""
    case, form = get_case(ref, for_update=True), ChecksForm()
    actions.save_checks(session(), case, form.ticked(), actor=current_actor(), now=now())
    try:
        actions.assign(
            session(),
            case,
            load_review_settings(settings().content_dir),
            actor=current_actor(),
            calendar=city_calendar(),
            now=now(),
            seed=settings().review_seed,
        )
    except Invalid as invalid:
        form.show(invalid)
        return show(ref, checks_form=form), 422
    return redirect(_case_url(ref), _l("Two reviewers have been drawn and asked."))


@blueprint.post("/applications/<ref>/reviewers/<int:number>/replacement")
@policy.role(OFFICER)
@writes
def replace(ref: str, number: int) -> ResponseReturnValue:
    """Free a seat whose reviewer cannot finish."""
    case, form = get_case(ref, for_update=True), ReplaceForm()
    seat = get_assignment(session(), number, for_update=True)
    if seat.application_id != case.id:
        raise NotFound
    if not form.validate_on_submit():
        return show(ref, replace_form=(number, form)), 422
    actions.replace_reviewer(
        session(),
        seat,
        form.reason.data or "",
        load_review_settings(settings().content_dir),
        actor=current_actor(),
        calendar=city_calendar(),
        now=now(),
    )
    return redirect(
        _case_url(ref), _l("The seat is free. Another reviewer is asked as soon as one can be drawn.")
    )


def _case_url(ref: str) -> str:
    return url_for("reviews_panel.application", ref=ref)
