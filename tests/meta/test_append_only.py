"""What was recorded stays as it was: the databases themselves refuse to change or remove it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.media.actions import remove_photo
from tests.factories.accounts import make_person
from tests.factories.applications import make_submitted
from tests.factories.media import make_photo
from tests.factories.publication import make_certificate
from tests.factories.reports import make_report
from tests.factories.reviews import make_officer, put_into_review
from tests.factories.standards import make_standard
from tests.factories.visits import make_visit

HISTORIES = (
    "application_events",
    "application_snapshots",
    "certificate_events",
    "decisions",
    "photo_events",
    "report_events",
    "review_assignment_events",
    "site_visit_events",
    "standard_events",
)

KEPT = (
    "notices",
    "review_items",
    "review_assignments",
    "certificates",
    "objections",
    "certificate_measures",
    "certificate_appeals",
)

FROZEN = (
    "UPDATE notices SET ends_at = issued.valid_until FROM certificates AS issued",
    "UPDATE notices SET decision_id = decision_id + 1",
    "DELETE FROM notices",
    "UPDATE review_items SET comment = 'better'",
    "DELETE FROM review_items",
    "INSERT INTO review_items (assignment_id, code, comment, version, updated_at)"
    " SELECT id, 'one more', '', 1, submitted_at FROM review_assignments WHERE state = 'submitted'",
    "UPDATE review_assignments SET total = '1'",
    "UPDATE review_assignments SET state = 'accepted'",
    "DELETE FROM review_assignments",
    "UPDATE notices SET state = 'open', closed_at = NULL",
    "UPDATE certificates SET no = 'ZWC-1'",
    "UPDATE certificates SET holder = 'Somebody else'",
    "UPDATE certificates SET level = 'five'",
    "UPDATE certificates SET issued_at = valid_until",
    "UPDATE certificates SET valid_until = '2099-01-01'",
    "DELETE FROM certificates",
)


@pytest.fixture
def certified(each_session):
    make_standard(each_session, "school")
    make_certificate(each_session, make_submitted(each_session, make_person(each_session)))
    make_photo(each_session)
    make_report(each_session)
    return each_session


@pytest.fixture
def visited(each_session):
    make_standard(each_session, "factory")
    application = make_submitted(each_session, make_person(each_session), cell_type="factory")
    make_visit(each_session, application, make_officer(each_session))
    return each_session


def refused(session, statement):
    with pytest.raises(DBAPIError, match=r"append-only|stays"), session.begin_nested():
        session.execute(text(statement))


def test_no_step_of_a_history_is_changed_or_removed(certified):
    for table in HISTORIES:
        if table == "site_visit_events":
            continue
        assert certified.execute(text(f"SELECT count(*) FROM {table}")).scalar(), table
        refused(certified, f"UPDATE {table} SET id = id")
        refused(certified, f"DELETE FROM {table}")


def test_no_step_of_a_visit_is_changed_or_removed(visited):
    assert visited.execute(text("SELECT count(*) FROM site_visit_events")).scalar()
    refused(visited, "UPDATE site_visit_events SET id = id")
    refused(visited, "DELETE FROM site_visit_events")


def test_what_was_handed_in_or_promised_stays(certified):
    for statement in FROZEN:
        refused(certified, statement)


def test_an_objection_and_its_reply_stay(certified):
    certified.execute(
        text(
            "INSERT INTO objections (notice_id, state, code, text, reply, at)"
            " SELECT id, 'received', '', 'They burn it.', '', opened_at FROM notices"
        )
    )
    refused(certified, "UPDATE objections SET text = 'All is well.'")
    refused(certified, "UPDATE objections SET notice_id = notice_id + 1")
    refused(certified, "DELETE FROM objections")
    answer = "UPDATE objections SET state = 'not_admitted', reply = 'No.', answered_at = at"
    certified.execute(text(answer))
    for change in ("reply = 'Yes.'", "reply = ''", "state = 'received'", "answered_at = NULL"):
        refused(certified, f"UPDATE objections SET {change}")


def test_who_proposed_and_who_decided_on_a_certificate_stays(certified):
    certified.execute(
        text(
            "INSERT INTO certificate_measures"
            " (certificate_id, kind, state, ground, reason, proposed_by_id, proposed_at, reply)"
            " SELECT id, 'revoke', 'proposed', '', 'Burning.', (SELECT min(id) FROM people),"
            " issued_at, '' FROM certificates"
        )
    )
    for change in ("proposed_by_id = (SELECT max(id) FROM people)", "reason = 'None.'", "kind = 'pass'"):
        refused(certified, f"UPDATE certificate_measures SET {change}")
    refused(certified, "DELETE FROM certificate_measures")
    decided = (
        "SET state = 'confirmed', decided_by_id = (SELECT max(id) FROM people), decided_at = proposed_at"
    )
    certified.execute(text(f"UPDATE certificate_measures {decided}"))
    refused(certified, "UPDATE certificate_measures SET decided_by_id = NULL")
    refused(certified, "UPDATE certificate_measures SET state = 'refused'")


def test_no_line_is_moved_into_a_sheet_that_was_handed_in(certified):
    case = make_submitted(certified, make_person(certified))
    open_seat, *_ = put_into_review(certified, case, make_officer(certified))
    certified.execute(
        text(
            "INSERT INTO review_items (assignment_id, code, comment, version, updated_at)"
            " VALUES (:seat, 'one more', '', 1, '2026-11-22')"
        ),
        {"seat": open_seat.id},
    )
    refused(
        certified,
        "UPDATE review_items SET assignment_id = (SELECT min(id) FROM review_assignments"
        " WHERE state = 'submitted') WHERE code = 'one more'",
    )


def test_nothing_recorded_is_replaced_by_another_row(certified):
    """SQLite's REPLACE removes the old row first; PostgreSQL has no such statement."""
    if certified.get_bind().dialect.name == "postgresql":
        return
    kept = (*(table for table in HISTORIES if table != "site_visit_events"), "notices")
    for table in kept:
        refused(certified, f"REPLACE INTO {table} SELECT * FROM {table}")


def test_no_history_is_emptied_at_once(pg_session):
    for table in (*HISTORIES, *KEPT):
        refused(pg_session, f"TRUNCATE {table} CASCADE")


def test_a_photo_to_which_nothing_links_still_goes_with_its_history(certified):
    photo = make_photo(certified)
    remove_photo(certified, photo)

    left = certified.execute(text("SELECT count(*) FROM photo_events WHERE photo_id = :id"), {"id": photo.id})
    assert left.scalar() == 0
