"""A file waits, by itself, for the form in which it was chosen; the form then takes it over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.errors import Invalid, TooMany
from portal.core.sealing import Sealer
from portal.media import queries
from portal.media.actions.adding import add_evidence, add_photo, remove_evidence, remove_photo
from portal.media.messages import STAGED_GONE, TOO_MANY_WAITING, too_many
from portal.media.models import EvidenceFile, Photo, StagedUpload
from portal.media.rules import MOST_PHOTOS, MOST_STAGED, STAGED_FOR
from portal.media.types import ReceivedEvidence, ReceivedPhoto

_WAIT_SECONDS = 3600


def stage_photo(
    session: Session, received: ReceivedPhoto, *, owner: str, sealer: Sealer, actor: Actor, now: datetime
) -> StagedUpload:
    """Let a received photo wait for its form, and have it worked off meanwhile."""
    photo = add_photo(session, received, sealer=sealer, actor=actor, now=now)
    return _stage(session, StagedUpload(ref=photo.ref, photo=photo), owner, now)


def stage_evidence(
    session: Session, received: ReceivedEvidence, *, owner: str, sealer: Sealer, actor: Actor, now: datetime
) -> StagedUpload:
    evidence = add_evidence(session, received, sealer=sealer, actor=actor, now=now)
    return _stage(session, StagedUpload(ref=evidence.ref, evidence_file=evidence), owner, now)


def attach_photos(
    session: Session,
    refs: Sequence[str],
    *,
    owner: str,
    now: datetime,
    most: int = MOST_PHOTOS,
    field: str = "photos",
) -> list[Photo]:
    """Take staged photos out of waiting, in the order of `refs`, for the thing that the caller links them to.

    Invalid on `field` where one is gone, is another's, or there are more than `most`.
    """
    return [staged.photo for staged in _claim(session, refs, owner, now, most, field) if staged.photo]


def attach_evidence(
    session: Session,
    refs: Sequence[str],
    *,
    owner: str,
    now: datetime,
    most: int = 20,
    field: str = "evidence",
) -> list[EvidenceFile]:
    found = _claim(session, refs, owner, now, most, field)
    return [staged.evidence_file for staged in found if staged.evidence_file]


def discard_staged(session: Session, staged: StagedUpload) -> None:
    """Remove what waits: the rows now, the files by a job once that is safe."""
    photo, evidence = staged.photo, staged.evidence_file
    session.delete(staged)
    session.flush()
    if evidence is not None:
        remove_evidence(session, evidence)
    if photo is not None:
        remove_photo(session, photo)


def sweep_staged(session: Session, *, now: datetime) -> int:
    """Remove what waited longer than 24 hours for a form that never came."""
    expired = queries.list_expired(session, now)
    for staged in expired:
        discard_staged(session, staged)
    return len(expired)


def _stage(session: Session, staged: StagedUpload, owner: str, now: datetime) -> StagedUpload:
    if queries.count_staged(session, owner, now=now) >= MOST_STAGED:
        raise TooMany(_WAIT_SECONDS, TOO_MANY_WAITING)
    staged.owner, staged.created_at, staged.expires_at = owner, now, now + STAGED_FOR
    session.add(staged)
    session.flush()
    return staged


def _claim(
    session: Session, refs: Sequence[str], owner: str, now: datetime, most: int, field: str
) -> list[StagedUpload]:
    wanted = list(dict.fromkeys(refs))
    if not wanted:
        return []
    if len(wanted) > most:
        raise Invalid.field(field, too_many(most))
    found = queries.list_staged(session, wanted, owner=owner, now=now)
    if len(found) != len(wanted):
        raise Invalid.field(field, STAGED_GONE)
    removed = session.execute(
        delete(StagedUpload)
        .where(StagedUpload.id.in_([staged.id for staged in found]))
        .returning(StagedUpload.id)
        .execution_options(synchronize_session="evaluate")
    ).all()
    if len(removed) != len(found):  # the same form was sent twice at the same moment
        raise Invalid.field(field, STAGED_GONE)
    return found
