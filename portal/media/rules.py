"""The life of a photo, and how many may come at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from portal.core.clock import CITY_ZONE
from portal.core.workflow import START, Workflow, step
from portal.media.types import PhotoState

MOST_PHOTOS = 6
"""Of one report or one note."""
MOST_STAGED = 40
"""Files that one visitor may have waiting for their form."""
STAGED_FOR = timedelta(hours=24)
MOST_ATTEMPTS = 4
"""A photo whose decoding was begun this often and never ended is given up."""
STUCK_AFTER = timedelta(hours=2)
SWEEP_SECONDS = 600
SWEPT_AT_ONCE = 8
"""Folders of files looked through in one sweep: 1,024 have their turn within 22 hours."""
STRAY_AFTER = timedelta(hours=25)
"""A file that no row knows after so long was left behind by a process that was killed."""
FEW_STRAYS = 3
"""Of a folder. More, and more than the files that are known, are no accident."""

_EARLIEST_PHOTO = datetime(2000, 1, 1, tzinfo=UTC)

WORKFLOW = Workflow(
    "photo",
    PhotoState,
    (
        step("receive", START, "received", "anyone"),
        step("process", ("received", "processing"), "processing", "system"),
        step("give_back", "processing", "received", "system"),
        step("finish", "processing", "ready_for_confirmation", "system"),
        step("fail", "processing", "failed", "system", "problem"),
        step("retry", "failed", "received", "dispatcher"),
        step("confirm", ("ready_for_confirmation", "withheld"), "published", "dispatcher"),
        step("withhold", ("ready_for_confirmation", "published"), "withheld", "dispatcher", "reason"),
    ),
    terminal=frozenset({"published", "withheld", "failed"}),
)


def moment_taken(written: datetime | None, now: datetime) -> datetime | None:
    """When a photo was taken, as UTC. A camera without a zone is taken to show the city's time; a date
    that cannot be (before 2000, tomorrow) is a camera whose clock was never set, so it counts as unknown."""
    if written is None:
        return None
    moment = (written if written.tzinfo else written.replace(tzinfo=CITY_ZONE)).astimezone(UTC)
    return moment if _EARLIEST_PHOTO <= moment <= now + timedelta(days=1) else None
