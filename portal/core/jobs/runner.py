"""Running jobs: claim, do, mark; retry with growing pauses; sweep up what a crash left behind."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from portal.core.clock import utcnow
from portal.core.errors import Unavailable
from portal.core.jobs.models import Job, PeriodicRun
from portal.core.jobs.types import STALE_AFTER_SECONDS, JobContext, JobState, LongJob, Registry, next_attempt
from portal.core.transaction import writing

MAX_ATTEMPTS = 6
UNAVAILABLE_PAUSE_SECONDS = 2.0
log = structlog.get_logger(__name__)


def due_jobs(session: Session, now: datetime, limit: int = 200) -> list[int]:
    """Jobs to run now, oldest first."""
    found = session.scalars(select(Job.id).where(_due(now)).order_by(Job.run_at, Job.id).limit(limit)).all()
    session.rollback()
    return list(found)


def release_running(session: Session) -> int:
    """Make jobs due again that are marked as running; how many. For a worker that is the only one."""
    with writing(session):
        released = session.execute(
            update(Job)
            .where(Job.state == JobState.RUNNING)
            .values(state=JobState.PENDING, run_at=utcnow())
            .returning(Job.id)
            .execution_options(synchronize_session=False)
        ).all()
    return len(released)


def run_job(session: Session, registry: Registry, job_id: int, context: JobContext) -> bool:
    """Run one job if it is still due. True when it ran to its end."""
    job = _claim(session, job_id, utcnow())
    if job is None:
        return False
    name, payload, attempt = job
    try:
        handler = registry.handlers[name]
        if isinstance(handler, LongJob):
            handler.run(session, payload, now=utcnow(), context=context)
            with writing(session):
                _finish(session, job_id)
        else:
            with writing(session):
                handler(session, payload, now=utcnow(), context=context)
                _finish(session, job_id)
    except Exception as error:
        session.rollback()
        log.exception("job failed", job=job_id, name=name, attempt=attempt)
        _fail_in_the_end(session, job_id, attempt, error)
        return False
    return True


def run_due(session: Session, registry: Registry, context: JobContext, *, rounds: int = 20) -> int:
    """Run everything that is due, with what that puts down in turn. For tests and for `jobs run-due`."""
    count = 0
    for _ in range(rounds):
        ids = due_jobs(session, utcnow())
        if not ids:
            break
        count += sum(run_job(session, registry, job_id, context) for job_id in ids)
    return count


def run_periodic(session: Session, registry: Registry, context: JobContext) -> None:
    """Run each periodic job whose time has come; whoever writes its start first runs it."""
    for name, (seconds, function) in registry.periodic.items():
        now = utcnow()
        if not _begin_period(session, name, seconds, now):
            continue
        try:
            with writing(session):
                function(session, now=now, context=context)
        except Exception:
            session.rollback()
            log.exception("periodic job failed", name=name)


def _begin_period(session: Session, name: str, seconds: int, now: datetime) -> bool:
    last = session.scalar(select(PeriodicRun.started_at).where(PeriodicRun.name == name))
    session.rollback()
    if last is not None and now < last + timedelta(seconds=seconds):
        return False
    with writing(session):
        run = session.get(PeriodicRun, name, with_for_update=True)
        if run is None:
            session.add(PeriodicRun(name=name, started_at=now))
        elif now < run.started_at + timedelta(seconds=seconds):
            return False
        else:
            run.started_at = now
    return True


def _claim(session: Session, job_id: int, now: datetime) -> tuple[str, dict[str, object], int] | None:
    with writing(session):
        claimed = session.execute(
            update(Job)
            .where(Job.id == job_id, _due(now))
            .values(state=JobState.RUNNING, claimed_at=now, attempt=Job.attempt + 1)
            .returning(Job.name, Job.payload, Job.attempt)
            .execution_options(synchronize_session=False)
        ).first()
    return None if claimed is None else (claimed[0], claimed[1], claimed[2])


def _due(now: datetime) -> ColumnElement[bool]:
    """Pending ones whose time has come, and running ones whose worker is gone."""
    stale = now - timedelta(seconds=STALE_AFTER_SECONDS)
    return or_(
        (Job.state == JobState.PENDING) & (Job.run_at <= now),
        (Job.state == JobState.RUNNING) & (Job.claimed_at < stale),
    )


def _finish(session: Session, job_id: int) -> None:
    session.execute(
        update(Job).where(Job.id == job_id).values(state=JobState.DONE, finished_at=utcnow(), error=None)
    )


def _fail_in_the_end(session: Session, job_id: int, attempt: int, error: Exception) -> None:
    """As `_fail`, waiting for a database that cannot write (its disk is full): else the job would seem to run
    on, and be taken up only minutes after there is room again."""
    deadline = time.monotonic() + STALE_AFTER_SECONDS
    while True:
        try:
            return _fail(session, job_id, attempt, error)
        except Unavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(UNAVAILABLE_PAUSE_SECONDS)


def _fail(session: Session, job_id: int, attempt: int, error: Exception) -> None:
    now = utcnow()
    last = attempt >= MAX_ATTEMPTS
    with writing(session):
        session.execute(
            update(Job)
            .where(Job.id == job_id)
            .values(
                state=JobState.FAILED if last else JobState.PENDING,
                run_at=next_attempt(attempt, now),
                finished_at=now if last else None,
                error=f"{type(error).__name__}: {error}"[:2000],
            )
        )
