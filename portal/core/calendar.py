"""The city's working days: the packaged calendar, and what `config/calendar.yaml` adds to it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from portal.core.clock import WorkCalendar
from portal.core.content import read_yaml
from portal.core.web import settings

_FILE = "calendar"


def city_calendar() -> WorkCalendar:
    """The running portal's calendar."""
    return load_calendar(settings().content_dir)


@cache
def load_calendar(folder: Path) -> WorkCalendar:
    """Read the file of `folder`; raises WrongFile with file, line and reason."""
    file = read_yaml(folder / f"{_FILE}.yaml")
    file.validate(folder / "schemas" / f"{_FILE}.json")
    holidays, worked = (file.data[name] for name in ("holidays", "working_days"))
    both = sorted(set(holidays) & set(worked))
    file.refuse((("working_days", worked.index(day)), f"{day} is a holiday above") for day in both)
    file.refuse(
        ((name, at), f"{day} is no day")
        for name in ("holidays", "working_days")
        for at, day in enumerate(file.data[name])
        if not _exists(day)
    )
    free = {date.fromisoformat(day): False for day in holidays}
    return WorkCalendar(free | {date.fromisoformat(day): True for day in worked})


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
