"""The worker process: huey's consumer answering the doorbell, and a sweeper beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, cast

import structlog
from flask import Flask

from portal.core.clock import utcnow
from portal.core.db import db
from portal.core.jobs.queue import check_url, make_huey
from portal.core.jobs.runner import due_jobs, release_running, run_job, run_periodic
from portal.core.jobs.types import JobContext, Registry

if TYPE_CHECKING:
    from huey import Huey

SWEEP_SECONDS = 5
log = structlog.get_logger(__name__)


class Doorbell:
    """Rings the worker for a job. A lost ring costs seconds, never the job: the sweeper rings again."""

    def __init__(self, url: str, secret: str, run: Callable[[int], object]) -> None:
        check_url(url)
        self._make: Callable[[], Huey] = lambda: make_huey(url, secret)
        self._run = run

    @cached_property
    def huey(self) -> Huey:
        """Made when first needed: a process that is about to be forked holds no connection to the queue."""
        return self._make()

    @cached_property
    def _task(self) -> Callable[[int], object]:
        return cast("Callable[[int], object]", self.huey.task(name="run_job")(self._run))

    def prepare(self) -> None:
        """Make the queue know its task, before a worker listens to it."""
        _ = self._task

    def ring(self, job_id: int) -> bool:
        """Whether the queue took it. Where it did not (disk full, queue down), the sweeper does the job."""
        try:
            self._task(job_id)
        except Exception as error:
            log.warning(
                "the job queue did not answer; the sweeper will do the job", job=job_id, error=str(error)
            )
            return False
        return True


def work(
    app: Flask,
    doorbell: Doorbell,
    registry: Registry,
    context: JobContext,
    *,
    workers: int = 2,
    alone: bool = False,
) -> None:
    """Serve until a signal ends the process. `alone`: there is no other worker, so jobs that are marked as
    running belong to one that was killed, and are taken up at once instead of after minutes."""
    stop = threading.Event()
    if alone:
        _take_over(app)
    sweeper = threading.Thread(target=_sweep, args=(app, doorbell, registry, context, stop), daemon=True)
    sweeper.start()
    try:
        while not _listen(doorbell, workers):
            stop.wait(SWEEP_SECONDS)
    finally:
        stop.set()
        sweeper.join(timeout=10)


def _listen(doorbell: Doorbell, workers: int) -> bool:
    """Answer the doorbell until a signal ends the process.

    False where the queue cannot be opened (its disk is full, say): the sweeper does the jobs meanwhile.
    """
    try:
        doorbell.prepare()
        consumer = doorbell.huey.create_consumer(
            workers=workers,
            worker_type="thread",
            periodic=False,
            initial_delay=0.05,
            max_delay=0.5,
            backoff=1.3,
        )
    except Exception:
        log.exception("the job queue cannot be opened; trying again")
        return False
    consumer.run()
    return True


def run_in_app(app: Flask, registry: Registry, context: JobContext) -> Callable[[int], bool]:
    def run(job_id: int) -> bool:
        with app.app_context():
            return run_job(db.session(), registry, job_id, context)

    return run


def _take_over(app: Flask) -> None:
    try:
        with app.app_context():
            release_running(db.session())
    except Exception:
        log.exception("jobs of a killed worker have to wait")


def _sweep(
    app: Flask, doorbell: Doorbell, registry: Registry, context: JobContext, stop: threading.Event
) -> None:
    rung: set[int] = set()
    while not stop.wait(SWEEP_SECONDS):
        try:
            with app.app_context():
                rung = sweep_once(doorbell, registry, context, rung)
                run_periodic(db.session(), registry, context)
        except Exception:
            log.exception("sweep failed")


def sweep_once(doorbell: Doorbell, registry: Registry, context: JobContext, rung: set[int]) -> set[int]:
    """Ring for what is due. What it has rung for before (`rung`) it runs itself, for some seconds.

    A queue on a full disk may take a ring and yet never give it out, so a ring that was taken proves nothing.
    The answer is what has been rung for and is still due, for the next sweep.
    """
    due = due_jobs(db.session(), utcnow())
    until = time.monotonic() + SWEEP_SECONDS
    for job_id in due:
        if job_id not in rung and doorbell.ring(job_id):
            rung.add(job_id)
        elif time.monotonic() < until:
            run_job(db.session(), registry, job_id, context)
    return rung & set(due)
