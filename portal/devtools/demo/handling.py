"""How the reports went on: one story for each `end` of `reports.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from portal.core.actor import Actor
from portal.core.ids import digest
from portal.devtools.demo.notes import CLEANED, EXTENSION_ASKED, EXTENSION_GRANTED, NO_PHOTO, STILL_THERE
from portal.devtools.demo.report_steps import GUEST, ReportSteps
from portal.devtools.demo.reports import plans, submit
from portal.devtools.demo.schedule import Story
from portal.devtools.demo.stage import Stage
from portal.reports import actions
from portal.reports.catalogue import catalogue
from portal.reports.models import Report
from portal.reports.types import (
    NO_PHOTOS,
    AcceptReport,
    AskExtension,
    AskReporter,
    ConfirmReport,
    DisputeReport,
    GrantExtension,
    MergeReport,
    PhotoKind,
    ReceiveResult,
    RejectReport,
    ResolveReport,
    ReturnReport,
    TransferReport,
    Voice,
    WithdrawReport,
)


class ReportStory(ReportSteps):
    """One report on its way. Each method is a stretch of it and yields the moments of its steps."""

    def told(self) -> Story:
        now = yield self.stage.days.before(self.plan.ago, self.plan.at)
        self.report = submit(self.stage, self.plan, now)
        self.known[self.plan.address] = self.report
        yield from ENDS[self.plan.end](self, now)

    def accepted(self, now: datetime) -> Story:
        now = yield self.soon(now, 0.4, 2.5)
        self.look_at_photos(now)
        actions.accept(self.session, self.report, AcceptReport(), actor=self.dispatcher, now=now)
        self.support(now)

    def dispatched(self, now: datetime) -> Story:
        yield from self.accepted(now)
        now = yield self.soon(self.report.state_since, 0.1, 1.0)
        self.dispatch(now)

    def taken(self, now: datetime) -> Story:
        yield from self.dispatched(now)
        now = yield self.soon(self.report.state_since, 0.5, 4)
        actions.take(self.session, self.report, actor=self.handler, now=now)

    def resolved(self, now: datetime) -> Story:
        yield from self.taken(now)
        now = yield self.soon(self.report.state_since, 5, 26)
        self.resolve(now)
        yield from self.look_at_after_photos()

    def confirmed(self, now: datetime) -> Story:
        yield from self.resolved(now)
        now = yield self.later(self.report.state_since, 6, 30)
        actions.confirm(
            self.session, self.report, ConfirmReport(self.plan.rating), actor=self.reporter, now=now
        )

    def silent(self, now: datetime) -> Story:
        yield from self.resolved(now)
        days = catalogue().levels.silence_days
        now = yield self.stage.days.past(self.report.state_since + timedelta(days=days, minutes=4))
        actions.close_silent(self.session, self.report, actor=Actor.system(), now=now)

    def unphotographed(self, now: datetime) -> Story:
        yield from self.taken(now)
        now = yield self.soon(self.report.state_since, 5, 20)
        note = self.chance.choice(CLEANED[self.plan.category])
        command = ResolveReport(note, no_photo_reason=NO_PHOTO)
        actions.resolve(self.session, self.report, command, actor=self.handler, now=now)

    def disputed(self, now: datetime) -> Story:
        yield from self.resolved(now)
        now = yield self.later(self.report.state_since, 12, 40)
        photos = NO_PHOTOS
        if self.plan.photo:
            photos = self.stage_photos([self.plan.half_done()], self.plan.owner, now)
        command = DisputeReport(self.plan.why or "只清了一部分，旁边还有，请再来看看。", photos)
        actions.dispute(self.session, self.report, command, actor=self.reporter, now=now)
        now = yield self.soon(now, 1, 3)
        self.publish(PhotoKind.DISPUTE, now)

    def disputed_then_done(self, now: datetime) -> Story:
        yield from self.disputed(now)
        now = yield self.soon(self.report.state_since, 3, 6)
        self.dispatch(now)
        now = yield self.soon(now, 1, 3)
        actions.take(self.session, self.report, actor=self.handler, now=now)
        now = yield self.soon(now, 4, 8)
        self.resolve(now)
        yield from self.look_at_after_photos()
        now = yield self.later(now, 4, 20)
        actions.confirm(self.session, self.report, ConfirmReport(4), actor=self.reporter, now=now)

    def disputed_by_neighbours(self, now: datetime) -> Story:
        neighbours = [digest(f"neighbour {self.plan.number} {one}") for one in range(3)]
        for key in neighbours:
            actions.support(self.session, self.report, supporter_key=key, now=now)
        yield from self.resolved(now)
        moment = self.report.state_since
        for number, key in enumerate(neighbours):
            now = moment = yield self.later(moment, 8, 20)
            photos = self.stage_photos([self.plan.half_done(number)], key, now)
            command = DisputeReport(STILL_THERE[number], photos)
            actions.dispute_as_supporter(
                self.session, self.report, command, voice=Voice(key, network=key), actor=GUEST, now=now
            )

    def extension_asked(self, now: datetime) -> Story:
        yield from self.taken(now)
        now = yield self.soon(self.report.state_since, 50, 60)
        actions.ask_extension(
            self.session, self.report, AskExtension(EXTENSION_ASKED), actor=self.handler, now=now
        )

    def extended(self, now: datetime) -> Story:
        yield from self.extension_asked(now)
        now = yield self.soon(self.report.state_since, 66, 72)
        command = GrantExtension(EXTENSION_GRANTED)
        actions.grant_extension(self.session, self.report, command, actor=self.dispatcher, now=now)

    def asked(self, now: datetime) -> Story:
        yield from self.dispatched(now)
        now = yield self.soon(self.report.state_since, 1, 5)
        command = AskReporter(self.plan.question)
        actions.ask_reporter(self.session, self.report, command, actor=self.handler, now=now)

    def returned(self, now: datetime) -> Story:
        yield from self.dispatched(now)
        now = yield self.soon(self.report.state_since, 2, 20)
        command = ReturnReport(self.plan.ground, self.plan.note)
        actions.return_(self.session, self.report, command, actor=self.handler, now=now)

    def transferred(self, now: datetime) -> Story:
        yield from self.accepted(now)
        now = yield self.soon(self.report.state_since, 4, 24)
        body = self.plan.body or "ecology_enforcement"
        command = TransferReport(body, self.plan.why or "现场已取证，按职责移送。")
        actions.transfer(self.session, self.report, command, actor=self.dispatcher, now=now)

    def transferred_done(self, now: datetime) -> Story:
        yield from self.transferred(now)
        now = yield self.soon(self.report.state_since, 150, 200)
        result = "执法人员已锁定倾倒车辆，责令当事人清运并立案处罚；现场垃圾已清运完毕。"
        actions.receive_result(
            self.session, self.report, ReceiveResult(result), actor=self.dispatcher, now=now
        )

    def merged(self, now: datetime) -> Story:
        yield from self.accepted(now)
        now = yield self.soon(self.report.state_since, 0.1, 0.6)
        command = MergeReport(self.known[self.plan.into].ref, "与在办的上报为同一处，合并办理。")
        actions.merge(self.session, self.report, command, actor=self.dispatcher, now=now)

    def rejected(self, now: datetime) -> Story:
        now = yield self.soon(now, 2, 8)
        command = RejectReport(self.plan.reason, self.plan.note)
        actions.reject(self.session, self.report, command, actor=self.dispatcher, now=now)

    def withdrawn(self, now: datetime) -> Story:
        now = yield self.later(now, 1, 5)
        command = WithdrawReport(self.plan.why)
        actions.withdraw(self.session, self.report, command, actor=self.reporter, now=now)

    def received(self, now: datetime) -> Story:  # noqa: ARG002 -- the shape of a stretch
        """Nobody has looked at it yet."""
        yield from ()


ENDS: dict[str, Callable[[ReportStory, datetime], Story]] = {
    "received": ReportStory.received,
    "accepted": ReportStory.accepted,
    "dispatched": ReportStory.dispatched,
    "in_progress": ReportStory.taken,
    "overdue": ReportStory.taken,
    "extension_asked": ReportStory.extension_asked,
    "extended": ReportStory.extended,
    "asked": ReportStory.asked,
    "returned": ReportStory.returned,
    "resolved": ReportStory.resolved,
    "resolved_unphotographed": ReportStory.unphotographed,
    "confirmed": ReportStory.confirmed,
    "silent": ReportStory.silent,
    "disputed": ReportStory.disputed,
    "disputed_then_done": ReportStory.disputed_then_done,
    "disputed_by_neighbours": ReportStory.disputed_by_neighbours,
    "transferred": ReportStory.transferred,
    "transferred_done": ReportStory.transferred_done,
    "merged": ReportStory.merged,
    "rejected": ReportStory.rejected,
    "withdrawn": ReportStory.withdrawn,
}


def report_stories(stage: Stage) -> Iterable[Story]:
    known: dict[str, Report] = {}
    shown: list[str] = []
    return [ReportStory(stage, plan, known, shown).told() for plan in plans()]


def pictures_of_reports() -> Iterable[bytes]:
    """All that the stories will ask for, to be rendered beforehand."""
    for plan in plans():
        if not plan.photo:
            continue
        yield plan.before()
        if plan.end in ("resolved", "confirmed", "silent") or plan.end.startswith("disputed"):
            yield plan.after()
        if plan.end.startswith("disputed"):
            yield plan.half_done()
