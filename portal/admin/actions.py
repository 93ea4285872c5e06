"""What an administrator does for the machine."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.core.actor import Actor, Role
from portal.core.errors import require
from portal.core.jobs import keeping
from portal.places.queries import city_code


def try_job_again(session: Session, job_id: int, *, actor: Actor, now: datetime) -> None:
    """Let the worker try a job again that it had given up."""
    require(actor.has(Role.ADMINISTRATOR, area=city_code(session) or ""))
    job = keeping.try_again(session, job_id, now=now)
    record(
        session,
        actor=actor,
        action="admin.try_job_again",
        subject=("job", str(job.id)),
        data={"name": job.name},
        now=now,
    )
