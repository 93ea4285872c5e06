"""Limits slide: what was used comes free again as long after its use as the limit says, and no later."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.core.rate_limit import Limit, give_back, take

LIMIT = Limit("test", 5, 900)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("second", [0, 1, 449, 451, 899])
def test_who_used_all_up_waits_as_long_as_the_limit_says(session, second):
    """Wherever in the quarter of an hour it happens, by the clock on the wall."""
    start = NOON + timedelta(seconds=second)
    assert [take(session, "a", LIMIT, start) for _ in range(6)] == [0, 0, 0, 0, 0, 900]
    assert take(session, "a", LIMIT, start + timedelta(seconds=899)) == 1
    assert take(session, "a", LIMIT, start + timedelta(seconds=900)) == 0


def test_uses_come_free_one_after_the_other(session):
    for minute in range(0, 15, 3):
        assert take(session, "a", LIMIT, NOON + timedelta(minutes=minute)) == 0
    assert take(session, "a", LIMIT, NOON + timedelta(minutes=14)) == 60
    assert take(session, "a", LIMIT, NOON + timedelta(minutes=15)) == 0
    assert take(session, "a", LIMIT, NOON + timedelta(minutes=16)) == 120


def test_what_was_given_back_keeps_nobody_waiting(session):
    take(session, "a", LIMIT, NOON)
    give_back(session, "a", LIMIT)
    later = NOON + timedelta(minutes=5)
    assert [take(session, "a", LIMIT, later) for _ in range(6)] == [0, 0, 0, 0, 0, 900]
