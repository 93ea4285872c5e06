from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.core.actor import Actor, ActorKind, Grant, Role
from portal.core.errors import Conflict, NotAllowed, NotFound
from portal.core.transaction import notes
from portal.standards import queries
from portal.standards.actions import DifferentContent, import_all, import_standard, publish, retire
from portal.standards.types import StandardState
from tests.factories.standards import NOW, a_file, another_file, make_standard

SYSTEM = Actor.system()
OFFICER = Actor(ActorKind.PERSON, 7, grants=frozenset({Grant(Role.PROGRAMME_OFFICER, "9901")}))
LATER = NOW + timedelta(days=30)


def test_importing_makes_a_draft_that_nobody_sees_yet(each_session):
    row = import_standard(each_session, a_file(), actor=OFFICER, now=NOW)
    assert (row.state, row.published_at) == (StandardState.DRAFT, None)
    assert queries.list_current(each_session) == []
    with pytest.raises(NotFound):
        queries.get_version(each_session, "school", "2026.1")
    assert queries.get_any_version(each_session, "school", "2026.1").standard == a_file().standard


def test_publishing_puts_a_version_into_force_and_on_record(each_session):
    row = import_standard(each_session, a_file(), actor=OFFICER, now=NOW)
    publish(each_session, row, actor=OFFICER, now=LATER)
    assert (row.state, row.published_at) == (StandardState.PUBLISHED, LATER)
    assert queries.get_current(each_session, "school").hash == a_file().hash
    assert [(one.action, one.to_state) for one in queries.list_events(each_session, row.id)] == [
        ("import", StandardState.DRAFT),
        ("publish", StandardState.PUBLISHED),
    ]
    assert [(noted[0], noted[1], noted[2]) for noted in notes(each_session)["audit"]] == [
        ("person:7", "standards.import", ("standard", "school/2026.1")),
        ("person:7", "standards.publish", ("standard", "school/2026.1")),
    ]


def test_importing_again_changes_nothing(each_session):
    files = [a_file("school"), a_file("market")]
    assert import_all(each_session, files, actor=SYSTEM, now=NOW) == 2
    assert import_all(each_session, files, actor=SYSTEM, now=LATER) == 0
    assert len(queries.list_all_versions(each_session)) == 2


def test_a_draft_is_revised_from_its_file(each_session):
    row = import_standard(each_session, another_file(pass_mark=85), actor=SYSTEM, now=NOW)
    import_standard(each_session, a_file(), actor=SYSTEM, now=LATER)
    assert row.content_hash == a_file().hash
    assert [one.action for one in queries.list_events(each_session, row.id)] == ["import", "revise"]


def test_a_published_version_refuses_another_content(each_session):
    make_standard(each_session)
    with pytest.raises(DifferentContent) as refused:
        import_standard(each_session, another_file(pass_mark=85), actor=SYSTEM, now=LATER)
    assert refused.value.name == "school/2026.1"
    assert queries.get_current(each_session, "school").hash == a_file().hash


def test_a_newer_version_retires_the_one_in_force_which_stays_readable(each_session):
    make_standard(each_session)
    import_all(each_session, [another_file("2026.2")], actor=OFFICER, now=LATER)
    assert queries.get_current(each_session, "school").version == "2026.2"
    old = queries.get_version(each_session, "school", "2026.1")
    assert (old.state, old.retired_at) == (StandardState.RETIRED, LATER)
    assert [row.version for row in queries.list_versions(each_session, "school")] == ["2026.2", "2026.1"]
    assert queries.get_by_hash(each_session, a_file().hash) == a_file().standard


def test_an_older_version_cannot_replace_a_newer_one(each_session):
    import_all(each_session, [another_file("2026.10")], actor=SYSTEM, now=NOW)
    row = import_standard(each_session, another_file("2026.9"), actor=SYSTEM, now=LATER)
    with pytest.raises(Conflict):
        publish(each_session, row, actor=SYSTEM, now=LATER)


def test_a_retired_version_never_comes_back(each_session):
    row = make_standard(each_session)
    retire(each_session, row, actor=OFFICER, now=LATER)
    assert queries.list_current(each_session) == []
    assert queries.get_newest_version(each_session, "school").version == "2026.1"
    with pytest.raises(Conflict):
        publish(each_session, row, actor=OFFICER, now=LATER)


def test_only_a_programme_officer_imports_and_publishes(session):
    reviewer = Actor(ActorKind.PERSON, 8, grants=frozenset({Grant(Role.REVIEWER, "9901")}))
    with pytest.raises(NotAllowed):
        import_standard(session, a_file(), actor=reviewer, now=NOW)
    row = make_standard(session)
    with pytest.raises(NotAllowed):
        retire(session, row, actor=Actor.guest(), now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE standard_versions SET content = 'other'",
        "UPDATE standard_versions SET content_hash = version",
        "UPDATE standard_versions SET type_code = 'office'",
        "UPDATE standard_versions SET state = 'draft', published_at = NULL",
        "DELETE FROM standard_versions",
    ],
)
def test_the_database_itself_refuses_to_change_a_published_version(each_session, change):
    make_standard(each_session)
    with pytest.raises(DBAPIError, match="never changes"), each_session.begin_nested():
        each_session.execute(text(change))
    assert queries.get_current(each_session, "school").hash == a_file().hash


def test_the_database_lets_a_draft_go(each_session):
    import_standard(each_session, a_file(), actor=SYSTEM, now=NOW)
    each_session.execute(text("DELETE FROM standard_events"))
    each_session.execute(text("DELETE FROM standard_versions"))
    assert queries.list_all_versions(each_session) == []
