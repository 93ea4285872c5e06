"""What every verb leaves behind: the state, its event, and the audit entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.applications.models import (
    Application,
    ApplicationEvent,
)
from portal.applications.rules import WORKFLOW
from portal.applications.types import (
    ApplicationState,
)
from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.db import next_number


def change_state(
    session: Session,
    application: Application,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    before = application.state
    application.state = ApplicationState(WORKFLOW.next_state(before, action))
    application.updated_at = now
    session.flush()
    note_step(session, application, action, before, actor=actor, now=now, reason=reason, data=data)


def note_step(
    session: Session,
    application: Application,
    action: str,
    before: ApplicationState | None,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    session.add(
        ApplicationEvent(
            application_id=application.id,
            seq=next_number(session, ApplicationEvent.seq, ApplicationEvent.application_id == application.id),
            action=action,
            from_state=before,
            to_state=application.state,
            actor=actor.audit_name,
            person_id=actor.person_id,
            reason=reason,
            at=now,
        )
    )
    steps = {"from": before.value if before else None, "to": application.state.value}
    record_verb(session, application, action, steps | (data or {}), actor=actor, now=now)


def record_verb(
    session: Session,
    application: Application,
    verb: str,
    data: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    subject = ("application", application.ref)
    record(session, actor=actor, action=f"applications.{verb}", subject=subject, data=data, now=now)
