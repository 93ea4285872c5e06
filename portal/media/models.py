"""Photos with their variants and history, evidence files, and what waits for its form."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, BigId, UtcDateTime, enum_type
from portal.media.types import EvidenceKind, FileProblem, PhotoKind, PhotoState, VariantName


class Photo(Base):
    """One photo that somebody sent. The original lies sealed under `ref`; `state` says who may see it."""

    __tablename__ = "photos"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("byte_size > 0", name="byte_size_positive"),
        CheckConstraint("state <> 'failed' OR problem IS NOT NULL", name="failed_has_problem"),
        CheckConstraint(
            "state IN ('received', 'processing', 'failed') OR"
            " (width IS NOT NULL AND height IS NOT NULL"
            " AND fingerprint IS NOT NULL AND placeholder IS NOT NULL)",
            name="ready_is_complete",
        ),
        CheckConstraint("(width IS NULL) = (height IS NULL)", name="both_sides"),
        Index("ix_photos_sha256", "sha256"),
        Index("ix_photos_fingerprint", "fingerprint"),
        Index("ix_photos_state_changed_at", "state", "changed_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    state: Mapped[PhotoState] = mapped_column(enum_type(PhotoState, "state"), default=PhotoState.RECEIVED)
    kind: Mapped[PhotoKind] = mapped_column(enum_type(PhotoKind, "kind"))
    sha256: Mapped[str] = mapped_column(String(64))
    byte_size: Mapped[int]
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    position_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Where it was taken (a `PhotoPosition`), encrypted; None where the photo says nothing."""
    width: Mapped[int | None]
    """Of the upright original, in pixels."""
    height: Mapped[int | None]
    fingerprint: Mapped[str | None] = mapped_column(String(16))
    placeholder: Mapped[bytes | None] = mapped_column(LargeBinary)
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[FileProblem | None] = mapped_column(enum_type(FileProblem, "problem"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    variants: Mapped[list[PhotoVariant]] = relationship(
        order_by="PhotoVariant.id", cascade="all, delete-orphan", passive_deletes=True
    )
    events: Mapped[list[PhotoEvent]] = relationship(order_by="PhotoEvent.id", passive_deletes="all")
    """Only the database removes them, after the photo itself: it refuses everybody else."""


class PhotoVariant(Base):
    """A clean JPEG made of a photo, proven to carry no metadata."""

    __tablename__ = "photo_variants"
    __table_args__ = (
        UniqueConstraint("photo_id", "name"),
        CheckConstraint("width BETWEEN 1 AND 2048 AND height BETWEEN 1 AND 2048", name="size"),
        CheckConstraint("byte_size > 0", name="byte_size_positive"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    photo_id: Mapped[int] = mapped_column(BigId, ForeignKey("photos.id", ondelete="CASCADE"))
    name: Mapped[VariantName] = mapped_column(enum_type(VariantName, "name"))
    width: Mapped[int]
    height: Mapped[int]
    byte_size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))


class PhotoEvent(Base):
    """One step of a photo's life. Append-only; replaying them gives `Photo.state`."""

    __tablename__ = "photo_events"
    __table_args__ = (Index("ix_photo_events_photo_id", "photo_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    photo_id: Mapped[int] = mapped_column(BigId, ForeignKey("photos.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40))
    source: Mapped[PhotoState | None] = mapped_column(enum_type(PhotoState, "source"))
    target: Mapped[PhotoState] = mapped_column(enum_type(PhotoState, "target"))
    reason: Mapped[str | None] = mapped_column(String(500))


class EvidenceFile(Base):
    """A document or photo that proves something. The file lies sealed under `ref`, a photo under its own."""

    __tablename__ = "evidence_files"
    __table_args__ = (
        CheckConstraint("byte_size > 0", name="byte_size_positive"),
        CheckConstraint("(kind = 'photo') = (photo_id IS NOT NULL)", name="photo_has_row"),
        Index("ix_evidence_files_sha256", "sha256"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[EvidenceKind] = mapped_column(enum_type(EvidenceKind, "kind"))
    name: Mapped[str] = mapped_column(String(160))
    """As the sender called it: to be shown (escaped), never to be served or used as a path."""
    sha256: Mapped[str] = mapped_column(String(64))
    byte_size: Mapped[int]
    photo_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("photos.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    photo: Mapped[Photo | None] = relationship()


class StagedUpload(Base):
    """A file that waits for the form it was chosen in. `owner`, a hash of the visitor's id, may use it."""

    __tablename__ = "staged_uploads"
    __table_args__ = (
        CheckConstraint("(photo_id IS NULL) <> (evidence_file_id IS NULL)", name="one_file"),
        CheckConstraint("expires_at > created_at", name="expires_later"),
        Index("ix_staged_uploads_owner_created_at", "owner", "created_at"),
        Index("ix_staged_uploads_expires_at", "expires_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    """The same as the file's own."""
    owner: Mapped[str] = mapped_column(String(64))
    photo_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("photos.id", ondelete="CASCADE"), unique=True
    )
    evidence_file_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("evidence_files.id", ondelete="CASCADE"), unique=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    photo: Mapped[Photo | None] = relationship()
    evidence_file: Mapped[EvidenceFile | None] = relationship()
