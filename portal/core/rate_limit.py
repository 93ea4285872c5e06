"""Limits kept in our database, so that they hold across processes and restarts."""

from __future__ import annotations

import hashlib
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
    """At most `times` within `seconds`, counted in two half windows so that it slides."""

    name: str
    times: int
    seconds: int


class RateCount(Base):
    """One hit counter: a limit, who (hashed) and when the window began."""

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
    half = max(limit.seconds // 2, 1)
    start = datetime.fromtimestamp(now.timestamp() // half * half, tz=now.tzinfo)
    rows = session.scalars(
        select(RateCount)
        .where(RateCount.bucket == bucket, RateCount.window_start > start - timedelta(seconds=limit.seconds))
        .order_by(RateCount.window_start)
        .with_for_update()
    ).all()
    if sum(row.count for row in rows) >= limit.times:
        frees = rows[0].window_start + timedelta(seconds=limit.seconds + half)
        return max(1, int((frees - now).total_seconds()))
    current = next((row for row in rows if row.window_start == start), None)
    if current is None:
        expires = start + timedelta(seconds=2 * limit.seconds)
        current = RateCount(bucket=bucket, window_start=start, count=0, expires_at=expires)
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
