"""What the stories have at hand: the database, the people, the city, and files that were taken in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random

from sqlalchemy.orm import Session

from portal.accounts.demo_accounts import DEMO_DOMAIN
from portal.accounts.models import Unit
from portal.accounts.queries import actor_of, find_person_by_email, find_unit_by_code, list_units
from portal.core.actor import Actor
from portal.core.clock import WorkCalendar, local_date, utcnow
from portal.core.errors import NotFound
from portal.core.jobs.models import Job
from portal.core.jobs.queue import taken
from portal.core.jobs.types import JobContext, JobState, LongJob, Registry
from portal.devtools.demo.pictures import Darkroom
from portal.devtools.demo.schedule import Days
from portal.media import actions as media
from portal.media.intake import receive_evidence, receive_photo
from portal.media.models import EvidenceFile, Photo
from portal.media.vault import Vault
from portal.notifications.actions import SEND_JOB, mark_sent
from portal.notifications.queries import find_mail
from portal.places.gazetteer import Gazetteer
from portal.places.queries import gazetteer
from portal.reports.types import StagedPhotos

PHOTO_JOB = "media.process_photo"


@dataclass
class Stage:
    session: Session
    context: JobContext
    registry: Registry
    days: Days
    darkroom: Darkroom
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    _actors: dict[str, Actor] = field(default_factory=dict)

    @cached_property
    def city(self) -> Gazetteer:
        return gazetteer(self.session)

    @cached_property
    def vault(self) -> Vault:
        return Vault(self.context.storage, self.context.sealer)

    @cached_property
    def units(self) -> list[Unit]:
        return list_units(self.session)

    def unit(self, code: str) -> Unit:
        found = find_unit_by_code(self.session, code)
        if found is None:
            raise NotFound
        return found

    def person(self, key: str) -> Actor:
        """The actor behind `<key>@demo.example`."""
        if key not in self._actors:
            person = find_person_by_email(self.session, f"{key}@{DEMO_DOMAIN}")
            if person is None:
                raise NotFound
            self._actors[key] = actor_of(self.session, person)
        return self._actors[key]

    def chance(self, *of: object) -> Random:
        """Chance that falls the same way in every loading."""
        return Random("/".join(str(one) for one in of))  # noqa: S311 -- nothing secret depends on it

    # --- files --------------------------------------------------------------------------------------------

    def working_moment(self, moment: datetime) -> datetime:
        """The first moment from then on within the office hours of a working day."""
        found = self.days.office(moment)
        while not self.calendar.is_working_day(local_date(found)):
            found += timedelta(days=1)
        return self.days.past(found)

    def stage_photos(
        self, pictures: list[bytes], *, owner: str, now: datetime
    ) -> tuple[StagedPhotos, list[Photo]]:
        """Photos chosen in a form, already worked off as the worker would have by the time it is sent."""
        photos = []
        for data in pictures:
            received = receive_photo(self.vault, data, now=now)
            staged = media.stage_photo(
                self.session, received, owner=owner, sealer=self.context.sealer, actor=Actor.guest(), now=now
            )
            if staged.photo is not None:
                self._work_off(staged.photo, data, now)
                photos.append(staged.photo)
        return StagedPhotos(tuple(photo.ref for photo in photos), owner), photos

    def attach_file(self, data: bytes, name: str, *, actor: Actor, now: datetime) -> EvidenceFile:
        """An evidence file that an applicant chose, taken over by their application."""
        received = receive_evidence(self.vault, data, name, now=now)
        staged = media.stage_evidence(
            self.session, received, owner=actor.audit_name, sealer=self.context.sealer, actor=actor, now=now
        )
        evidence = media.attach_evidence(self.session, [staged.ref], owner=actor.audit_name, now=now)[0]
        if evidence.photo is not None:
            self._work_off(evidence.photo, data, now)
        return evidence

    def publish(self, photo: Photo, area: str, *, now: datetime) -> None:
        """The dispatcher has looked: no face, no number plate."""
        media.confirm_photo(
            self.session, photo, self.vault, area=area, actor=self.person("dispatcher"), now=now
        )

    def _work_off(self, photo: Photo, data: bytes, now: datetime) -> None:
        media.begin_processing(self.session, photo.id, now=now)
        rendered = self.darkroom.rendered(data)
        for variant in rendered.variants:
            self.vault.keep_variant(photo.ref, variant.name, variant.jpeg)
        media.finish_processing(self.session, photo, rendered, now=now)

    # --- jobs ---------------------------------------------------------------------------------------------

    def work_off_jobs(self, now: datetime) -> None:
        """Do what a step has put down, at the time of the step. Mails count as sent; nobody gets one.

        Long jobs are left to the worker, but for photos, which are ready already.
        """
        self.session.flush()
        while numbers := taken(self.session):
            for number in numbers:
                self._work_off_job(number, now)
            self.session.flush()

    def _work_off_job(self, number: int, now: datetime) -> None:
        job = self.session.get(Job, number)
        handler = self.registry.handlers.get(job.name) if job else None
        if job is None or handler is None:
            return
        if job.name == SEND_JOB:
            mail = find_mail(self.session, job.payload["mail_id"])
            if mail is not None:
                mark_sent(self.session, mail, now=now)
        elif not isinstance(handler, LongJob):
            handler(self.session, job.payload, now=now, context=self.context)
        elif job.name != PHOTO_JOB:
            return
        job.state, job.finished_at = JobState.DONE, utcnow()
