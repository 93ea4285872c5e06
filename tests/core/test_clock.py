"""Working days by the official calendar."""

from datetime import UTC, date, datetime

from portal.core.clock import WorkCalendar, end_of_local_day, local_date


def at(day, hour=4):
    return datetime(2026, *day, hour, tzinfo=UTC)


def test_the_local_day_is_the_citys():
    assert local_date(datetime(2026, 11, 22, 16, 30, tzinfo=UTC)) == date(2026, 11, 23)


def test_five_working_days_skip_the_weekend():
    assert WorkCalendar().add_working_days(at((11, 20)), 5) == end_of_local_day(date(2026, 11, 27))


def test_national_day_holidays_do_not_count():
    # 1 to 7 October 2026 are holidays; 10 October (a Saturday) is worked instead.
    assert local_date(WorkCalendar().add_working_days(at((9, 30)), 2)) == date(2026, 10, 9)
    assert WorkCalendar().is_working_day(date(2026, 10, 10))


def test_the_citys_own_days_come_first():
    calendar = WorkCalendar({date(2026, 11, 23): False})
    assert local_date(calendar.add_working_days(at((11, 20)), 1)) == date(2026, 11, 24)


def test_working_days_between_counts_both_ways():
    calendar = WorkCalendar()
    assert calendar.working_days_between(at((11, 20)), at((11, 24))) == 2
    assert calendar.working_days_between(at((11, 24)), at((11, 20))) == -2


def test_a_year_without_a_published_calendar_is_said_to_be_uncovered():
    assert WorkCalendar().covers(date(2026, 5, 1))
    assert not WorkCalendar().covers(date(2039, 5, 1))
