"""What becomes of jobs afterwards: done ones are forgotten, failed ones are kept for a person to look at."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.core.errors import Conflict, NotFound
from portal.core.jobs.models import Job
from portal.core.jobs.types import JobContext, JobState
from portal.core.paging import Page, page_of

DONE_KEPT = timedelta(days=7)
FAILED_KEPT = timedelta(days=90)


def sweep(session: Session, *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- a periodic job's shape
    """Remove the rows of jobs that ended long ago."""
    for state, kept in ((JobState.DONE, DONE_KEPT), (JobState.FAILED, FAILED_KEPT)):
        session.execute(delete(Job).where(Job.state == state, Job.finished_at < now - kept))


def page_of_failed(session: Session, cursor: str | None) -> Page[Job]:
    """Jobs that were given up, newest first."""
    return page_of(session, select(Job).where(Job.state == JobState.FAILED), order=(Job.id,), cursor=cursor)


def try_again(session: Session, job_id: int, *, now: datetime) -> Job:
    """Put a job that was given up down anew; the worker finds it within seconds."""
    job = session.get(Job, job_id, with_for_update=True)
    if job is None:
        raise NotFound
    if job.state is not JobState.FAILED:
        raise Conflict
    job.state, job.attempt, job.run_at = JobState.PENDING, 0, now
    job.finished_at = job.error = None
    session.flush()
    return job
