"""How the applications went on: one story for each `end` of `applications.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.models import Organisation
from portal.accounts.queries import actor_of, get_person
from portal.applications import actions as applying
from portal.applications.models import Application
from portal.applications.types import RequestedCorrection, WithdrawApplication
from portal.core.actor import Actor
from portal.core.clock import local_date
from portal.devtools.demo.afterwards import Afterwards
from portal.devtools.demo.applying import (
    Plan,
    applicant,
    fill_in,
    hand_in,
    pictures_of_applications,
    plans,
    start,
)
from portal.devtools.demo.judging import fill_sheet, hand_in_sheet
from portal.devtools.demo.schedule import Story
from portal.devtools.demo.stage import Stage
from portal.devtools.demo.visiting import inspect, plan_visit
from portal.publication.actions import decision, notice
from portal.publication.models import Notice
from portal.publication.types import Decide, DecisionKind, Object
from portal.reviews import actions as reviewing
from portal.reviews.models import ReviewAssignment
from portal.reviews.queries import find_last_visit
from portal.reviews.rules import CHECKS
from portal.reviews.settings import ReviewSettings, load_review_settings
from portal.standards.queries import get_by_hash

__all__ = ["application_stories", "pictures_of_applications"]

PROPOSED = "两位专家独立评分，均达到标准要求；证据与抽查情况一致，拟予认定。"
REFUSED = "评审总分低于合格线，“设施配置”部分也未达到最低得分，不予认定。可在整改后重新申报。"
OBJECTION = "宾馆后门每天早上仍有整箱的一次性洗漱用品和塑料瓶混在其他垃圾里，希望核实后再公示。"
CORRECTION = "评价结果的公示照片只有七月、八月，请补充其余月份。"


class ApplicationStory:
    """One application on its way. Each method is a stretch of it and yields the moments of its steps."""

    def __init__(self, stage: Stage, plan: Plan) -> None:
        self.stage, self.plan = stage, plan
        self.chance = stage.chance("application", plan.number)
        self.owner: Actor
        self.organisation: Organisation
        self.application: Application
        self.seats: list[ReviewAssignment] = []
        self.notice: Notice

    def told(self) -> Story:
        now = yield self.stage.days.before(self.plan.ago, f"{self.chance.randint(9, 16):02d}:20")
        self.owner, self.organisation = applicant(self.stage, self.plan, now)
        self.application = start(self.stage, self.plan, self.owner, self.organisation, now)
        yield from ENDS[self.plan.end](self)

    # --- stretches ----------------------------------------------------------------------------------------

    def draft(self) -> Story:
        now = yield self._after(hours=26)
        fill_in(self.stage, self.plan, self.application, self.owner, now, share=0.6)

    def submitted(self) -> Story:
        now = yield self._after(hours=30)
        fill_in(self.stage, self.plan, self.application, self.owner, now)
        now = yield self._after(hours=22)
        hand_in(self.stage, self.application, self.owner, now)

    def withdrawn(self) -> Story:
        yield from self.submitted()
        now = yield self._after(hours=50)
        command = WithdrawApplication(self.plan.why)
        applying.withdraw(self._session, self.application, command, actor=self.owner, now=now)

    def screening(self) -> Story:
        yield from self.submitted()
        now = yield self._after(hours=24)
        reviewing.screen(self._session, self.application, actor=self._officer, now=now)
        now = yield self._after(hours=3)
        found = list(CHECKS)[:3] if self.plan.end in ("screening", "returned") else CHECKS
        checks = dict.fromkeys(found, True)
        reviewing.save_checks(self._session, self.application, checks, actor=self._officer, now=now)

    def returned(self) -> Story:
        yield from self.screening()
        now = yield self._after(hours=24)
        standard = get_by_hash(self._session, self.application.standard_hash)
        codes = list(standard.indicators)
        asked = (
            RequestedCorrection(codes[3], CORRECTION),
            RequestedCorrection(codes[-2], "抽样记录缺九月份，请补传。"),
        )
        reviewing.return_application(
            self._session, self.application, asked, "其余材料齐全，补齐这两项即可。",
            actor=self._officer, calendar=self.stage.calendar, now=now,
        )  # fmt: skip

    def drawn(self) -> Story:
        """Reviewers are drawn and take their seats."""
        yield from self.screening()
        now = yield self._after(hours=20)
        self.seats = reviewing.assign(
            self._session,
            self.application,
            self._settings,
            actor=self._officer,
            calendar=self.stage.calendar,
            now=now,
            seed=f"chengchuan {self.plan.number}",
        )
        for seat in self.seats:
            now = yield self._since(now, hours=self.chance.randint(3, 20))
            reviewing.accept_seat(self._session, seat, actor=self._reviewer(seat), now=now)

    def scoring(self) -> Story:
        """One sheet is in, the other half done."""
        yield from self.drawn()
        yield from self._judge(self.seats[0])
        now = yield self._after(hours=60)
        fill_sheet(self.stage, self.seats[1], self._reviewer(self.seats[1]), now, share=0.5)

    def reviewed(self) -> Story:
        yield from self.drawn()
        for number, seat in enumerate(self.seats):
            missing = DOUBTS.get(self.plan.end, (0, 0))[number]
            yield from self._judge(seat, doubted=missing)

    def planned(self) -> Story:
        """The standard asks for inspectors; they go the day after tomorrow."""
        yield from self.reviewed()
        now = max(self.stage.days.before(1, "09:40"), self.application.updated_at)
        now = yield now
        visit = find_last_visit(self._session, self.application)
        if visit is not None:
            plan_visit(self.stage, visit, self._officer, local_date(now) + timedelta(days=3), now)

    def inspected(self) -> Story:
        """Inspectors have been there, where the standard asks for it."""
        yield from self.reviewed()
        visit = find_last_visit(self._session, self.application)
        if visit is None:
            return
        now = yield self._after(hours=20)
        plan_visit(self.stage, visit, self._officer, local_date(now), now)
        now = yield self._since(now, hours=5)
        inspect(self.stage, visit, self._officer, self.plan.pictures(), now)

    def proposed(self) -> Story:
        yield from self.inspected()
        now = yield self._after(hours=30)
        command = Decide(DecisionKind.PROPOSE, PROPOSED)
        decision.decide(self._session, self.application, command, actor=self._officer, now=now)

    def refused(self) -> Story:
        yield from self.reviewed()
        now = yield self._after(hours=30)
        command = Decide(DecisionKind.REFUSE, REFUSED)
        decision.decide(self._session, self.application, command, actor=self._officer, now=now)

    def noticed(self) -> Story:
        yield from self.proposed()
        least = 1 if self.plan.end == "public_notice" else 3
        now = yield self._notice_moment(least)
        self.notice = notice.open_notice(
            self._session, self.application, actor=self._publisher, calendar=self.stage.calendar, now=now
        )

    def objected(self) -> Story:
        yield from self.noticed()
        now = yield self._since(self.notice.opened_at, hours=20)
        command = Object(OBJECTION, contact="zhang@example.com")
        sealer = self.stage.context.sealer
        objection = notice.object_to(
            self._session, self.notice, command, sealer, actor=Actor.guest(), now=now
        )
        now = yield self._since(now, hours=18)
        notice.admit(self._session, self.notice, objection, actor=self._publisher, now=now)

    def certified(self) -> Story:
        yield from self.noticed()
        now = yield self._since(self.notice.ends_at, hours=10)
        certificate = notice.close(self._session, self.notice, actor=Actor.system(), now=now)
        if certificate is not None and self.plan.later:
            later = Afterwards(self.stage, self.plan, self.application, certificate)
            yield from later.told()

    def _judge(self, seat: ReviewAssignment, *, doubted: int = 0) -> Story:
        now = yield self._after(hours=self.chance.randint(24, 50))
        fill_sheet(self.stage, seat, self._reviewer(seat), now, doubted=doubted)
        now = yield self._since(now, hours=2)
        hand_in_sheet(self.stage, seat, self._reviewer(seat), self._settings, now)

    # --- at hand ------------------------------------------------------------------------------------------

    def _notice_moment(self, least: int) -> datetime:
        """After the proposal; those still open were opened some days ago."""
        if self.plan.end in ("public_notice", "objection_hold"):
            return max(self.stage.days.before(least, "09:30"), self.application.updated_at)
        return self._after(hours=24)

    def _after(self, *, hours: float) -> datetime:
        return self._since(self.application.updated_at, hours=hours)

    def _since(self, moment: datetime, *, hours: float) -> datetime:
        return self.stage.working_moment(moment + timedelta(hours=hours))

    def _reviewer(self, seat: ReviewAssignment) -> Actor:
        return actor_of(self._session, get_person(self._session, seat.reviewer_id))

    @property
    def _session(self) -> Session:
        return self.stage.session

    @property
    def _officer(self) -> Actor:
        return self.stage.person("officer")

    @property
    def _publisher(self) -> Actor:
        return self.stage.person("publisher")

    @property
    def _settings(self) -> ReviewSettings:
        return load_review_settings(self.stage.context.settings.content_dir)


DOUBTS = {"adjudicating": (0, 14), "refused": (20, 24)}
"""Points whose evidence the two reviewers do not believe, where that decides the story."""

ENDS: dict[str, Callable[[ApplicationStory], Story]] = {
    "draft": ApplicationStory.draft,
    "submitted": ApplicationStory.submitted,
    "withdrawn": ApplicationStory.withdrawn,
    "screening": ApplicationStory.screening,
    "returned": ApplicationStory.returned,
    "scoring": ApplicationStory.scoring,
    "adjudicating": ApplicationStory.reviewed,
    "inspecting": ApplicationStory.planned,
    "proposed": ApplicationStory.proposed,
    "refused": ApplicationStory.refused,
    "public_notice": ApplicationStory.noticed,
    "objection_hold": ApplicationStory.objected,
    "certified": ApplicationStory.certified,
}


def application_stories(stage: Stage) -> Iterable[Story]:
    return [ApplicationStory(stage, plan).told() for plan in plans()]
