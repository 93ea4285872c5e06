"""Jobs that fail: tried again with growing pauses, then kept for a person; done ones are forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.clock import utcnow
from portal.core.errors import Conflict, NotFound
from portal.core.jobs import keeping
from portal.core.jobs.models import Job
from portal.core.jobs.queue import enqueue
from portal.core.jobs.runner import MAX_ATTEMPTS, due_jobs, run_job
from portal.core.jobs.types import BACKOFF_SECONDS, JobState, Registry
from portal.core.jobs.worker import Doorbell, sweep_once
from portal.core.transaction import commit

DAY = timedelta(days=1)


def put_down(session, name="test.job", **overrides):
    job = enqueue(session, name, {})
    for field, value in overrides.items():
        setattr(job, field, value)
    commit(session)
    return job.id


def broken(session, payload, *, now, context):
    raise RuntimeError("no room")


def attempt(session, job_id):
    """One attempt, as if its time had come."""
    job = session.get(Job, job_id)
    job.run_at = utcnow()
    commit(session)
    run_job(session, Registry({"test.job": broken}, {}), job_id, None)
    session.expire_all()
    return session.get(Job, job_id)


def test_a_failing_job_is_tried_again_after_longer_and_longer_pauses(each_session):
    job_id, pauses = put_down(each_session), []
    for number in range(1, MAX_ATTEMPTS):
        before = utcnow()
        job = attempt(each_session, job_id)
        assert (job.state, job.attempt) == (JobState.PENDING, number)
        pauses.append(job.run_at - before)
    assert pauses == sorted(pauses)
    assert [
        round(one.total_seconds() / seconds) for one, seconds in zip(pauses, BACKOFF_SECONDS, strict=True)
    ] == [1] * 5
    assert job_id not in due_jobs(each_session, utcnow())


def test_at_last_it_is_given_up_and_stays_visible(each_session):
    job_id = put_down(each_session, attempt=MAX_ATTEMPTS - 1)
    job = attempt(each_session, job_id)
    assert (job.state, job.error) == (JobState.FAILED, "RuntimeError: no room")
    assert [one.id for one in keeping.page_of_failed(each_session, None).items] == [job_id]


def test_what_was_given_up_can_be_put_down_anew(each_session):
    job_id = put_down(each_session, state=JobState.FAILED, attempt=6, finished_at=utcnow(), error="x")
    keeping.try_again(each_session, job_id, now=utcnow())
    commit(each_session)
    assert job_id in due_jobs(each_session, utcnow())
    assert each_session.get(Job, job_id).attempt == 0


def test_only_what_was_given_up_is_put_down_anew(each_session):
    with pytest.raises(Conflict):
        keeping.try_again(each_session, put_down(each_session), now=utcnow())
    with pytest.raises(NotFound):
        keeping.try_again(each_session, 404, now=utcnow())


def test_ended_jobs_are_forgotten_in_time_and_waiting_ones_never(each_session):
    now = utcnow()
    kept = {
        put_down(each_session, state=JobState.DONE, finished_at=now - 6 * DAY),
        put_down(each_session, state=JobState.FAILED, finished_at=now - 89 * DAY),
        put_down(each_session, run_at=now - 400 * DAY),
        put_down(each_session, state=JobState.RUNNING, claimed_at=now - 400 * DAY),
    }
    put_down(each_session, state=JobState.DONE, finished_at=now - 8 * DAY)
    put_down(each_session, state=JobState.FAILED, finished_at=now - 91 * DAY)
    for _ in range(2):
        keeping.sweep(each_session, now=now, context=None)
    assert set(each_session.scalars(select(Job.id))) == kept


def test_a_ring_that_was_taken_but_never_heard_does_not_keep_the_job_waiting(app, session, tmp_path):
    ran = []
    registry = Registry({"test.job": lambda session, payload, *, now, context: ran.append(payload)}, {})
    job_id = put_down(session)
    # A queue to which nobody listens takes every ring.
    unheard = Doorbell(f"sqlite:///{tmp_path / 'unheard.db'}", "secret", lambda job_id: None)

    rung = sweep_once(unheard, registry, None, set())
    assert (rung, ran) == ({job_id}, [])
    sweep_once(unheard, registry, None, rung)

    assert ran == [{}]
    session.expire_all()
    assert session.get(Job, job_id).state is JobState.DONE
