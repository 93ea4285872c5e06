"""A person decides what the public sees."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.errors import require
from portal.media.actions.moving import move
from portal.media.models import Photo
from portal.media.permissions import can_decide
from portal.media.rules import WORKFLOW
from portal.media.vault import Vault


def confirm_photo(
    session: Session, photo: Photo, vault: Vault, *, area: str, actor: Actor, now: datetime
) -> None:
    """A dispatcher of `area` has looked: no face, no number plate. The photo may be shown to everyone."""
    require(can_decide(actor, area))
    WORKFLOW.transition(photo.state, "confirm")
    vault.publish(photo.ref)
    move(session, photo, "confirm", actor=actor, now=now)


def withhold_photo(
    session: Session, photo: Photo, vault: Vault, reason: str, *, area: str, actor: Actor, now: datetime
) -> None:
    """A dispatcher of `area` keeps the photo from the public, at once."""
    require(can_decide(actor, area))
    WORKFLOW.transition(photo.state, "withhold")
    vault.unpublish(photo.ref)
    move(session, photo, "withhold", actor=actor, now=now, reason=reason)
