"""The demonstration city: all of it there, as in life, once, and never in production."""

from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import func, select

from config.settings import Settings
from portal.accounts.demo_accounts import DEMO_ACCOUNTS
from portal.accounts.queries import find_person_by_email, get_person, list_organisations_of
from portal.applications.models import Application, ApplicationEvent
from portal.applications.types import ApplicationState
from portal.audit.queries import verify_chain
from portal.core.ids import new_ref, refs_from
from portal.core.jobs.models import Job
from portal.core.jobs.types import JobState
from portal.devtools.demo.loading import load_demo, states
from portal.devtools.people import CITY, OnlyForDemonstration
from portal.media.models import Photo
from portal.media.types import PhotoState
from portal.notifications.models import InboxMessage
from portal.publication.models import Certificate, Notice
from portal.reports.catalogue import catalogue
from portal.reports.models import Report, ReportEvent, ReportPhoto
from portal.reports.rules import OPEN, replay
from portal.reports.types import PhotoKind, ReportState
from tests.factories.applications import make_submitted
from tests.factories.reviews import put_into_review


def of_account(session, key):
    return find_person_by_email(session, f"{key}@demo.example")


SHOWN = ("recheck_due", "suspended", "revoked", "superseded")
"""Besides those in force. None has expired: the standards are of this year, certificates last for three."""


def test_it_shows_every_state_of_reports_and_applications(demo_session):
    found = states(demo_session)

    assert set(found["reports"]) == set(ReportState)
    assert set(found["applications"]) == set(ApplicationState)
    assert found["certificates"] == dict.fromkeys(SHOWN, 1) | {"active": 4}
    assert found["reports"].total() >= 60
    assert found["applications"].total() == 12 + 8


def test_reports_come_from_everywhere_and_of_every_kind(demo_session):
    reports = demo_session.scalars(select(Report)).all()

    assert {report.category for report in reports} == set(catalogue().categories)
    assert {report.district_code for report in reports} == {"990101", "990102", "990103"}
    assert len({report.area_code for report in reports}) == 12
    assert len({report.description for report in reports}) == len(reports)
    present = max(report.submitted_at for report in reports)
    assert any(report.state in OPEN and report.due_at and report.due_at < present for report in reports)


def test_every_history_leads_to_the_state(demo_session):
    for report in demo_session.scalars(select(Report)):
        events = demo_session.scalars(
            select(ReportEvent).where(ReportEvent.report_id == report.id).order_by(ReportEvent.seq)
        ).all()
        moments = [event.at for event in events]
        assert replay((one.action, one.from_state, one.to_state) for one in events) is report.state
        assert moments == sorted(moments)
        assert moments[-1] <= datetime.now(UTC)


def test_photos_are_worked_off_and_some_wait_for_a_look(demo_session):
    found = demo_session.execute(
        select(ReportPhoto.kind, Photo.state, func.count())
        .join(Photo, Photo.id == ReportPhoto.photo_id)
        .group_by(ReportPhoto.kind, Photo.state)
    ).all()
    counts = {(kind, state): number for kind, state, number in found}

    assert {state for _, state in counts} == {PhotoState.PUBLISHED, PhotoState.READY_FOR_CONFIRMATION}
    assert counts[PhotoKind.BEFORE, PhotoState.PUBLISHED] > 30
    assert counts[PhotoKind.AFTER, PhotoState.PUBLISHED] > 15
    assert counts[PhotoKind.BEFORE, PhotoState.READY_FOR_CONFIRMATION] > 3


def test_published_photos_can_be_seen(demo_app, demo_session):
    photo = demo_session.scalars(select(Photo).where(Photo.state == PhotoState.PUBLISHED).limit(1)).one()

    assert demo_app.test_client().get(f"/media/{photo.ref}/card").status_code == 200


def test_certificates_came_after_their_notices(demo_session):
    rows = demo_session.scalars(select(Certificate)).all()

    assert len({row.cell_type for row in rows}) == 7
    assert len({row.level for row in rows}) >= 3
    assert all(row.issued_at >= row.notice_ends_at for row in rows)


def test_the_log_is_whole_and_in_order(demo_session):
    verified = verify_chain(demo_session)

    assert verified.broken is None
    assert verified.count > 1000


def test_people_were_told_at_the_time(demo_session):
    citizen = of_account(demo_session, "citizen")
    rows = demo_session.scalars(select(InboxMessage).where(InboxMessage.person_id == citizen.id)).all()

    assert len({row.created_at.date() for row in rows}) > 5


def test_no_job_is_left_over_or_failed(demo_session):
    left = demo_session.scalars(select(Job.name).where(Job.state != JobState.DONE)).all()

    assert set(left) <= {"publication.make_pdf"}


def test_the_school_can_apply_and_its_reviewers_are_the_first_two(demo_session):
    school = of_account(demo_session, "school")
    (organisation,) = list_organisations_of(demo_session, school.id)
    assert not demo_session.scalars(
        select(Application).where(Application.organisation_id == organisation.id)
    ).all()

    application = make_submitted(demo_session, school, organisation=organisation)
    seats = put_into_review(
        demo_session, application, of_account(demo_session, "officer"), seed=Settings().review_seed
    )

    drawn = {get_person(demo_session, seat.reviewer_id).email for seat in seats}
    assert drawn == {"reviewer1@demo.example", "reviewer2@demo.example"}


def test_the_seed_is_known_in_the_demonstration_only():
    assert Settings().review_seed
    assert Settings.for_tests().review_seed is None
    assert Settings(mode="production").review_seed is None


def test_nobody_but_the_fourteen_can_sign_in(demo_session):
    person = of_account(demo_session, "contact01")

    assert len(DEMO_ACCOUNTS) == 14
    assert not person.password_hash.startswith("$argon2")


def test_applications_moved_forward_in_time(demo_session):
    for application in demo_session.scalars(select(Application)):
        moments = demo_session.scalars(
            select(ApplicationEvent.at)
            .where(ApplicationEvent.application_id == application.id)
            .order_by(ApplicationEvent.seq)
        ).all()
        assert moments == sorted(moments)


def test_loading_again_changes_nothing(demo_app):
    answer = demo_app.test_cli_runner().invoke(args=["demo", "load"])

    assert answer.exit_code == 0
    assert "already" in answer.output


def test_cases_are_numbered_alike_each_time(demo_session):
    with refs_from(Random(CITY)):
        drawn = {new_ref("X", datetime.now(UTC))[-6:] for _ in range(500)}

    for numbers in (Report.ref, Application.ref, Notice.no, Certificate.no):
        assert {number[-6:] for number in demo_session.scalars(select(numbers))} <= drawn
    assert new_ref("X", datetime.now(UTC))[-6:] not in drawn


def test_production_refuses_it(session, app):
    portal = app.extensions["wufei"]
    production = Settings(mode="production")
    context = type(portal.jobs)(production, portal.jobs.storage, portal.jobs.sealer)

    with pytest.raises(OnlyForDemonstration):
        load_demo(session, context, portal.registry, now=datetime.now(UTC))
