"""Stories told together, in the order in which things happened."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from portal.core.clock import CITY_ZONE, local_date

Story = Generator[datetime, datetime, None]
"""Yields the moment of its next step and goes on when it has come: `now = yield moment`."""

WAKES = 7
OPENS, CLOSES = time(8, 30), time(17, 30)


@dataclass(frozen=True)
class Days:
    """Moments counted back from the present. None of them lies in the future."""

    present: datetime

    def before(self, days: int, clock: str) -> datetime:
        """`clock` (07:40, the city's time) so many days ago; today's hours are moved into the last night."""
        day = local_date(self.present) - timedelta(days=days)
        moment = datetime.combine(day, time.fromisoformat(clock), CITY_ZONE)
        if moment >= self.present:
            minutes = moment.astimezone(CITY_ZONE).minute
            moment = self.present - timedelta(minutes=20 + minutes)
        return moment.astimezone(self.present.tzinfo)

    def office(self, moment: datetime) -> datetime:
        """The moment itself in office hours, else the next time that the office opens."""
        local = moment.astimezone(CITY_ZONE)
        if local.time() < OPENS:
            local = datetime.combine(local.date(), OPENS, CITY_ZONE) + timedelta(minutes=local.minute)
        elif local.time() >= CLOSES:
            following = local.date() + timedelta(days=1)
            local = datetime.combine(following, OPENS, CITY_ZONE) + timedelta(minutes=local.minute)
        return self.past(local.astimezone(self.present.tzinfo))

    def awake(self, moment: datetime) -> datetime:
        """The moment itself by day, else the next morning."""
        asleep = max(0, WAKES - moment.astimezone(CITY_ZONE).hour)
        return self.past(moment + timedelta(hours=asleep))

    def past(self, moment: datetime) -> datetime:
        return min(moment, self.present)


def tell(stories: Iterable[Story], after_step: Callable[[datetime], None]) -> None:
    """Run all stories to their end, always the one whose next step comes first."""
    waiting = [(next(story), number, story) for number, story in enumerate(stories)]
    heapq.heapify(waiting)
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        with suppress(StopIteration):
            heapq.heappush(waiting, (story.send(moment), number, story))
        after_step(moment)
