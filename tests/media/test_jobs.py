"""The worker: what it does with bad photos, full disks, and its own sudden end."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import select, update

from portal.core.clock import utcnow
from portal.core.errors import Unavailable
from portal.core.jobs.models import Job
from portal.core.storage import Storage
from portal.core.transaction import commit, writing
from portal.core.web import EXTENSION
from portal.media import jobs
from portal.media.models import Photo
from portal.media.types import FileProblem, PhotoState
from tests.factories.media import make_photo, vault
from tests.media.hostile import hostile_photos
from tests.media.pictures import HEIC, jpeg


def process(session, photo):
    context = current_app.extensions[EXTENSION].jobs
    commit(session)
    jobs.process_photo(session, {"photo_id": photo.id}, now=utcnow(), context=context)
    session.expire_all()


def test_photo_whose_pixels_are_damaged_fails_with_the_reason(session, run_jobs):
    photo = make_photo(session, dict(hostile_photos())["PNG of an impossible depth"])

    run_jobs()

    session.expire_all()
    assert (photo.state, photo.problem) == (PhotoState.FAILED, FileProblem.DAMAGED)


def test_working_a_photo_off_twice_changes_nothing(session):
    photo = make_photo(session)
    process(session, photo)
    before = [(variant.id, variant.sha256) for variant in photo.variants]

    process(session, photo)

    assert [(variant.id, variant.sha256) for variant in photo.variants] == before
    assert photo.attempts == 1


def test_lost_original_fails_and_does_not_go_on_for_ever(session, run_jobs):
    photo = make_photo(session)
    vault().forget(photo.ref)

    run_jobs()

    session.expire_all()
    assert photo.state is PhotoState.FAILED


def test_full_disk_does_not_count_against_the_photo(session, monkeypatch):
    photo = make_photo(session)
    with monkeypatch.context() as full:
        full.setattr(Storage, "put", _no_room)
        with pytest.raises(Unavailable):
            process(session, photo)
    session.expire_all()
    assert (photo.state, photo.attempts) == (PhotoState.RECEIVED, 0)

    process(session, photo)

    assert photo.state is PhotoState.READY_FOR_CONFIRMATION


def _no_room(self, key, data):
    raise Unavailable


def test_photo_whose_job_was_given_up_is_put_down_again(session, run_jobs):
    photo = make_photo(session)
    session.execute(update(Job).values(state="failed"))
    photo.changed_at = utcnow() - timedelta(hours=3)
    commit(session)

    jobs.sweep(session, now=utcnow(), context=current_app.extensions[EXTENSION].jobs)
    run_jobs()

    session.expire_all()
    assert photo.state is PhotoState.READY_FOR_CONFIRMATION


WORKER = """
import sys
from config.settings import Settings
from portal.app import create_app
from portal.core.db import db
from portal.core.jobs.runner import run_job
from portal.core.web import EXTENSION
app = create_app(Settings.from_env())
portal = app.extensions[EXTENSION]
with app.app_context():
    print("ready", flush=True)
    run_job(db.session(), portal.registry, int(sys.argv[1]), portal.jobs)
"""


def test_worker_killed_in_the_middle_leaves_the_photo_to_the_next(app, session, run_jobs):
    """Killed at three moments of the work, each time without warning; then worked off by another."""
    photo = make_photo(session, HEIC.read_bytes())
    commit(session)
    job_id = session.scalars(select(Job.id)).one()
    session.rollback()  # an open read would stand before what the workers write
    for moment in (0.0, 0.05, 0.1):
        _kill_a_worker(app, job_id, after=moment)
        with writing(session):
            session.execute(update(Job).values(claimed_at=utcnow() - timedelta(hours=1)))

    run_jobs()

    session.expire_all()
    assert photo.state is PhotoState.READY_FOR_CONFIRMATION
    assert len(photo.variants) == 3


def _kill_a_worker(app, job_id, *, after):
    settings = app.extensions[EXTENSION].settings
    places = ("mode", "database_url", "queue_url", "storage_url")
    environment = {f"WUFEI_{name.upper()}": getattr(settings, name) for name in places}
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(job_id)], env=os.environ | environment, stdout=subprocess.PIPE
    )
    worker.stdout.readline()
    time.sleep(after)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()


def test_photos_row_is_gone_when_its_job_comes(session, run_jobs):
    photo = make_photo(session, jpeg())
    commit(session)
    session.delete(session.get(Photo, photo.id))

    assert run_jobs() == 1
