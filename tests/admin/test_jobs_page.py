"""The administrator sees what failed in the background, and lets it be tried again."""

from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.core.actor import Role
from portal.core.clock import utcnow
from portal.core.jobs.models import Job
from portal.core.jobs.queue import enqueue
from portal.core.jobs.types import JobState
from tests.factories.accounts import make_staff
from tests.support.page_client import sign_in


def make_failed(session):
    job = enqueue(session, "media.process_photo", {"photo_id": 7})
    job.state, job.finished_at, job.attempt = JobState.FAILED, utcnow(), 6
    job.error = "IntegrityError: (name='Lin Mei')"
    session.flush()
    return job


def test_it_is_shown_by_kind_and_tried_again(client, session):
    job = make_failed(session)
    sign_in(client, make_staff(session, Role.ADMINISTRATOR).email)
    page = client.get_page("/panel/jobs?lang=en")
    assert "media.process_photo" in page.text
    assert "IntegrityError" in page.text
    assert "Lin Mei" not in page.text
    form = page.form(f"/panel/jobs/{job.id}/attempt")
    assert [client.submit(form).status_code for _ in range(2)] == [303, 409]
    session.expire_all()
    assert session.get(Job, job.id).state is JobState.PENDING
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "admin.try_job_again")).one()
    assert (entry.subject_ref, entry.data) == (str(job.id), {"name": "media.process_photo"})
