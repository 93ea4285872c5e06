"""Versions of standards as they were published, and what happened to each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, BigId, UtcDateTime, enum_type
from portal.standards.types import StandardState


class StandardVersion(Base):
    """One version of one cell type. Once published, the database refuses any change of its content.

    `content` holds the canonical bytes that `content_hash` is the SHA-256 of, as they are served.
    `position` orders the cell types on the page and may change.
    """

    __tablename__ = "standard_versions"
    __table_args__ = (
        UniqueConstraint("type_code", "version"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published_at"),
        CheckConstraint("(state = 'retired') = (retired_at IS NOT NULL)", name="retired_at"),
        CheckConstraint("length(content_hash) = 64", name="content_hash"),
        Index(
            "uq_standard_versions_published",
            "type_code",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        Index("ix_standard_versions_content_hash", "content_hash"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    type_code: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(12))
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[StandardState] = mapped_column(enum_type(StandardState, "state"))
    content: Mapped[str] = mapped_column(Text, deferred=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StandardEvent(Base):
    """One step in the life of a version."""

    __tablename__ = "standard_events"
    __table_args__ = (Index("ix_standard_events_version_id", "version_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("standard_versions.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[StandardState | None] = mapped_column(enum_type(StandardState, "from_state"))
    to_state: Mapped[StandardState] = mapped_column(enum_type(StandardState, "to_state"))
    content_hash: Mapped[str] = mapped_column(String(64))
    version: Mapped[StandardVersion] = relationship()
