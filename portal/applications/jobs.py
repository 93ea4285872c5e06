"""The timer of applications: corrections that did not come in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications import actions
from portal.applications.queries import list_overdue
from portal.core.actor import Actor
from portal.core.jobs.types import Handler, JobContext, Periodic


def lapse(session: Session, *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- a periodic job's shape
    """Reject what was returned for correction and has not come back in its working days."""
    for application in list_overdue(session, now):
        actions.lapse(session, application, actor=Actor.system(), now=now)


HANDLERS: Mapping[str, Handler] = {}
PERIODIC: dict[str, Periodic] = {"applications.lapse": (600, lapse)}
