"""What every verb leaves behind: the state, its event, and the audit entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.db import next_number
from portal.reviews.models import AssignmentEvent, ReviewAssignment
from portal.reviews.rules import WORKFLOW
from portal.reviews.types import AssignmentState


def take_step(
    session: Session,
    assignment: ReviewAssignment,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    before = assignment.state
    assignment.state = AssignmentState(WORKFLOW.next_state(before, action))
    session.flush()
    note_step(
        session,
        assignment,
        assignment.application,
        action,
        before,
        actor=actor,
        now=now,
        reason=reason,
        data=data,
    )


def note_step(
    session: Session,
    assignment: ReviewAssignment,
    application: Application,
    action: str,
    before: AssignmentState | None,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    session.add(
        AssignmentEvent(
            assignment_id=assignment.id,
            seq=next_number(session, AssignmentEvent.seq, AssignmentEvent.assignment_id == assignment.id),
            action=action,
            from_state=before,
            to_state=assignment.state,
            actor=actor.audit_name,
            reason=reason,
            at=now,
        )
    )
    record_verb(session, application, action, {"assignment": assignment.id} | (data or {}), actor, now)


def record_verb(
    session: Session, application: Application, verb: str, data: dict[str, Any], actor: Actor, now: datetime
) -> None:
    subject = ("application", application.ref)
    record(session, actor=actor, action=f"reviews.{verb}", subject=subject, data=data, now=now)
