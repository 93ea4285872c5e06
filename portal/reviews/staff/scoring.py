"""The sheet: what is declared with its evidence, and beside it what the reviewer says."""

from __future__ import annotations

from dataclasses import replace

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue

from portal.applications.sections import Item, ItemKind, Section, sections_of
from portal.core import policy
from portal.core.actor import Role
from portal.core.calendar import city_calendar
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.problems import wants_json
from portal.core.web import current_actor, now, redirect, render, session, settings, writes
from portal.media.links import evidence_url
from portal.reviews import actions
from portal.reviews.actions import StaleLine
from portal.reviews.forms import FINDINGS, HandInForm, SheetForm, has_finding, make_sheet_form
from portal.reviews.models import ReviewAssignment
from portal.reviews.permissions import can_open_sheet, can_score, owns_seat
from portal.reviews.queries import declared_for, get_assignment, items_of, own_score, to_judged
from portal.reviews.settings import load_review_settings
from portal.reviews.sheets import Declared, unjudged
from portal.reviews.staff.blueprint import blueprint
from portal.reviews.staff.evidence import files_of
from portal.reviews.types import AssignmentState
from portal.standards.queries import get_by_hash

Stale = dict[str, StaleLine]
GONE = (
    AssignmentState.DECLINED,
    AssignmentState.CONFLICTED,
    AssignmentState.REPLACED,
    AssignmentState.LAPSED,
)
"""A seat in one of these was this reviewer's once."""


@blueprint.get("/reviews/<int:number>")
@policy.role(Role.REVIEWER)
def sheet(number: int) -> ResponseReturnValue:
    return _show(_own_sheet(number))


@blueprint.post("/reviews/<int:number>/sheet")
@policy.role(Role.REVIEWER)
@writes
def save(number: int) -> ResponseReturnValue:
    """Keep every line that can be kept; what cannot is shown again beside its field."""
    seat = _own_sheet(number, for_update=True)
    _must_be_open(seat)
    standard = get_by_hash(session(), seat.application.standard_hash)
    form = make_sheet_form(sections_of(standard))()
    form.validate()
    stale = Stale()
    versions = {item.code: _keep(seat, form, item, stale) for item in form.items}
    if wants_json():
        return _answer(seat, form, versions, stale)
    if form.has_errors or stale:
        return _show(seat, form=form, stale=stale), 422
    return redirect(url_for("reviews_panel.sheet", number=number), _l("Saved."))


@blueprint.post("/reviews/<int:number>/submission")
@policy.role(Role.REVIEWER)
@writes
def submit(number: int) -> ResponseReturnValue:
    seat, form = _own_sheet(number, for_update=True), HandInForm()
    _must_be_open(seat)
    try:
        if form.validate_on_submit():
            actions.submit_review(
                session(),
                seat,
                form.to_command(),
                load_review_settings(settings().content_dir),
                actor=current_actor(),
                calendar=city_calendar(),
                now=now(),
            )
            text = _l("Your sheet has been handed in and is frozen. Thank you.")
            return redirect(url_for("reviews_panel.sheet", number=number), text)
    except Invalid as invalid:
        form.show(invalid)
    return _show(seat, hand_in=form), 422


def _own_sheet(number: int, *, for_update: bool = False) -> ReviewAssignment:
    seat = get_assignment(session(), number, for_update=for_update)
    if not can_open_sheet(current_actor(), seat):
        if owns_seat(current_actor(), seat) and seat.state in GONE:
            raise Conflict(_l("This seat is no longer yours; its sheet is closed to you. See “My reviews”."))
        raise NotFound
    return seat


def _must_be_open(seat: ReviewAssignment) -> None:
    if not can_score(current_actor(), seat):
        raise Conflict(_l("This sheet is handed in or the review is over: nothing can be changed any more."))


def _keep(seat: ReviewAssignment, form: SheetForm, item: Item, stale: Stale) -> int:
    fields = [form.part(kind, item.code) for kind in ("finding", "value", "comment")]
    if any(field is not None and field.errors for field in fields):
        return 0
    try:
        line = form.to_input(item)
        if line.based_on == 0 and line.is_empty:
            return 0
        return actions.save_item(session(), seat, line, actor=current_actor(), now=now()).version
    except StaleLine as error:
        stale[item.code] = error
    except Invalid as invalid:
        named = {name if name in form else f"{name}-{item.code}": t for name, t in invalid.errors.items()}
        form.show(Invalid(named))
    return 0


def _answer(
    seat: ReviewAssignment, form: SheetForm, versions: dict[str, int], stale: Stale
) -> ResponseReturnValue:
    """What the page's script needs: new versions, the running score, and what was not kept."""
    standard = get_by_hash(session(), seat.application.standard_hash)
    declared = declared_for(session(), seat.application)
    judged = to_judged(items_of(session(), [seat.id]).get(seat.id, {}))
    result = own_score(standard, declared, judged)
    return jsonify(
        versions={code: version for code, version in versions.items() if version},
        points={code: str(line.points) for code, line in result.lines.items()},
        total=str(result.total),
        missing=len(unjudged(standard, declared, judged)),
        errors={name: [str(text) for text in texts] for name, texts in form.errors.items() if name},
        stale={code: str(error.message) for code, error in stale.items()},
    )


def _show(
    seat: ReviewAssignment,
    *,
    form: SheetForm | None = None,
    stale: Stale | None = None,
    hand_in: HandInForm | None = None,
) -> str:
    application = seat.application
    standard = get_by_hash(session(), application.standard_hash)
    sections = sections_of(standard)
    declared = declared_for(session(), application)
    rows = items_of(session(), [seat.id]).get(seat.id, {})
    judged = to_judged(rows)
    if form is None:
        form = make_sheet_form(sections)(formdata=None)
        form.fill(rows)
    return render(
        "reviews/staff/sheet.html",
        seat=seat,
        application=application,
        standard=standard,
        sections=_asked(sections, declared),
        declared=declared,
        nothing=Declared(),
        files=files_of(declared),
        file_url=lambda file: evidence_url(file, now()),
        form=form,
        has_finding=has_finding,
        stale=stale or {},
        judged=judged,
        findings=dict(FINDINGS),
        score=own_score(standard, declared, judged),
        left=unjudged(standard, declared, judged),
        hand_in=hand_in or HandInForm(formdata=None),
        open_sheet=can_score(current_actor(), seat),
    )


def _asked(sections: tuple[Section, ...], declared: dict[str, Declared]) -> list[Section]:
    """The parts with what there is to judge: of the bonus items only those that were claimed."""
    asked = [
        replace(
            section,
            items=tuple(
                item
                for item in section.items
                if item.kind is not ItemKind.CLAIM or declared.get(item.code, Declared()).value is True
            ),
        )
        for section in sections
    ]
    return [section for section in asked if section.items]
