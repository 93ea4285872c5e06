"""What reviewers write into their sheets."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from portal.core.actor import Actor
from portal.devtools.demo.answers import COMMENTS
from portal.devtools.demo.stage import Stage
from portal.reviews import actions
from portal.reviews.models import ReviewAssignment
from portal.reviews.queries import declared_for
from portal.reviews.settings import ReviewSettings
from portal.reviews.types import Finding, ReviewItemInput, SubmitReview
from portal.standards.queries import get_by_hash
from portal.standards.types import IndicatorKind, Standard

OVERALL = (
    "材料完整，台账可追溯，现场照片与申报一致。",
    "制度健全，分类投放准确，源头减量做得扎实。",
    "整体较好，个别数据建议补充原始磅单。",
)
ADJUSTED = "按抽查记录核定，略低于申报值。"
NOT_PROVED = "附件看不出这一项的做法和数据，暂不认可。"

_ADJUSTED_SHARE, _A_LITTLE_LESS = 0.3, Decimal("0.96")


def fill_sheet(
    stage: Stage,
    seat: ReviewAssignment,
    reviewer: Actor,
    now: datetime,
    *,
    doubted: int = 0,
    share: float = 1.0,
) -> None:
    """Judge the first `share` of the lines; `doubted` is how many points are not believed."""
    standard = get_by_hash(stage.session, seat.application.standard_hash)
    lines = _lines(stage, standard, seat, doubted)
    for line in lines[: round(len(lines) * share)]:
        actions.save_item(stage.session, seat, line, actor=reviewer, now=now)


def hand_in_sheet(
    stage: Stage, seat: ReviewAssignment, reviewer: Actor, settings: ReviewSettings, now: datetime
) -> None:
    overall = stage.chance("overall", seat.id).choice(OVERALL)
    actions.submit_review(
        stage.session, seat, SubmitReview(overall), settings, actor=reviewer, calendar=stage.calendar, now=now
    )


def _lines(stage: Stage, standard: Standard, seat: ReviewAssignment, doubted: int) -> list[ReviewItemInput]:
    declared = declared_for(stage.session, seat.application)
    chance = stage.chance("sheet", seat.application.organisation.name, seat.id)
    not_proved = _not_proved(standard, doubted)
    lines = [ReviewItemInput(one.code, value=True) for one in standard.prerequisites]
    for code, indicator in standard.indicators.items():
        comment = chance.choice(COMMENTS) if chance.random() < 0.25 else ""
        if indicator.kind is IndicatorKind.RUBRIC:
            lines.append(ReviewItemInput(code, value=declared[code].value, comment=comment))
        elif code in not_proved:
            lines.append(ReviewItemInput(code, finding=Finding.UNVERIFIED, comment=NOT_PROVED))
        elif indicator.kind is IndicatorKind.RATIO and chance.random() < _ADJUSTED_SHARE:
            value = round(Decimal(declared[code].value) * _A_LITTLE_LESS, 2)
            lines.append(ReviewItemInput(code, finding=Finding.ADJUST, value=value, comment=ADJUSTED))
        else:
            lines.append(ReviewItemInput(code, finding=Finding.ACCEPT, comment=comment))
    claimed = (one.code for one in standard.bonus if one.code in declared)
    return lines + [ReviewItemInput(code, value=True) for code in claimed]


def _not_proved(standard: Standard, points: int) -> frozenset[str]:
    """Indicators worth about so many points, from several dimensions."""
    found: list[str] = []
    left = Decimal(points)
    rows = [one for one in standard.indicators.values() if one.kind is not IndicatorKind.RUBRIC]
    for indicator in rows[1::2] + rows[::2]:
        if left <= 0:
            break
        found.append(indicator.code)
        left -= indicator.max_points
    return frozenset(found)
