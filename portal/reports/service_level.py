"""Deadlines: from dispatch to expected end, with pauses and one extension. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.core.clock import WorkCalendar, local_date
from portal.reports.types import ReportState


@dataclass(frozen=True)
class Term:
    """A length of time: `hours`, which run day and night, or `working_days`, which end with the day."""

    hours: int | None = None
    working_days: int | None = None

    def after(self, start: datetime, calendar: WorkCalendar) -> datetime:
        if self.hours is not None:
            return start + timedelta(hours=self.hours)
        return calendar.add_working_days(start, self.working_days or 1)


@dataclass(frozen=True)
class Level:
    """What one service level promises: time to handle, and how much one extension adds."""

    handle: Term
    extension: Term


@dataclass(frozen=True)
class ServiceLevels:
    """All deadlines of `config/service_levels.yaml`. Day counts without a name are calendar days."""

    levels: Mapping[str, Level]
    triage_plain: Term
    triage_urgent: Term
    return_within_working_days: int
    answer_days: int
    silence_days: int
    dispute_days: int
    dispute_supporters: int


def triage_due(levels: ServiceLevels, *, urgent: bool, now: datetime, calendar: WorkCalendar) -> datetime:
    """When a dispatcher should have acted on a report that came in, or came back, at `now`."""
    return (levels.triage_urgent if urgent else levels.triage_plain).after(now, calendar)


def handling_due(level: Level, dispatched_at: datetime, calendar: WorkCalendar) -> datetime:
    return level.handle.after(dispatched_at, calendar)


def resumed_due(
    level: Level, due_at: datetime, paused_at: datetime, now: datetime, calendar: WorkCalendar
) -> datetime:
    """The deadline after a pause: later by what the pause took, in the level's own measure."""
    if level.handle.hours is not None:
        return due_at + (now - paused_at)
    days = calendar.working_days_between(paused_at, now)
    return calendar.add_working_days(due_at, days) if days > 0 else due_at


def extended_due(level: Level, due_at: datetime, calendar: WorkCalendar) -> datetime:
    """The deadline with the one extension that a dispatcher may grant."""
    return level.extension.after(due_at, calendar)


def waits_until(levels: ServiceLevels, state: ReportState, since: datetime) -> datetime | None:
    """When the portal stops waiting for the reporter's word; None in a state that waits for none."""
    days = {ReportState.AWAITING_REPORTER: levels.answer_days, ReportState.RESOLVED: levels.silence_days}
    return since + timedelta(days=days[state]) if state in days else None


def may_return(dispatched_at: datetime, now: datetime, days: int, calendar: WorkCalendar) -> bool:
    """Whether a unit can still give the report back: until the end of the `days`-th working day."""
    return now <= calendar.add_working_days(dispatched_at, days)


def is_overdue(due_at: datetime | None, paused_at: datetime | None, now: datetime) -> bool:
    return due_at is not None and paused_at is None and now > due_at


def is_provisional(due_at: datetime, calendar: WorkCalendar) -> bool:
    """True when the holidays of that year are not published yet, so the date may still move."""
    return not calendar.covers(local_date(due_at))
