"""What inspectors write down on site."""

from __future__ import annotations

from datetime import date, datetime

from portal.core.actor import Actor
from portal.core.clock import local_date
from portal.devtools.demo.stage import Stage
from portal.reviews import actions
from portal.reviews.models import SiteVisit
from portal.reviews.types import ConcludeVisit, PlanVisit, Sighting, SightingInput, VisitVerdict
from portal.standards.queries import get_by_hash

COMPANION = "市生态环境监测站 周敏"
SEEN = (
    "现场查看，与申报一致。",
    "抽查台账三个月，数字对得上。",
    "设施完好，标识清楚。",
    "询问三名员工，均能说清做法。",
)
SUMMARY = "现场查看了贮存场所、台账和各分类投放点，随机询问员工，与申报材料相符。"


def plan_visit(stage: Stage, visit: SiteVisit, officer: Actor, day: date, now: datetime) -> None:
    command = PlanVisit(day, (officer.person_id or 0,), COMPANION)
    actions.plan_visit(stage.session, visit, command, actor=officer, now=now)


def inspect(stage: Stage, visit: SiteVisit, officer: Actor, pictures: list[bytes], now: datetime) -> None:
    """Everything is as stated; some indicators cannot be seen on site."""
    standard = get_by_hash(stage.session, visit.application.standard_hash)
    chance = stage.chance("visit", visit.application.organisation.name)
    codes = [one.code for one in standard.prerequisites] + list(standard.indicators)
    for number, code in enumerate(codes):
        if number >= len(standard.prerequisites) and chance.random() < 0.3:
            continue
        note = chance.choice(SEEN) if chance.random() < 0.4 else ""
        line = SightingInput(code, Sighting.CONFIRMED, note)
        actions.record_sighting(stage.session, visit, line, actor=officer, now=now)
    staged, _ = stage.stage_photos(pictures, owner=officer.audit_name, now=now)
    actions.add_visit_photos(stage.session, visit, staged.refs, owner=staged.owner, actor=officer, now=now)
    command = ConcludeVisit(local_date(now), VisitVerdict.BORNE_OUT, SUMMARY)
    actions.conclude_visit(stage.session, visit, command, actor=officer, now=now)
