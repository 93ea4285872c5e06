"""Reading reports: for the public, for the reporter, for actions and timers."""

from portal.reports.queries.public import (
    SHOWN_STATES,
    PhotoRow,
    PublicFilter,
    get_public_report,
    list_on_map,
    list_photo_rows,
    list_public_events,
    page_of_public_reports,
)
from portal.reports.queries.reporter import find_for_tracking, find_recipient, page_of_reports_by
from portal.reports.queries.showcase import CleanedPair, count_resolved_since, find_cleaned_pair
from portal.reports.queries.single import (
    count_disputes,
    find_by_submission,
    find_event,
    find_unit,
    get_report,
    get_reporter,
    has_disputed,
    has_other_photos,
    has_supported,
    list_events,
    list_followers,
    list_photos,
    list_unit_options,
    list_used_photo_ids,
)
from portal.reports.queries.timers import list_silent, list_unanswered

__all__ = [
    "SHOWN_STATES",
    "CleanedPair",
    "PhotoRow",
    "PublicFilter",
    "count_disputes",
    "count_resolved_since",
    "find_by_submission",
    "find_cleaned_pair",
    "find_event",
    "find_for_tracking",
    "find_recipient",
    "find_unit",
    "get_public_report",
    "get_report",
    "get_reporter",
    "has_disputed",
    "has_other_photos",
    "has_supported",
    "list_events",
    "list_followers",
    "list_on_map",
    "list_photo_rows",
    "list_photos",
    "list_public_events",
    "list_silent",
    "list_unanswered",
    "list_unit_options",
    "list_used_photo_ids",
    "page_of_public_reports",
    "page_of_reports_by",
]
