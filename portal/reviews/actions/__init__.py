"""The verbs of screening and review: the formal check, the seats, the sheets."""

from portal.reviews.actions.scoring import StaleItem, save_item, submit_review
from portal.reviews.actions.screening import assign, reject, return_application, save_checks, screen
from portal.reviews.actions.seats import accept_seat, decline_seat, replace_reviewer
from portal.reviews.actions.timing import lapse_offer, note_overdue, remind

__all__ = [
    "StaleItem",
    "accept_seat",
    "assign",
    "decline_seat",
    "lapse_offer",
    "note_overdue",
    "reject",
    "remind",
    "replace_reviewer",
    "return_application",
    "save_checks",
    "save_item",
    "screen",
    "submit_review",
]
