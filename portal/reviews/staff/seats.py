"""A reviewer's own seats: the list, and taking one or giving it back. No content before the declaration."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.actor import Role
from portal.core.calendar import city_calendar
from portal.core.errors import Conflict, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, page_cursor, redirect, render, session, settings, writes
from portal.places.queries import find_area
from portal.reviews import actions
from portal.reviews.forms import AcceptForm, RefuseForm
from portal.reviews.models import ReviewAssignment
from portal.reviews.permissions import can_answer_offer, can_open_sheet, owns_seat
from portal.reviews.queries import get_assignment, page_of_own
from portal.reviews.settings import load_review_settings
from portal.reviews.staff.blueprint import blueprint
from portal.standards.queries import get_by_hash, list_current

_DISTRICT = 6
"""Digits of a district's code."""


@blueprint.get("/reviews")
@policy.role(Role.REVIEWER)
def reviews() -> str:
    page = page_of_own(session(), current_actor().person_id or 0, page_cursor())
    names = {one.code: one.standard.name for one in list_current(session())}
    return render("reviews/staff/reviews.html", page=page, names=names)


@blueprint.get("/reviews/<int:number>/offer")
@policy.role(Role.REVIEWER)
def offer(number: int) -> ResponseReturnValue:
    """Once accepted it leads to the sheet, for whoever comes by an old link or goes back."""
    seat = _own_seat(number)
    if can_open_sheet(current_actor(), seat):
        return redirect(url_for("reviews_panel.sheet", number=number))
    _must_be_open(seat)
    return _show_offer(seat)


@blueprint.post("/reviews/<int:number>/acceptance")
@policy.role(Role.REVIEWER)
@writes
def accept(number: int) -> ResponseReturnValue:
    seat = _own_seat(number, for_update=True)
    if can_open_sheet(current_actor(), seat):
        return redirect(url_for("reviews_panel.sheet", number=number))
    _must_be_open(seat)
    form = AcceptForm()
    if not form.validate_on_submit():
        return _show_offer(seat, accept_form=form), 422
    actions.accept_seat(session(), seat, actor=current_actor(), now=now())
    return redirect(url_for("reviews_panel.sheet", number=number))


@blueprint.post("/reviews/<int:number>/refusal")
@policy.role(Role.REVIEWER)
@writes
def refuse(number: int) -> ResponseReturnValue:
    seat, form = _own_seat(number, for_update=True), RefuseForm()
    _must_be_open(seat)
    if not form.validate_on_submit():
        return _show_offer(seat, refuse_form=form), 422
    actions.decline_seat(
        session(),
        seat,
        form.reason.data or "",
        load_review_settings(settings().content_dir),
        conflict=form.conflict.data == "yes",
        actor=current_actor(),
        calendar=city_calendar(),
        now=now(),
    )
    return redirect(url_for("reviews_panel.reviews"), _l("Thank you. You have given the seat back."))


def _own_seat(number: int, *, for_update: bool = False) -> ReviewAssignment:
    seat = get_assignment(session(), number, for_update=for_update)
    if not owns_seat(current_actor(), seat):
        raise NotFound
    return seat


def _must_be_open(seat: ReviewAssignment) -> None:
    """Whoever presses twice or comes back late is told so, and is not sent into the void."""
    if not can_answer_offer(current_actor(), seat):
        raise Conflict(_l("This invitation is already answered or no longer open. See “My reviews”."))


def _show_offer(
    seat: ReviewAssignment, *, accept_form: AcceptForm | None = None, refuse_form: RefuseForm | None = None
) -> str:
    application = seat.application
    return render(
        "reviews/staff/offer.html",
        seat=seat,
        application=application,
        standard=get_by_hash(session(), application.standard_hash),
        district=find_area(session(), application.area_code[:_DISTRICT]),
        accept_form=accept_form or AcceptForm(formdata=None),
        refuse_form=refuse_form or RefuseForm(formdata=None),
    )
