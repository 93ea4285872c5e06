"""The administrator sees what failed in the background, and lets it be tried again."""

import pytest
from sqlalchemy import select

from portal.accounts.queries import actor_of
from portal.admin.actions import try_job_again
from portal.audit.models import AuditEntry
from portal.core.actor import Role
from portal.core.clock import utcnow
from portal.core.errors import NotAllowed
from portal.core.jobs.models import Job
from portal.core.jobs.queue import enqueue
from portal.core.jobs.types import JobState
from tests.factories.accounts import DISTRICT, make_staff
from tests.factories.places import make_city
from tests.support.page_client import sign_in


def make_failed(session):
    job = enqueue(session, "media.process_photo", {"photo_id": 7})
    job.state, job.finished_at, job.attempt = JobState.FAILED, utcnow(), 6
    job.error = "IntegrityError: (name='Lin Mei')"
    session.flush()
    return job


def test_it_is_shown_by_kind_and_tried_again(client, session):
    make_city(session)
    job = make_failed(session)
    sign_in(client, make_staff(session, Role.ADMINISTRATOR).email)
    page = client.get_page("/panel/jobs?lang=en")
    assert "Prepare a photo" in page.text
    assert "media.process_photo" in page.text
    assert "IntegrityError" in page.text
    assert "Lin Mei" not in page.text
    form = page.form(f"/panel/jobs/{job.id}/attempt")
    assert [client.submit(form).status_code for _ in range(2)] == [303, 409]
    session.expire_all()
    assert session.get(Job, job.id).state is JobState.PENDING
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "admin.try_job_again")).one()
    assert (entry.subject_ref, entry.data) == (str(job.id), {"name": "media.process_photo"})


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.ADMINISTRATOR, "/panel/jobs"),
        (Role.ADMINISTRATOR, "/panel/mails"),
        (Role.AUDITOR, "/panel/audit"),
    ],
)
def test_what_knows_no_districts_is_for_those_of_the_whole_city(client, session, role, page):
    make_city(session)
    sign_in(client, make_staff(session, role, area=DISTRICT).email)

    assert client.get(page).status_code == 403
    assert page not in client.get_page("/panel").links.values()


def test_nobody_is_of_the_whole_city_before_it_has_places(client, session):
    sign_in(client, make_staff(session, Role.AUDITOR).email)
    assert client.get("/panel/audit").status_code == 403


def test_a_district_administrator_starts_no_work_again(session):
    make_city(session)
    actor = actor_of(session, make_staff(session, Role.ADMINISTRATOR, area=DISTRICT))
    with pytest.raises(NotAllowed):
        try_job_again(session, make_failed(session).id, actor=actor, now=utcnow())
