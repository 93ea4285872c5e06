"""Rows for files that already lie in storage (`intake`)."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.jobs.queue import enqueue
from portal.core.sealing import Sealer
from portal.media.actions.moving import move
from portal.media.models import EvidenceFile, Photo
from portal.media.types import PhotoPosition, ReceivedEvidence, ReceivedPhoto


def add_photo(
    session: Session, received: ReceivedPhoto, *, sealer: Sealer, actor: Actor, now: datetime
) -> Photo:
    """A photo that waits for no form: of a machine interface, a job, or the demonstration data."""
    photo = Photo(
        ref=received.ref,
        kind=received.kind,
        sha256=received.sha256,
        byte_size=received.byte_size,
        taken_at=received.taken_at,
        attempts=0,
        created_at=now,
    )
    if received.position is not None:
        plain = json.dumps(asdict(received.position)).encode()
        photo.position_sealed = sealer.seal(plain, _position_purpose(received.ref))
    move(session, photo, "receive", actor=actor, now=now)
    session.add(photo)
    session.flush()
    enqueue_processing(session, photo)
    return photo


def add_evidence(
    session: Session, received: ReceivedEvidence, *, sealer: Sealer, actor: Actor, now: datetime
) -> EvidenceFile:
    evidence = EvidenceFile(
        ref=received.ref,
        kind=received.kind,
        name=received.name,
        sha256=received.sha256,
        byte_size=received.byte_size,
        created_at=now,
    )
    if received.photo is not None:
        evidence.photo = add_photo(session, received.photo, sealer=sealer, actor=actor, now=now)
    session.add(evidence)
    session.flush()
    return evidence


def enqueue_processing(session: Session, photo: Photo) -> None:
    enqueue(session, "media.process_photo", {"photo_id": photo.id})


def position_of(photo: Photo, sealer: Sealer) -> PhotoPosition | None:
    """Where the photo says it was taken. For the one who sent it, and for rules; never for a page."""
    if photo.position_sealed is None:
        return None
    return PhotoPosition(**json.loads(sealer.open(photo.position_sealed, _position_purpose(photo.ref))))


def remove_evidence(session: Session, evidence: EvidenceFile) -> None:
    """Remove an evidence file to which nothing links any more."""
    photo = evidence.photo
    session.delete(evidence)
    session.flush()
    _forget_files(session, evidence.ref)
    if photo is not None:
        remove_photo(session, photo)


def remove_photo(session: Session, photo: Photo) -> None:
    """Remove a photo to which nothing links any more: the row now, its files once that is safe."""
    session.delete(photo)
    session.flush()
    _forget_files(session, photo.ref)


def _forget_files(session: Session, ref: str) -> None:
    enqueue(session, "media.forget_files", {"ref": ref})


def _position_purpose(ref: str) -> str:
    return f"photo position {ref}"
