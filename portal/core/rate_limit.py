"""Limits kept in our database, so that they hold across processes and restarts."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core.db import Base, BigId, UtcDateTime
from portal.core.errors import TooMany
from portal.core.i18n import Text
from portal.core.transaction import writing_apart


@dataclass(frozen=True)
class Limit:
    """At most `times` within `seconds`, counted from each use: nobody waits longer than `seconds`.

    Uses that follow each other within a fifteenth of it are one row, and run out together, with the first.
    """

    name: str
    times: int
    seconds: int


_PARTS = 15


class RateCount(Base):
    """Uses of a limit by somebody (hashed), the first of them at `window_start`."""

    __tablename__ = "rate_counts"
    __table_args__ = (
        Index("uq_rate_counts_bucket_window_start", "bucket", "window_start", unique=True),
        Index("ix_rate_counts_expires_at", "expires_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bucket: Mapped[str] = mapped_column(String(64))
    window_start: Mapped[datetime] = mapped_column(UtcDateTime)
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


def hit(key: str, limit: Limit, now: datetime, *, message: Text | None = None) -> None:
    """Count one use of `limit` by `key`; raises TooMany (with the wait in seconds) when it is used up.

    Written in a transaction of its own: the count stays although the request is refused. Call it before
    any write transaction is open.
    """
    with writing_apart() as session:
        wait = take(session, key, limit, now)
    if wait:
        raise TooMany(wait, message)


def take(session: Session, key: str, limit: Limit, now: datetime) -> int:
    """Count one use within the caller's transaction. 0 when allowed, else seconds to wait."""
    bucket = _bucket(key, limit)
    whole = timedelta(seconds=limit.seconds)
    rows = session.scalars(
        select(RateCount)
        .where(RateCount.bucket == bucket, RateCount.window_start > now - whole)
        .order_by(RateCount.window_start)
        .with_for_update()
    ).all()
    used = [row for row in rows if row.count]
    if sum(row.count for row in used) >= limit.times:
        return max(1, math.ceil((used[0].window_start + whole - now).total_seconds()))
    current = rows[-1] if rows and rows[-1].window_start > now - whole / _PARTS else None
    if current is None:
        current = RateCount(bucket=bucket, window_start=now, count=0, expires_at=now + whole)
        session.add(current)
    current.count += 1
    return 0


def give_back(session: Session, key: str, limit: Limit, *, all_uses: bool = False) -> None:
    """Take back the last use of `limit` by `key`, or all of them: it was no failure after all."""
    bucket = _bucket(key, limit)
    if all_uses:
        session.execute(delete(RateCount).where(RateCount.bucket == bucket))
        return
    last = session.scalar(
        select(RateCount)
        .where(RateCount.bucket == bucket, RateCount.count > 0)
        .order_by(RateCount.window_start.desc())
        .limit(1)
        .with_for_update()
    )
    if last is not None:
        last.count -= 1


def _bucket(key: str, limit: Limit) -> str:
    return hashlib.sha256(f"{limit.name}:{key}".encode()).hexdigest()


def sweep(session: Session, *, now: datetime, context: object) -> None:  # noqa: ARG001 -- a periodic job's shape
    """Remove counters that no limit can still look at."""
    session.execute(delete(RateCount).where(RateCount.expires_at < now))
