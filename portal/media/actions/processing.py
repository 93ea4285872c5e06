"""Working a photo off: counted, so that one that kills its worker is given up in the end."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.errors import require
from portal.media import queries
from portal.media.actions.adding import enqueue_processing
from portal.media.actions.moving import move
from portal.media.decoding.result import RenderedPhoto
from portal.media.models import Photo, PhotoVariant
from portal.media.permissions import can_decide
from portal.media.rules import MOST_ATTEMPTS, STUCK_AFTER, WORKFLOW
from portal.media.types import FileProblem


def begin_processing(session: Session, photo_id: int, *, now: datetime) -> str | None:
    """Count an attempt; the photo's ref, or None where nothing is to do: gone, done, begun too often."""
    photo = session.get(Photo, photo_id, with_for_update=True)
    if photo is None or not WORKFLOW.allows(photo.state, "process"):
        return None
    photo.attempts += 1
    move(session, photo, "process", actor=Actor.system(), now=now)
    if photo.attempts > MOST_ATTEMPTS:
        fail_photo(session, photo, FileProblem.WORKER_LOST, now=now)
        return None
    return photo.ref


def give_back(session: Session, photo: Photo, *, now: datetime) -> None:
    """The attempt failed for a reason outside the photo (no room on the disk): it does not count."""
    photo.attempts = max(0, photo.attempts - 1)
    move(session, photo, "give_back", actor=Actor.system(), now=now)


def finish_processing(session: Session, photo: Photo, rendered: RenderedPhoto, *, now: datetime) -> None:
    """The proven variants are on disk: record them, and wait for a person to look."""
    photo.width, photo.height = rendered.width, rendered.height
    photo.fingerprint, photo.placeholder = rendered.fingerprint, rendered.placeholder
    photo.problem = None
    photo.variants = [
        PhotoVariant(
            name=variant.name,
            width=variant.width,
            height=variant.height,
            byte_size=len(variant.jpeg),
            sha256=hashlib.sha256(variant.jpeg).hexdigest(),
        )
        for variant in rendered.variants
    ]
    move(session, photo, "finish", actor=Actor.system(), now=now)


def fail_photo(session: Session, photo: Photo, problem: FileProblem, *, now: datetime) -> None:
    photo.problem = problem
    move(session, photo, "fail", actor=Actor.system(), now=now, reason=problem.value)


def retry_photo(session: Session, photo: Photo, *, area: str, actor: Actor, now: datetime) -> None:
    """Try a failed photo again, for instance after the decoder was mended."""
    require(can_decide(actor, area))
    photo.attempts = 0
    move(session, photo, "retry", actor=actor, now=now)
    enqueue_processing(session, photo)


def requeue_stuck(session: Session, *, now: datetime) -> int:
    """Put photos down again whose jobs were given up, for instance after the disk was full for hours."""
    stuck = queries.list_stuck(session, now - STUCK_AFTER)
    for photo in stuck:
        photo.changed_at = now
        enqueue_processing(session, photo)
    return len(stuck)
