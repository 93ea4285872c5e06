"""The officers' list of applications, and one application as they see it."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from portal.accounts.queries import names_of_people
from portal.applications.models import Application
from portal.applications.permissions import can_move, can_view_as_staff
from portal.applications.queries import get_application, list_corrections, list_events, page_of_staff
from portal.applications.sections import sections_of
from portal.applications.types import ApplicationState
from portal.core import policy
from portal.core.actor import Role
from portal.core.errors import NotFound
from portal.core.web import current_actor, now, page_cursor, render, session, settings
from portal.media.links import evidence_url
from portal.reviews.forms import (
    ChecksForm,
    CorrectionForm,
    ReasonForm,
    ReplaceForm,
    make_correction_form,
)
from portal.reviews.models import Screening
from portal.reviews.permissions import can_replace, can_screen
from portal.reviews.queries import (
    Combined,
    declared_for,
    empty_seats,
    find_combined,
    find_screening,
    find_shown,
    list_seats,
    page_to_decide,
    since_draw,
)
from portal.reviews.rules import CHECKS
from portal.reviews.settings import load_review_settings
from portal.reviews.staff.blueprint import blueprint
from portal.reviews.staff.evidence import files_of
from portal.standards.queries import get_by_hash, list_current

READERS = (Role.CERTIFICATION_OFFICER, Role.PUBLISHER, Role.AUDITOR)
ENDED = (ApplicationState.CERTIFIED, ApplicationState.REJECTED, ApplicationState.WITHDRAWN)
CORRECTED = (ApplicationState.RETURNED, ApplicationState.SUBMITTED, ApplicationState.SCREENING)
"""While the application is in one of these, an officer wants to see what was asked to be corrected."""
PILES = {
    "to_check": [ApplicationState.SUBMITTED, ApplicationState.SCREENING],
    "to_publish": [ApplicationState.PROPOSED, ApplicationState.OBJECTION_HOLD],
}
"""What waits for one role's next step; `to_decide` is told by the sheets and not by the state."""
IN_HAND = [one for one in ApplicationState if one not in (ApplicationState.DRAFT, *ENDED)]


@blueprint.get("/applications")
@policy.role(*READERS)
def applications() -> str:
    """Oldest submission first: nobody waits unseen. `state` is one state, a pile or `all`; else in hand."""
    wanted = request.args.get("state", "")
    known = {state.value: [state] for state in ApplicationState} | PILES | {"all": []}
    states = known.get(wanted, IN_HAND)
    cell_type = request.args.get("type") or None
    areas = current_actor().areas(*READERS)
    if wanted == "to_decide":
        page = page_to_decide(session(), areas, page_cursor(), cell_type=cell_type)
    else:
        page = page_of_staff(session(), areas, page_cursor(), states=states, cell_type=cell_type)
    names = {one.code: one.standard.name for one in list_current(session())}
    shown = [state for state in ApplicationState if state is not ApplicationState.DRAFT]
    return render(
        "reviews/staff/applications.html", page=page, names=names, states=shown, state=wanted, type=cell_type
    )


@blueprint.get("/applications/<ref>")
@policy.role(*READERS)
def application(ref: str) -> ResponseReturnValue:
    return show(ref)


def get_case(ref: str, *, for_update: bool = False) -> Application:
    """The application, for staff of its area; NotFound for all others."""
    found = get_application(session(), ref, for_update=for_update)
    if not can_view_as_staff(current_actor(), found):
        raise NotFound
    return found


def show(
    ref: str,
    *,
    checks_form: ChecksForm | None = None,
    reason_form: ReasonForm | None = None,
    correction_form: CorrectionForm | None = None,
    replace_form: tuple[int, ReplaceForm] | None = None,
) -> str:
    """The page, with a refused form where there is one; `replace_form` with the seat that it is for."""
    case = get_case(ref)
    standard = get_by_hash(session(), case.standard_hash)
    sections = sections_of(standard)
    declared = declared_for(session(), case)
    screening = find_screening(session(), case)
    seats = list_seats(session(), case)
    combined = find_combined(session(), case, seats, current_actor())
    seated = any(seat.reviewer_id == current_actor().person_id for seat in seats)
    may_screen = can_screen(current_actor(), case, seated=seated)
    return render(
        "reviews/staff/application.html",
        application=case,
        standard=standard,
        sections=sections,
        declared=declared,
        files=files_of(declared, case.commitment_letter_id),
        file_url=lambda file: evidence_url(file, now()),
        screening=screening,
        corrections=list_corrections(session(), case) if case.state in CORRECTED else [],
        item_names={item.code: item.name for section in sections for item in section.items},
        checks=checks_form or _checks_form(screening),
        check_names=list(CHECKS),
        may_screen=may_screen,
        reason_form=reason_form or ReasonForm(formdata=None),
        correction_form=correction_form or make_correction_form(sections)(formdata=None),
        seats=seats,
        empty=empty_seats(case, since_draw(session(), case, seats)),
        replace_forms=_replace_forms(
            [seat.id for seat in seats if can_replace(current_actor(), seat, seated=seated)], replace_form
        ),
        refused_form=replace_form[1] if replace_form else None,
        names=names_of_people(session(), [seat.reviewer_id for seat in seats]),
        combined=combined,
        agreement=_agreement(combined),
        inspected=find_shown(session(), case, current_actor()),
        may_call_visit=can_move(current_actor(), case, "inspect") and may_screen,
        events=list_events(session(), case),
    )


def _checks_form(screening: Screening | None) -> ChecksForm:
    form = ChecksForm(formdata=None)
    for name, ticked in (screening.checks if screening else {}).items():
        if name in CHECKS:
            form[name].data = ticked
    return form


def _agreement(combined: Combined | None) -> float | None:
    least = load_review_settings(settings().content_dir).agreement_least_items
    return combined.agreement(least) if combined else None


def _replace_forms(numbers: list[int], refused: tuple[int, ReplaceForm] | None) -> dict[int, ReplaceForm]:
    """One for each seat that may be freed, each with a field of its own on the page."""
    forms = {number: ReplaceForm(formdata=None) for number in numbers}
    if refused and refused[0] in forms:
        forms[refused[0]] = refused[1]
    for number, form in forms.items():
        form.reason.id = form.reason.label.field_id = f"reason-{number}"
    return forms
