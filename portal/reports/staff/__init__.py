"""Panel pages of reports: the queue, one report, and what can be decided on it. One module per noun."""

from portal.reports.staff import extension, handling, merging, photos, queue, report, resolution, triage
from portal.reports.staff.blueprint import blueprint

__all__ = [
    "blueprint",
    "extension",
    "handling",
    "merging",
    "photos",
    "queue",
    "report",
    "resolution",
    "triage",
]
