"""What accounts forget by themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts import actions
from portal.core.jobs.types import Handler, Periodic

DAY = 24 * 3600


def sweep(session: Session, *, now: datetime, context: object) -> None:  # noqa: ARG001 -- a periodic job's shape
    actions.forget_old_links_and_sessions(session, now=now)


HANDLERS: dict[str, Handler] = {}
PERIODIC: dict[str, Periodic] = {"accounts.sweep": (DAY, sweep)}
