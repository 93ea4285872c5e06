"""Files that no row knows are swept, unless the database itself must be the wrong one."""

from datetime import timedelta

import pytest

from portal.core.clock import utcnow
from portal.media import actions
from portal.media.rules import SWEEP_SECONDS, SWEPT_AT_ONCE
from portal.media.vault import folders
from tests.factories.media import make_photo, vault

REF = "zz" + "0" * 22


@pytest.fixture
def photo(session):
    photo = make_photo(session)
    session.flush()
    return photo


def sweep_all(session, *, hours):
    """Every folder's turn, `hours` from now."""
    begin = utcnow() + timedelta(hours=hours)
    turns = len(folders()) // SWEPT_AT_ONCE
    times = (begin + timedelta(seconds=turn * SWEEP_SECONDS) for turn in range(turns))
    return sum(actions.sweep_strays(session, vault(), now=now) for now in times)


def test_what_a_killed_process_left_behind_is_gone_after_a_day(session, photo):
    vault().keep_original(REF, b"kept, and then the process was killed")
    part = f"sealed/media/zz/.{REF}.card.4711.abcdef01"
    vault().storage.put(part, b"not even whole")

    assert sweep_all(session, hours=26) == 2

    assert not vault().storage.exists(f"sealed/media/zz/{REF}.original")
    assert not vault().storage.exists(part)
    assert vault().original(photo.ref)


def test_what_is_younger_than_a_day_may_still_get_its_row(session, photo):
    vault().keep_original(REF, b"its row is being written")

    assert sweep_all(session, hours=0) == 0

    assert vault().original(REF)


def test_where_most_files_are_strangers_nothing_is_touched(session, photo):
    refs = [f"zz{number:022}" for number in range(4)]
    for ref in refs:
        vault().keep_original(ref, b"the files of another, whole portal")

    assert sweep_all(session, hours=26) == 0

    assert all(vault().original(ref) for ref in refs)


def test_an_empty_database_sweeps_nothing(session):
    vault().keep_original(REF, b"a store whose database was lost")

    assert sweep_all(session, hours=26) == 0
