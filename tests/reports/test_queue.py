"""The queue is read state by state; put together again it is one list, in one order, without a gap."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from portal.core.clock import utcnow
from portal.core.paging import page_of_parts
from portal.reports.models import Report
from portal.reports.queries import QueueFilter, find_next, page_of_queue
from portal.reports.types import ReportState
from tests.factories.places import make_city
from tests.factories.reports import a_dispatcher, make_report

STATES = (ReportState.RECEIVED, ReportState.ACCEPTED)
ORDER = (Report.due_at, Report.id)


@pytest.fixture
def waiting(each_session):
    """Seven reports of two states; three are due at once, over the end of a page from either side."""
    session = each_session
    make_city(session)
    now, made = utcnow(), []
    for number, hours in enumerate((5, 1, 3, 3, 3, 7, 2)):
        report = make_report(session, "accepted" if number % 2 else "received")
        report.due_at = now + timedelta(hours=hours)
        report.address = f"Lane {number}" if number != 3 else "River bank"
        made.append(report)
    session.flush()
    return sorted(made, key=lambda one: (one.due_at, one.id))


def page(session, cursor=None, *, descending=False, only=None, looked_through=0):
    return page_of_parts(
        session,
        select(Report),
        [select(*ORDER, Report.address).where(Report.state == state) for state in STATES],
        order=ORDER,
        cursor=cursor,
        size=3,
        descending=descending,
        only=only,
        looked_through=looked_through,
    )


@pytest.mark.parametrize("descending", [False, True])
def test_every_report_stands_once_on_its_page_there_and_back(each_session, waiting, descending):
    expected = [one.ref for one in (reversed(waiting) if descending else waiting)]
    seen, cursor, backwards = [], None, []
    while True:
        found = page(each_session, cursor, descending=descending)
        seen += [one.ref for one in found.items]
        if found.next is None:
            break
        cursor = found.next
    assert seen == expected
    while found.previous:
        found = page(each_session, found.previous, descending=descending)
        backwards = [one.ref for one in found.items] + backwards
    assert backwards == expected[: len(backwards)]
    assert len(backwards) == 6


def test_words_are_looked_for_in_the_first_rows_of_each_state(each_session, waiting):
    def river(rows):
        return rows.c.address.icontains("river")

    assert [one.address for one in page(each_session, only=river, looked_through=5).items] == ["River bank"]
    last = waiting[-1].address
    assert page(each_session, only=lambda rows: rows.c.address == last, looked_through=1).items == []


@pytest.mark.parametrize(("words", "found"), [("rIVER", 1), ("lane", 6), ("r%r", 0), ("_", 0)])
def test_words_are_found_in_capitals_and_small_letters_as_they_are_typed(each_session, waiting, words, found):
    wanted = QueueFilter(states=STATES, words=words)
    items = page_of_queue(each_session, a_dispatcher(each_session), wanted, now=utcnow()).items
    assert len(items) == found


def test_the_next_report_is_the_one_below_whatever_its_state(each_session, waiting):
    actor = a_dispatcher(each_session)
    for above, below in pairwise(waiting):
        assert find_next(each_session, above, actor, STATES) is below
    assert find_next(each_session, waiting[-1], actor, STATES) is waiting[0]
