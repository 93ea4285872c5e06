"""A line of a sheet or of a visit that was saved twice."""

from __future__ import annotations

from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.reviews.models import ReviewItem, SiteVisitFinding


class StaleLine(Conflict):
    """It was saved in another window, or by another inspector, meanwhile. `newer` is what stands now."""

    code = "stale_line"

    def __init__(self, newer: ReviewItem | SiteVisitFinding) -> None:
        super().__init__(_l("This line was saved in another window meanwhile. Compare, then decide."))
        self.newer = newer
