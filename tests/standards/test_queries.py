import pytest
from sqlalchemy import event, text

from portal.core.errors import NotFound
from portal.standards import queries
from tests.factories.standards import a_file, make_standard


@pytest.fixture(autouse=True)
def _nothing_in_memory():
    queries._cache.clear()
    yield
    queries._cache.clear()


def test_list_current_is_in_the_citys_order(session):
    make_standard(session, "market")
    make_standard(session, "school").position = 3
    assert [one.code for one in queries.list_current(session)] == ["market", "school"]


def test_parsed_standards_stay_in_memory(app, session):
    for code in ("school", "market", "factory"):
        make_standard(session, code)
    statements = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *found: statements.append(found[2]))
    first = queries.list_current(session)
    assert len(statements) == 2
    statements.clear()
    assert [one.standard for one in queries.list_current(session)] == [one.standard for one in first]
    assert len(statements) == 1
    assert "standard_versions.content " not in statements[0]


def test_get_by_hashes_finds_each_pinned_standard(session):
    make_standard(session, "school")
    make_standard(session, "market")
    wanted = {a_file("school").hash, a_file("market").hash}
    found = queries.get_by_hashes(session, wanted)
    assert {one.code for one in found.values()} == {"school", "market"}
    assert queries.get_by_hashes(session, []) == {}
    with pytest.raises(NotFound):
        queries.get_by_hash(session, "0" * 64)


@pytest.mark.parametrize("code", ["none", "", "学校"])
def test_what_does_not_exist_is_not_found(session, code):
    for ask in (queries.get_current, queries.get_newest_version):
        with pytest.raises(NotFound):
            ask(session, code)


def test_altered_content_is_never_shown(session):
    make_standard(session)
    session.execute(text("DROP TRIGGER standard_versions_no_update"))
    session.execute(text("UPDATE standard_versions SET content = replace(content, '80', '60')"))
    with pytest.raises(queries.AlteredStandard):
        queries.get_current(session, "school")
