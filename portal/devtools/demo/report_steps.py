"""What the stories of reports are made of: one step, one look at photos, one moment later."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.ids import digest
from portal.devtools.demo.notes import CLEANED, NO_PHOTO
from portal.devtools.demo.pictures import LOOKS
from portal.devtools.demo.reports import Plan
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
    DispatchReport,
    PhotoKind,
    ResolveReport,
    StagedPhotos,
)

GUEST = Actor.guest()


class ReportSteps:
    """One report of the plan, and those who work on it."""

    def __init__(self, stage: Stage, plan: Plan, known: dict[str, Report], shown: list[str]) -> None:
        """`known` are the reports so far by address, `shown` fingerprints of what units have sent in."""
        self.stage, self.plan, self.known, self.shown = stage, plan, known, shown
        self.chance = stage.chance("story", plan.number)
        self.report: Report

    def dispatch(self, now: datetime) -> None:
        kind = catalogue().category(self.report.category).unit_kind
        found = suggest(
            list_unit_options(self.session),
            unit_kind=kind,
            area_code=self.report.area_code,
            fallback=catalogue().fallback,
        )
        command = DispatchReport(found.unit_id or 0)
        actions.dispatch(self.session, self.report, command, actor=self.dispatcher, now=now)

    def resolve(self, now: datetime) -> None:
        note = self.plan.note or self.chance.choice(CLEANED[self.plan.category])
        photos = self.after_photos(now) if self.plan.photo else NO_PHOTOS
        command = ResolveReport(note, photos, no_photo_reason="" if photos else NO_PHOTO)
        actions.resolve(self.session, self.report, command, actor=self.handler, now=now)

    def after_photos(self, now: datetime) -> StagedPhotos:
        """The cleaned place, in a picture that no unit has shown yet, or nothing."""
        own = [photo.fingerprint for photo in self.photos()]
        for look in (self.plan.look, *range(len(LOOKS))):
            data = self.plan.after(look)
            fingerprint = self.stage.darkroom.rendered(data).fingerprint
            known = any(is_copy(fingerprint, one) for one in own)
            if not known and not any(look_alike(fingerprint, one) for one in self.shown):
                self.shown.append(fingerprint)
                return self.stage_photos([data], "handler", now)
        return NO_PHOTOS

    def photos(self, *kinds: PhotoKind) -> list[Photo]:
        links = list_photos(self.session, self.report, *kinds)
        found = (self.session.get(Photo, link.photo_id) for link in links)
        return [photo for photo in found if photo is not None]

    def look_at_photos(self, now: datetime) -> None:
        if not self.plan.unseen:
            self.publish(PhotoKind.BEFORE, now)

    def look_at_after_photos(self) -> Story:
        now = yield self.soon(self.report.state_since, 0.3, 2)
        self.publish(PhotoKind.AFTER, now)

    def publish(self, kind: PhotoKind, now: datetime) -> None:
        for photo in self.photos(kind):
            if photo.state == "ready_for_confirmation":
                self.stage.publish(photo, self.report.area_code, now=now)

    def support(self, now: datetime) -> None:
        for one in range(self.chance.choice((0, 0, 1, 2, 3, 5))):
            key = digest(f"supporter {self.plan.number} {one}")
            actions.support(self.session, self.report, supporter_key=key, now=now)

    def stage_photos(self, pictures: list[bytes], owner: str, now: datetime) -> StagedPhotos:
        return self.stage.stage_photos(pictures, owner=owner, now=now)[0]

    @property
    def session(self) -> Session:
        return self.stage.session

    @property
    def dispatcher(self) -> Actor:
        return self.stage.person("dispatcher")

    @property
    def handler(self) -> Actor:
        return self.stage.person("handler")

    @property
    def reporter(self) -> Actor:
        return self.stage.person(self.plan.by) if self.plan.by else GUEST

    def later(self, moment: datetime, least: float, most: float) -> datetime:
        """So many hours after `moment`, when people are awake."""
        hours = timedelta(minutes=round(self.chance.uniform(least, most) * 60))
        return self.stage.days.awake(moment + hours)

    def soon(self, moment: datetime, least: float, most: float) -> datetime:
        """So many hours after `moment`, when somebody is in the office."""
        return self.stage.days.office(self.later(moment, least, most))
