"""What screening and review tell: the organisation, reviewers and officers.

The review is blind: no message names a reviewer to the organisation or to another reviewer, and none holds a
score or says what anyone found.
"""

from __future__ import annotations

from datetime import datetime

from portal.applications.messages import about, link_to, panel_link_to
from portal.applications.models import Application
from portal.core.i18n import Label, Text
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.types import Message
from portal.reviews.models import ReviewAssignment, SiteVisit
from portal.reviews.types import AssignmentKind

AT_SCREENING: Text = _l("The formal check found that it is not eligible.")


# --- the organisation -------------------------------------------------------------------------------------


def in_review(application: Application, title: Label, *, reviewers: int, due_at: datetime | None) -> Message:
    values = about(application, title) | {"reviewers": reviewers, "due_at": due_at}
    return Message("reviews/in_review", values, link=link_to(application))


def site_visit(application: Application, title: Label) -> Message:
    return Message("reviews/site_visit", about(application, title), link=link_to(application))


# --- reviewers --------------------------------------------------------------------------------------------


def offered(seat: ReviewAssignment, title: Label, district: Label | None) -> Message:
    """Without the applicant's name: it stands on the page that asks for the declaration."""
    values = {
        "title": title,
        "district": district or "",
        "answer_due_at": seat.answer_due_at,
        "due_at": seat.due_at,
        "third": seat.kind is AssignmentKind.ADJUDICATOR,
    }
    return Message("reviews/offered", values, link=f"/panel/reviews/{seat.id}/offer")


def offer_lapsed(seat: ReviewAssignment, title: Label) -> Message:
    values = {"title": title, "answer_due_at": seat.answer_due_at}
    return Message("reviews/offer_lapsed", values, link="/panel/reviews")


def replaced(title: Label) -> Message:
    return Message("reviews/replaced", {"title": title}, link="/panel/reviews")


def ended(title: Label) -> Message:
    """Without the applicant's name: an offer may not have been answered yet."""
    return Message("reviews/ended", {"title": title}, link="/panel/reviews")


def reminder(seat: ReviewAssignment, title: Label) -> Message:
    return Message("reviews/reminder", {"title": title, "due_at": seat.due_at}, link=_sheet(seat))


def overdue(seat: ReviewAssignment, title: Label) -> Message:
    return Message("reviews/overdue", {"title": title, "due_at": seat.due_at}, link=_sheet(seat))


def visit_near(visit: SiteVisit, title: Label, *, staff: bool) -> Message:
    values = about(visit.application, title) | {"day": visit.planned_on}
    link = f"/panel/site-visits/{visit.no}" if staff else link_to(visit.application)
    return Message("reviews/visit_near", values, link=link)


# --- officers ---------------------------------------------------------------------------------------------


def all_in(application: Application, title: Label) -> Message:
    return Message("reviews/all_in", about(application, title), link=panel_link_to(application))


def third_called(application: Application, title: Label) -> Message:
    return Message("reviews/third_called", about(application, title), link=panel_link_to(application))


def sheet_late(seat: ReviewAssignment, title: Label) -> Message:
    values = about(seat.application, title) | {"due_at": seat.due_at}
    return Message("reviews/sheet_late", values, link=panel_link_to(seat.application))


def nobody_left(seat: ReviewAssignment, title: Label) -> Message:
    values = about(seat.application, title) | {"answer_due_at": seat.answer_due_at}
    return Message("reviews/nobody_left", values, link=panel_link_to(seat.application))


def seat_empty(application: Application, title: Label) -> Message:
    return Message("reviews/seat_empty", about(application, title), link=panel_link_to(application))


def _sheet(seat: ReviewAssignment) -> str:
    return f"/panel/reviews/{seat.id}"
