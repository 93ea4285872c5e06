"""What a job is: its states, its handler's shape, and what a handler is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from portal.core.sealing import Sealer
from portal.core.storage import Storage


class JobState(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class JobContext:
    """What the assembled portal lends to a handler: the settings and the stores."""

    settings: Any
    storage: Storage
    sealer: Sealer
    extra: Mapping[str, Any] = field(default_factory=dict)


Handler = Callable[..., None]
"""`handler(session, payload, *, now: datetime, context: JobContext)`; idempotent."""

Periodic = tuple[int, Callable[..., None]]
"""Seconds between runs, and `run(session, *, now, context)`; called in a write transaction."""


@dataclass(frozen=True)
class LongJob:
    """A handler that computes for long (decoding a photo) and so opens its own short transactions."""

    run: Handler


@dataclass(frozen=True)
class Registry:
    """All handlers and periodic jobs of the assembled portal, listed in `app.py`."""

    handlers: Mapping[str, Handler | LongJob]
    periodic: Mapping[str, Periodic]


BACKOFF_SECONDS = (5, 30, 120, 600, 3600)
STALE_AFTER_SECONDS = 300
"""A running job that was claimed longer ago than this has lost its worker."""


def next_attempt(attempt: int, now: datetime) -> datetime:
    """When to try again after `attempt` failures (from 1)."""
    return now + timedelta(seconds=BACKOFF_SECONDS[min(attempt, len(BACKOFF_SECONDS)) - 1])
