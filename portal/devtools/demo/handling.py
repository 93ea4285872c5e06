"""How the reports went on: one story for each `end` of `reports.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.ids import digest
from portal.devtools.demo.notes import CLEANED, EXTENSION_ASKED, EXTENSION_GRANTED, NO_PHOTO, STILL_THERE
from portal.devtools.demo.pictures import LOOKS
from portal.devtools.demo.reports import Plan, plans, submit
from portal.devtools.demo.schedule import Story
from portal.devtools.demo.stage import Stage
from portal.media.fingerprint import is_copy, look_alike
from portal.media.models import Photo
from portal.reports import actions
from portal.reports.catalogue import catalogue
from portal.reports.models import Report
from portal.reports.queries import list_photos, list_unit_options
from portal.reports.routing import suggest
from portal.reports.types import (
    NO_PHOTOS,
    AcceptReport,
    AskExtension,
    AskReporter,
    ConfirmReport,
    DispatchReport,
    DisputeReport,
    GrantExtension,
    MergeReport,
    PhotoKind,
    ReceiveResult,
    RejectReport,
    ResolveReport,
    ReturnReport,
    StagedPhotos,
    TransferReport,
    WithdrawReport,
)

GUEST = Actor.guest()


class ReportStory:
    """One report on its way. Each method is a stretch of it and yields the moments of its steps."""

    def __init__(self, stage: Stage, plan: Plan, known: dict[str, Report], shown: list[str]) -> None:
        """`known` are the reports so far by address, `shown` fingerprints of what units have sent in."""
        self.stage, self.plan, self.known, self.shown = stage, plan, known, shown
        self.chance = stage.chance("story", plan.number)
        self.report: Report

    def told(self) -> Story:
        now = yield self.stage.days.before(self.plan.ago, self.plan.at)
        self.report = submit(self.stage, self.plan, now)
        self.known[self.plan.address] = self.report
        yield from ENDS[self.plan.end](self, now)

    # --- stretches ----------------------------------------------------------------------------------------

    def accepted(self, now: datetime) -> Story:
        now = yield self._soon(now, 0.4, 2.5)
        self._look_at_photos(now)
        actions.accept(self._session, self.report, AcceptReport(), actor=self._dispatcher, now=now)
        self._support(now)

    def dispatched(self, now: datetime) -> Story:
        yield from self.accepted(now)
        now = yield self._soon(self.report.state_since, 0.1, 1.0)
        self._dispatch(now)

    def taken(self, now: datetime) -> Story:
        yield from self.dispatched(now)
        now = yield self._soon(self.report.state_since, 0.5, 4)
        actions.take(self._session, self.report, actor=self._handler, now=now)

    def resolved(self, now: datetime) -> Story:
        yield from self.taken(now)
        now = yield self._soon(self.report.state_since, 5, 26)
        self._resolve(now)
        yield from self._look_at_after_photos()

    def confirmed(self, now: datetime) -> Story:
        yield from self.resolved(now)
        now = yield self._later(self.report.state_since, 6, 30)
        actions.confirm(
            self._session, self.report, ConfirmReport(self.plan.rating), actor=self._reporter, now=now
        )

    def silent(self, now: datetime) -> Story:
        yield from self.resolved(now)
        days = catalogue().levels.silence_days
        now = yield self.stage.days.past(self.report.state_since + timedelta(days=days, minutes=4))
        actions.close_silent(self._session, self.report, actor=Actor.system(), now=now)

    def unphotographed(self, now: datetime) -> Story:
        yield from self.taken(now)
        now = yield self._soon(self.report.state_since, 5, 20)
        note = self.chance.choice(CLEANED[self.plan.category])
        command = ResolveReport(note, no_photo_reason=NO_PHOTO)
        actions.resolve(self._session, self.report, command, actor=self._handler, now=now)

    def disputed(self, now: datetime) -> Story:
        yield from self.resolved(now)
        now = yield self._later(self.report.state_since, 12, 40)
        photos = NO_PHOTOS
        if self.plan.photo:
            photos = self._stage([self.plan.half_done()], self.plan.owner, now)
        command = DisputeReport(self.plan.why or "只清了一部分，旁边还有，请再来看看。", photos)
        actions.dispute(self._session, self.report, command, actor=self._reporter, now=now)
        now = yield self._soon(now, 1, 3)
        self._publish(PhotoKind.DISPUTE, now)

    def disputed_then_done(self, now: datetime) -> Story:
        yield from self.disputed(now)
        now = yield self._soon(self.report.state_since, 3, 6)
        self._dispatch(now)
        now = yield self._soon(now, 1, 3)
        actions.take(self._session, self.report, actor=self._handler, now=now)
        now = yield self._soon(now, 4, 8)
        self._resolve(now)
        yield from self._look_at_after_photos()
        now = yield self._later(now, 4, 20)
        actions.confirm(self._session, self.report, ConfirmReport(4), actor=self._reporter, now=now)

    def disputed_by_neighbours(self, now: datetime) -> Story:
        neighbours = [digest(f"neighbour {self.plan.number} {one}") for one in range(3)]
        for key in neighbours:
            actions.support(self._session, self.report, supporter_key=key, now=now)
        yield from self.resolved(now)
        moment = self.report.state_since
        for number, key in enumerate(neighbours):
            now = moment = yield self._later(moment, 8, 20)
            photos = self._stage([self.plan.half_done(number)], key, now)
            command = DisputeReport(STILL_THERE[number], photos)
            actions.dispute_as_supporter(
                self._session, self.report, command, supporter_key=key, actor=GUEST, now=now
            )

    def extension_asked(self, now: datetime) -> Story:
        yield from self.taken(now)
        now = yield self._soon(self.report.state_since, 50, 60)
        actions.ask_extension(
            self._session, self.report, AskExtension(EXTENSION_ASKED), actor=self._handler, now=now
        )

    def extended(self, now: datetime) -> Story:
        yield from self.extension_asked(now)
        now = yield self._soon(self.report.state_since, 66, 72)
        command = GrantExtension(EXTENSION_GRANTED)
        actions.grant_extension(self._session, self.report, command, actor=self._dispatcher, now=now)

    def asked(self, now: datetime) -> Story:
        yield from self.dispatched(now)
        now = yield self._soon(self.report.state_since, 1, 5)
        command = AskReporter(self.plan.question)
        actions.ask_reporter(self._session, self.report, command, actor=self._handler, now=now)

    def returned(self, now: datetime) -> Story:
        yield from self.dispatched(now)
        now = yield self._soon(self.report.state_since, 2, 20)
        command = ReturnReport(self.plan.ground, self.plan.note)
        actions.return_(self._session, self.report, command, actor=self._handler, now=now)

    def transferred(self, now: datetime) -> Story:
        yield from self.accepted(now)
        now = yield self._soon(self.report.state_since, 4, 24)
        body = self.plan.body or "ecology_enforcement"
        command = TransferReport(body, self.plan.why or "现场已取证，按职责移送。")
        actions.transfer(self._session, self.report, command, actor=self._dispatcher, now=now)

    def transferred_done(self, now: datetime) -> Story:
        yield from self.transferred(now)
        now = yield self._soon(self.report.state_since, 150, 200)
        result = "执法人员已锁定倾倒车辆，责令当事人清运并立案处罚；现场垃圾已清运完毕。"
        actions.receive_result(
            self._session, self.report, ReceiveResult(result), actor=self._dispatcher, now=now
        )

    def merged(self, now: datetime) -> Story:
        yield from self.accepted(now)
        now = yield self._soon(self.report.state_since, 0.1, 0.6)
        command = MergeReport(self.known[self.plan.into].ref, "与在办的上报为同一处，合并办理。")
        actions.merge(self._session, self.report, command, actor=self._dispatcher, now=now)

    def rejected(self, now: datetime) -> Story:
        now = yield self._soon(now, 2, 8)
        command = RejectReport(self.plan.reason, self.plan.note)
        actions.reject(self._session, self.report, command, actor=self._dispatcher, now=now)

    def withdrawn(self, now: datetime) -> Story:
        now = yield self._later(now, 1, 5)
        command = WithdrawReport(self.plan.why)
        actions.withdraw(self._session, self.report, command, actor=self._reporter, now=now)

    def received(self, now: datetime) -> Story:  # noqa: ARG002 -- the shape of a stretch
        """Nobody has looked at it yet."""
        yield from ()

    # --- steps --------------------------------------------------------------------------------------------

    def _dispatch(self, now: datetime) -> None:
        kind = catalogue().category(self.report.category).unit_kind
        found = suggest(
            list_unit_options(self._session),
            unit_kind=kind,
            area_code=self.report.area_code,
            fallback=catalogue().fallback,
        )
        command = DispatchReport(found.unit_id or 0)
        actions.dispatch(self._session, self.report, command, actor=self._dispatcher, now=now)

    def _resolve(self, now: datetime) -> None:
        note = self.plan.note or self.chance.choice(CLEANED[self.plan.category])
        photos = self._after_photos(now) if self.plan.photo else NO_PHOTOS
        command = ResolveReport(note, photos, no_photo_reason="" if photos else NO_PHOTO)
        actions.resolve(self._session, self.report, command, actor=self._handler, now=now)

    def _after_photos(self, now: datetime) -> StagedPhotos:
        """The cleaned place, in a picture that no unit has shown yet, or nothing."""
        own = [photo.fingerprint for photo in self._photos()]
        for look in (self.plan.look, *range(len(LOOKS))):
            data = self.plan.after(look)
            fingerprint = self.stage.darkroom.rendered(data).fingerprint
            known = any(is_copy(fingerprint, one) for one in own)
            if not known and not any(look_alike(fingerprint, one) for one in self.shown):
                self.shown.append(fingerprint)
                return self._stage([data], "handler", now)
        return NO_PHOTOS

    def _photos(self, *kinds: PhotoKind) -> list[Photo]:
        links = list_photos(self._session, self.report, *kinds)
        found = (self._session.get(Photo, link.photo_id) for link in links)
        return [photo for photo in found if photo is not None]

    def _look_at_photos(self, now: datetime) -> None:
        if not self.plan.unseen:
            self._publish(PhotoKind.BEFORE, now)

    def _look_at_after_photos(self) -> Story:
        now = yield self._soon(self.report.state_since, 0.3, 2)
        self._publish(PhotoKind.AFTER, now)

    def _publish(self, kind: PhotoKind, now: datetime) -> None:
        for photo in self._photos(kind):
            if photo.state == "ready_for_confirmation":
                self.stage.publish(photo, self.report.area_code, now=now)

    def _support(self, now: datetime) -> None:
        for one in range(self.chance.choice((0, 0, 1, 2, 3, 5))):
            key = digest(f"supporter {self.plan.number} {one}")
            actions.support(self._session, self.report, supporter_key=key, now=now)

    def _stage(self, pictures: list[bytes], owner: str, now: datetime) -> StagedPhotos:
        return self.stage.stage_photos(pictures, owner=owner, now=now)[0]

    # --- at hand ------------------------------------------------------------------------------------------

    @property
    def _session(self) -> Session:
        return self.stage.session

    @property
    def _dispatcher(self) -> Actor:
        return self.stage.person("dispatcher")

    @property
    def _handler(self) -> Actor:
        return self.stage.person("handler")

    @property
    def _reporter(self) -> Actor:
        return self.stage.person(self.plan.by) if self.plan.by else GUEST

    def _later(self, moment: datetime, least: float, most: float) -> datetime:
        """So many hours after `moment`, when people are awake."""
        hours = timedelta(minutes=round(self.chance.uniform(least, most) * 60))
        return self.stage.days.awake(moment + hours)

    def _soon(self, moment: datetime, least: float, most: float) -> datetime:
        """So many hours after `moment`, when somebody is in the office."""
        return self.stage.days.office(self._later(moment, least, most))


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
