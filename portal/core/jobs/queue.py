"""Putting a job down with the change that needs it, and ringing the worker once that is safe."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from portal.core.clock import utcnow
from portal.core.jobs.models import Job
from portal.core.transaction import notes

if TYPE_CHECKING:
    from huey import Huey

_PENDING = "jobs"


def enqueue(session: Session, name: str, payload: dict[str, Any], *, run_at: datetime | None = None) -> Job:
    """Add a job to the present transaction: it exists if and only if the change is committed."""
    now = utcnow()
    job = Job(name=name, payload=payload, run_at=run_at or now, created_at=now)
    session.add(job)
    if run_at is None or run_at <= now:
        notes(session).setdefault(_PENDING, []).append(job)
    return job


def taken(session: Session) -> list[int]:
    """The jobs put down since the last call, to ring for after the commit."""
    jobs: list[Job] = notes(session).pop(_PENDING, [])
    return [identity[0] for job in jobs if (identity := inspect(job).identity)]


def make_huey(url: str, secret: str) -> Huey:
    """The doorbell: an SQLite file by default, Redis or PostgreSQL in production. Tasks are signed."""
    # Here, as it takes 14 MB that a process which has nothing to ring for need not have.
    from huey import PostgresHuey, RedisHuey, SqliteHuey  # noqa: PLC0415 -- see above
    from huey.serializer import SignedSerializer  # noqa: PLC0415 -- see above

    serializer = SignedSerializer(secret=secret, salt="wufei jobs")
    scheme = urlparse(url).scheme
    if scheme == "sqlite":
        path = Path(urlparse(url).path[1:])
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("wufei", filename=str(path), serializer=serializer, results=False)
    if scheme.startswith("redis"):
        return RedisHuey("wufei", url=url, serializer=serializer, results=False)
    if scheme.startswith("postgres"):
        return PostgresHuey("wufei", dsn=url.replace("+psycopg", ""), serializer=serializer, results=False)
    raise unknown_kind(scheme)


def check_url(url: str) -> None:
    """Raises ValueError for an address that `make_huey` would not know."""
    scheme = urlparse(url).scheme
    if not scheme.startswith(("sqlite", "redis", "postgres")):
        raise unknown_kind(scheme)


def unknown_kind(scheme: str) -> ValueError:
    return ValueError(f"WUFEI_QUEUE_URL: unknown kind {scheme}")
