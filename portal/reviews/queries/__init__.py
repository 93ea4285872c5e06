"""Reading reviews. The blind review is kept here: no function gives a reviewer another's sheet."""

from portal.reviews.queries.drawing import case_of, list_candidates
from portal.reviews.queries.seats import (
    OPEN_SEAT,
    Combined,
    Seat,
    combined_of,
    declared_for,
    find_combined,
    find_open_visit,
    find_screening,
    get_assignment,
    get_combined,
    has_reviewed,
    items_of,
    list_seats,
    own_score,
    page_of_own,
    to_judged,
)
from portal.reviews.queries.timers import has_event, list_seats_due, list_unanswered

__all__ = [
    "OPEN_SEAT",
    "Combined",
    "Seat",
    "case_of",
    "combined_of",
    "declared_for",
    "find_combined",
    "find_open_visit",
    "find_screening",
    "get_assignment",
    "get_combined",
    "has_event",
    "has_reviewed",
    "items_of",
    "list_candidates",
    "list_seats",
    "list_seats_due",
    "list_unanswered",
    "own_score",
    "page_of_own",
    "to_judged",
]
