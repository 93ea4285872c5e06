"""Time: aware UTC inside, the city's own time outside, working days by the official calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Asia/Shanghai")


def utcnow() -> datetime:
    """The present moment. Only views, jobs and commands call this; everything below takes `now`."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    return moment.astimezone(CITY_ZONE).date()


def end_of_local_day(day: date) -> datetime:
    """The last second of `day` in the city, as UTC."""
    return datetime.combine(day, time(23, 59, 59), CITY_ZONE).astimezone(UTC)


@cache
def official_days(year: int) -> Mapping[date, bool]:
    """Days of `year` that differ from the plain week: holiday False, make-up working day True.

    Empty where the published calendar does not reach; ask `covers` before trusting that.
    """
    import chinese_calendar  # noqa: PLC0415 -- 20 ms that most requests never need

    days: dict[date, bool] = {}
    for day in chinese_calendar.holidays:
        if day.year == year:
            days[day] = False
    for day in chinese_calendar.workdays:
        if day.year == year:
            days[day] = True
    return days


@dataclass(frozen=True)
class WorkCalendar:
    """Working days of the city: the State Council's holidays and make-up days, and the city's own `extra`."""

    extra: Mapping[date, bool] = field(default_factory=dict)

    def covers(self, day: date) -> bool:
        """Whether the holidays of that year are known. Deadlines beyond are provisional and marked so."""
        return bool(official_days(day.year)) or any(d.year == day.year for d in self.extra)

    def is_working_day(self, day: date) -> bool:
        if day in self.extra:
            return self.extra[day]
        return official_days(day.year).get(day, day.weekday() < 5)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The end of the `days`-th working day after the local day of `start`. `days` is at least 1."""
        day = local_date(start)
        left = days
        while left > 0:
            day += timedelta(days=1)
            if self.is_working_day(day):
                left -= 1
        return end_of_local_day(day)

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """Working days after the local day of `start` up to and with that of `end`; negative backwards."""
        first, last = local_date(start), local_date(end)
        if last < first:
            return -self.working_days_between(end, start)
        count = 0
        while first < last:
            first += timedelta(days=1)
            count += self.is_working_day(first)
        return count
