"""When two sheets are not enough."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from portal.reviews.settings import ReviewSettings
from portal.standards.sheet import Score
from portal.standards.types import Standard


class WhyThird(StrEnum):
    """Why a third reviewer is called."""

    TOTALS_DIFFER = "totals_differ"
    PREREQUISITE_DIFFERS = "prerequisite_differs"
    NEAR_THE_CUT = "near_the_cut"


def why_third(standard: Standard, scores: Sequence[Score], settings: ReviewSettings) -> tuple[WhyThird, ...]:
    """The reasons to call an adjudicator for these first sheets; empty when the two suffice.

    Totals more than the set points apart, a prerequisite judged differently, or a mean so near the pass
    mark that one reviewer's habit would decide.
    """
    totals = [score.total for score in scores]
    reasons = []
    if max(totals) - min(totals) > settings.differ_by:
        reasons.append(WhyThird.TOTALS_DIFFER)
    if any(len({score.prerequisites[one.code] for score in scores}) > 1 for one in standard.prerequisites):
        reasons.append(WhyThird.PREREQUISITE_DIFFERS)
    mean = sum(totals, Decimal(0)) / len(totals)
    if abs(mean - standard.pass_mark) <= settings.near_cut:
        reasons.append(WhyThird.NEAR_THE_CUT)
    return tuple(reasons)
