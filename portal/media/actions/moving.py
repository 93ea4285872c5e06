"""One step of a photo's life: checked against the table, recorded, never committed here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.core.actor import Actor
from portal.media.models import Photo, PhotoEvent
from portal.media.rules import WORKFLOW
from portal.media.types import PhotoState

_INNER_STEPS = frozenset({"process", "give_back"})
"""Of the machine alone: they stand in the photo's own events, but would only be noise in the log."""


def move(
    session: Session, photo: Photo, action: str, *, actor: Actor, now: datetime, reason: str | None = None
) -> None:
    """Take `action` with the photo; Conflict where its state does not allow it."""
    source: PhotoState | None = photo.state
    target = PhotoState(WORKFLOW.next_state(source, action))
    photo.state, photo.changed_at = target, now
    photo.events.append(
        PhotoEvent(at=now, actor=actor.audit_name, action=action, source=source, target=target, reason=reason)
    )
    if action not in _INNER_STEPS:
        subject, data = ("photo", photo.ref), {"reason": reason} if reason else {}
        record(session, actor=actor, action=f"media.{action}", subject=subject, data=data, now=now)
