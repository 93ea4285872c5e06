"""Reading photos, files and what waits for its form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.core.errors import NotFound
from portal.media.models import EvidenceFile, Photo, PhotoVariant, StagedUpload
from portal.media.types import PhotoState, VariantName

_UNFINISHED = (PhotoState.RECEIVED, PhotoState.PROCESSING)


def get_photo(session: Session, ref: str) -> Photo:
    photo = session.scalar(select(Photo).where(Photo.ref == ref))
    if photo is None:
        raise NotFound
    return photo


def get_variant(session: Session, ref: str, name: VariantName) -> tuple[Photo, PhotoVariant | None]:
    """A photo with one of its variants, or without where it has none yet; one query."""
    row = session.execute(
        select(Photo, PhotoVariant)
        .outerjoin(PhotoVariant, (PhotoVariant.photo_id == Photo.id) & (PhotoVariant.name == name))
        .where(Photo.ref == ref)
    ).first()
    if row is None:
        raise NotFound
    return row[0], row[1]


def list_photos(session: Session, ids: Sequence[int]) -> list[Photo]:
    """These photos with their variants, in the order of `ids`; two queries however many."""
    found = session.scalars(
        select(Photo).where(Photo.id.in_(ids)).options(selectinload(Photo.variants)).order_by(Photo.id)
    ).all()
    by_id = {photo.id: photo for photo in found}
    return [by_id[number] for number in ids if number in by_id]


def get_evidence(session: Session, ref: str) -> EvidenceFile:
    evidence = session.scalar(
        select(EvidenceFile).where(EvidenceFile.ref == ref).options(joinedload(EvidenceFile.photo))
    )
    if evidence is None:
        raise NotFound
    return evidence


def list_evidence(session: Session, ids: Sequence[int]) -> list[EvidenceFile]:
    """These files with their photos, by id; one query."""
    if not ids:
        return []
    statement = select(EvidenceFile).where(EvidenceFile.id.in_(ids)).options(joinedload(EvidenceFile.photo))
    return list(session.scalars(statement.order_by(EvidenceFile.id)))


def find_staged(session: Session, ref: str, *, owner: str, now: datetime) -> StagedUpload | None:
    """What `owner` staged under `ref`, if it still waits for its form."""
    return session.scalar(
        select(StagedUpload)
        .where(StagedUpload.ref == ref, StagedUpload.owner == owner, StagedUpload.expires_at > now)
        .options(joinedload(StagedUpload.photo), joinedload(StagedUpload.evidence_file))
    )


def list_staged(session: Session, refs: Sequence[str], *, owner: str, now: datetime) -> list[StagedUpload]:
    """Those of `refs` that `owner` staged and that still wait, in the order of `refs`."""
    found = session.scalars(
        select(StagedUpload)
        .where(StagedUpload.ref.in_(refs), StagedUpload.owner == owner, StagedUpload.expires_at > now)
        .options(joinedload(StagedUpload.photo), joinedload(StagedUpload.evidence_file))
        .order_by(StagedUpload.id)
    ).all()
    by_ref = {staged.ref: staged for staged in found}
    return [by_ref[ref] for ref in dict.fromkeys(refs) if ref in by_ref]


def count_staged(session: Session, owner: str, *, now: datetime) -> int:
    statement = select(func.count(StagedUpload.id)).where(
        StagedUpload.owner == owner, StagedUpload.expires_at > now
    )
    return session.scalar(statement) or 0


def list_expired(session: Session, now: datetime, limit: int = 200) -> list[StagedUpload]:
    return list(
        session.scalars(
            select(StagedUpload)
            .where(StagedUpload.expires_at <= now)
            .order_by(StagedUpload.expires_at, StagedUpload.id)
            .limit(limit)
        )
    )


def list_stuck(session: Session, before: datetime, limit: int = 200) -> list[Photo]:
    """Photos that should have been worked off by `before` and were not."""
    return list(
        session.scalars(
            select(Photo)
            .where(Photo.state.in_(_UNFINISHED), Photo.changed_at < before)
            .order_by(Photo.changed_at, Photo.id)
            .limit(limit)
        )
    )


def list_known_refs(session: Session, refs: Sequence[str]) -> set[str]:
    """Those of `refs` that a photo or an evidence file has."""
    if not refs:
        return set()
    return {
        *session.scalars(select(Photo.ref).where(Photo.ref.in_(refs))),
        *session.scalars(select(EvidenceFile.ref).where(EvidenceFile.ref.in_(refs))),
    }


def has_photos(session: Session) -> bool:
    return session.scalar(select(Photo.id).limit(1)) is not None


def list_same_file(session: Session, photo: Photo) -> list[Photo]:
    """Other photos made of the very same bytes, oldest first."""
    return list(
        session.scalars(
            select(Photo).where(Photo.sha256 == photo.sha256, Photo.id != photo.id).order_by(Photo.id)
        )
    )
