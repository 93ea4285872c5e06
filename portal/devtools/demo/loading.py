"""Loading the whole demonstration city, at most once."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.audit.actions import record
from portal.audit.queries import list_entries_of
from portal.core.actor import Actor
from portal.core.ids import refs_from
from portal.core.jobs.types import JobContext, Registry
from portal.core.storage import Storage
from portal.devtools.city import load_city
from portal.devtools.demo.applications import application_stories, pictures_of_applications
from portal.devtools.demo.handling import pictures_of_reports, report_stories
from portal.devtools.demo.pictures import Darkroom
from portal.devtools.demo.schedule import Days, tell
from portal.devtools.demo.stage import Stage
from portal.devtools.people import CITY, OnlyForDemonstration, load_people
from portal.media.models import Photo
from portal.publication.models import Certificate, Notice
from portal.reports.models import Report
from portal.standards.actions import import_all
from portal.standards.loading import load_all

LOADED = "demo.load"
FOUNDED_DAYS_AGO = 320
"""When the city, its people and the standards came to be: before the first certificate."""


@dataclass(frozen=True)
class DemoCity:
    """What there is now. `new` is false where it had been loaded before."""

    new: bool
    counts: dict[str, int] = field(default_factory=dict)


def is_loaded(session: Session) -> bool:
    return any(entry.action == LOADED for entry in list_entries_of(session, ("city", CITY)))


def load_demo(session: Session, context: JobContext, registry: Registry, *, now: datetime) -> DemoCity:
    """Put the city, its people and a year of its life into an empty portal. Call it in a transaction:
    either all of it is there afterwards, or nothing. Raises OnlyForDemonstration in production."""
    if context.settings.production:
        raise OnlyForDemonstration("the demonstration city is refused in production")
    if is_loaded(session):
        return DemoCity(new=False)
    darkroom = Darkroom()
    try:
        darkroom.prepare([*pictures_of_reports(), *pictures_of_applications()])
        files = Storage(context.settings.storage_url, synced=False)
        stage = Stage(session, replace(context, storage=files), registry, Days(now), darkroom)
        _found(stage)
        with refs_from(Random(CITY)):  # noqa: S311 -- numbers of invented cases
            tell([*report_stories(stage), *application_stories(stage)], stage.work_off_jobs)
    finally:
        darkroom.close()
    os.sync()
    counts = _counts(session)
    record(session, actor=Actor.system(), action=LOADED, subject=("city", CITY), data=dict(counts), now=now)
    return DemoCity(new=True, counts=counts)


def _found(stage: Stage) -> None:
    then = stage.days.before(FOUNDED_DAYS_AGO, "09:00")
    settings = stage.context.settings
    load_people(stage.session, then, settings.demo_password)
    load_city(stage.session, then)
    files = load_all(settings.content_dir / "standards")
    import_all(stage.session, files, publishing=True, actor=Actor.system(), now=then)
    stage.session.flush()


def _counts(session: Session) -> dict[str, int]:
    kinds = {
        "reports": Report.id,
        "photos": Photo.id,
        "applications": Application.id,
        "notices": Notice.id,
        "certificates": Certificate.id,
    }
    return {name: session.scalar(select(func.count(column))) or 0 for name, column in kinds.items()}


def states(session: Session) -> dict[str, Counter[str]]:
    """How many reports, applications and certificates stand in which state."""
    return {
        name: Counter(state.value for state in session.scalars(select(model.state)))
        for name, model in (("reports", Report), ("applications", Application), ("certificates", Certificate))
    }
