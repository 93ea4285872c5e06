"""Deadlines over weekends, holidays, pauses and extensions. 2026-10-01 to 10-07 is a holiday."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.clock import WorkCalendar
from portal.reports.service_level import (
    Level,
    ServiceLevels,
    Term,
    extended_due,
    handling_due,
    is_overdue,
    is_provisional,
    may_return,
    resumed_due,
    triage_due,
    waits_until,
)
from portal.reports.types import ReportState

CALENDAR = WorkCalendar()
HOURS = Level(Term(hours=24), Term(hours=24))
DAYS = Level(Term(working_days=5), Term(working_days=5))
LEVELS = ServiceLevels({"urgent": HOURS, "usual": DAYS}, Term(working_days=1), Term(hours=2), 5, 7, 10, 30, 3)


def local(text):
    """A moment by the city's clock, eight hours before UTC."""
    return (datetime.fromisoformat(text) - timedelta(hours=8)).replace(tzinfo=UTC)


def test_working_days_end_with_the_day_and_skip_the_weekend():
    friday = local("2026-11-20 09:00")
    assert handling_due(DAYS, friday, CALENDAR) == local("2026-11-27 23:59:59")


def test_working_days_skip_the_national_holiday():
    assert handling_due(DAYS, local("2026-09-29 17:00"), CALENDAR) > local("2026-10-10 00:00")


def test_hours_run_day_and_night():
    saturday = local("2026-11-21 23:30")
    assert handling_due(HOURS, saturday, CALENDAR) == local("2026-11-22 23:30")


def test_a_dispatcher_has_less_time_for_what_is_urgent():
    sunday = local("2026-11-22 10:00")
    assert triage_due(LEVELS, urgent=True, now=sunday, calendar=CALENDAR) == local("2026-11-22 12:00")
    assert triage_due(LEVELS, urgent=False, now=sunday, calendar=CALENDAR) == local("2026-11-23 23:59:59")


def test_a_pause_in_hours_is_given_back_to_the_second():
    due, paused = local("2026-11-22 23:30"), local("2026-11-22 20:00")
    assert resumed_due(HOURS, due, paused, local("2026-11-23 01:15"), CALENDAR) == local("2026-11-23 04:45")


def test_a_pause_gives_back_the_working_days_in_it():
    due, paused = local("2026-11-27 23:59:59"), local("2026-11-24 15:00")
    assert resumed_due(DAYS, due, paused, local("2026-11-24 18:00"), CALENDAR) == due
    assert resumed_due(DAYS, due, paused, local("2026-11-26 09:00"), CALENDAR) == local("2026-12-01 23:59:59")


def test_a_pause_over_a_weekend_gives_back_no_weekend():
    due = local("2026-11-27 23:59:59")
    assert resumed_due(DAYS, due, local("2026-11-20 18:00"), local("2026-11-22 09:00"), CALENDAR) == due


def test_an_extension_adds_to_the_deadline_not_to_the_day_it_is_granted():
    assert extended_due(DAYS, local("2026-11-27 23:59:59"), CALENDAR) == local("2026-12-04 23:59:59")


@pytest.mark.parametrize(("now", "allowed"), [("2026-11-27 23:59:59", True), ("2026-11-28 00:00:00", False)])
def test_a_unit_returns_a_report_within_five_working_days(now, allowed):
    assert may_return(local("2026-11-20 09:00"), local(now), 5, CALENDAR) is allowed


def test_nothing_is_overdue_while_the_clock_stands_still():
    due, later = local("2026-11-27 23:59:59"), local("2026-11-28 00:00")
    assert is_overdue(due, None, later)
    assert not is_overdue(due, due, later)
    assert not is_overdue(due, None, due)
    assert not is_overdue(None, None, later)


def test_a_deadline_beyond_the_published_holidays_is_provisional():
    assert not is_provisional(local("2026-12-04 23:59:59"), CALENDAR)
    assert is_provisional(local("2040-01-05 23:59:59"), CALENDAR)


@given(st.integers(0, 60 * 24 * 60), st.integers(0, 60 * 24 * 30))
def test_a_pause_never_brings_a_deadline_nearer(minutes, length):
    start = local("2026-01-05 08:00")
    due = handling_due(DAYS, start, CALENDAR)
    paused = start + timedelta(minutes=minutes)
    assert resumed_due(DAYS, due, paused, paused + timedelta(minutes=length), CALENDAR) >= due


@pytest.mark.parametrize("state", ReportState)
def test_a_reporters_word_is_waited_for_after_a_question_and_when_it_is_done(state):
    since = local("2026-11-02T09:00")
    ends = {
        ReportState.AWAITING_REPORTER: local("2026-11-09T09:00"),
        ReportState.RESOLVED: local("2026-11-12T09:00"),
    }

    assert waits_until(LEVELS, state, since) == ends.get(state)
