"""Histories are only added to, and all that is guarded is guarded whole: the databases see to it."""

import pytest
from sqlalchemy import text

from portal.media.actions import remove_photo
from tests.factories.accounts import make_person
from tests.factories.applications import make_submitted
from tests.factories.media import make_photo
from tests.factories.reviews import make_officer
from tests.factories.standards import make_standard
from tests.factories.visits import make_visit
from tests.support.refusals import refused

HISTORIES = (
    "application_events",
    "application_snapshots",
    "certificate_events",
    "correction_requests",
    "decisions",
    "photo_events",
    "report_events",
    "review_assignment_events",
    "site_visit_events",
    "standard_events",
)

KEPT = (
    "applications",
    "audit_entries",
    "audit_head",
    "certificate_appeals",
    "certificate_measures",
    "certificates",
    "notices",
    "objections",
    "organisation_members",
    "report_disputes",
    "review_assignments",
    "review_items",
    "role_grants",
    "screenings",
    "site_visit_findings",
    "site_visit_inspectors",
    "site_visit_photos",
    "site_visits",
    "standard_versions",
)


@pytest.fixture
def visited(each_session):
    make_standard(each_session, "factory")
    application = make_submitted(each_session, make_person(each_session), cell_type="factory")
    make_visit(each_session, application, make_officer(each_session))
    return each_session


def test_no_step_of_a_history_is_changed_or_removed(certified):
    for table in HISTORIES:
        if table in ("site_visit_events", "correction_requests"):
            continue
        assert certified.execute(text(f"SELECT count(*) FROM {table}")).scalar(), table
        refused(certified, f"UPDATE {table} SET id = id")
        refused(certified, f"DELETE FROM {table}")


def test_no_step_of_a_visit_is_changed_or_removed(visited):
    assert visited.execute(text("SELECT count(*) FROM site_visit_events")).scalar()
    refused(visited, "UPDATE site_visit_events SET id = id")
    refused(visited, "DELETE FROM site_visit_events")


def test_nothing_recorded_is_replaced_by_another_row(certified):
    """SQLite's REPLACE removes the old row first; PostgreSQL has no such statement."""
    if certified.get_bind().dialect.name == "postgresql":
        return
    empty = ("site_visit_events", "correction_requests")
    kept = (*(table for table in HISTORIES if table not in empty), "notices")
    for table in kept:
        refused(certified, f"REPLACE INTO {table} SELECT * FROM {table}")


def test_whatever_refuses_a_change_refuses_to_be_emptied(pg_session):
    """And the lists above name all of it: another guard is another test, here or in `test_kept_rows.py`."""
    guarded = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgtype & {} <> 0"
    truncate, update = 32, 16

    for kind in (truncate, update):
        assert set(pg_session.scalars(text(guarded.format(kind)))) == {*HISTORIES, *KEPT}


def test_no_history_is_emptied_at_once(pg_session):
    for table in (*HISTORIES, *KEPT):
        refused(pg_session, f"TRUNCATE {table} CASCADE")


def test_a_photo_to_which_nothing_links_still_goes_with_its_history(certified):
    photo = make_photo(certified)
    remove_photo(certified, photo)

    left = certified.execute(text("SELECT count(*) FROM photo_events WHERE photo_id = :id"), {"id": photo.id})
    assert left.scalar() == 0
