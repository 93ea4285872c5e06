"""The verbs of screening and review: the formal check, the seats, the sheets."""

from portal.reviews.actions.scoring import save_item, submit_review
from portal.reviews.actions.screening import assign, reject, return_application, save_checks, screen
from portal.reviews.actions.seats import (
    accept_seat,
    decline_seat,
    fill_empty_seats,
    replace_reviewer,
    require_officer,
)
from portal.reviews.actions.stale import StaleLine
from portal.reviews.actions.timing import end_seat, lapse_offer, note_overdue, remind, remind_of_visit
from portal.reviews.actions.visits import (
    add_visit_photos,
    call_visit,
    conclude_visit,
    plan_visit,
    record_sighting,
    remove_visit_photo,
    require_inspector,
)

__all__ = [
    "StaleLine",
    "accept_seat",
    "add_visit_photos",
    "assign",
    "call_visit",
    "conclude_visit",
    "decline_seat",
    "end_seat",
    "fill_empty_seats",
    "lapse_offer",
    "note_overdue",
    "plan_visit",
    "record_sighting",
    "reject",
    "remind",
    "remind_of_visit",
    "remove_visit_photo",
    "replace_reviewer",
    "require_inspector",
    "require_officer",
    "return_application",
    "save_checks",
    "save_item",
    "screen",
    "submit_review",
]
