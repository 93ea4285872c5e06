"""Applications, their answers with evidence, corrections asked for, and the record of every step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation
from portal.applications.types import ApplicationState
from portal.core.db import Base, BigId, Json, UtcDateTime, enum_type


class Application(Base):
    """One filing of an organisation under one pinned version of a standard."""

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint("correction_round BETWEEN 0 AND 2", name="correction_round"),
        CheckConstraint(
            "state = 'draft' OR state = 'withdrawn' OR submitted_at IS NOT NULL", name="submitted"
        ),
        CheckConstraint("state <> 'returned' OR correction_due_at IS NOT NULL", name="correction_due"),
        Index("ix_applications_state_submitted_at", "state", "submitted_at", "id"),
        Index("ix_applications_organisation_id_id", "organisation_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ref: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    cell_type: Mapped[str] = mapped_column(String(40))
    standard_version: Mapped[str] = mapped_column(String(20))
    standard_hash: Mapped[str] = mapped_column(String(64))
    area_code: Mapped[str] = mapped_column(String(12), index=True)
    state: Mapped[ApplicationState] = mapped_column(
        enum_type(ApplicationState, "state"), default=ApplicationState.DRAFT
    )
    started_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    correction_round: Mapped[int] = mapped_column(default=0)
    correction_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    commitment_letter_id: Mapped[int | None] = mapped_column(BigId)
    """The evidence file (media) with the signed commitment letter."""
    row_version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 -- SQLAlchemy's own name


class ApplicationAnswer(Base):
    """The present answer to one prerequisite or indicator. `version` grows with each saved change."""

    __tablename__ = "application_answers"
    __table_args__ = (
        UniqueConstraint("application_id", "code"),
        CheckConstraint("NOT not_applicable OR reason <> ''", name="not_applicable_reason"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    code: Mapped[str] = mapped_column(String(40))
    value: Mapped[Any | None] = mapped_column(Json)
    note: Mapped[str] = mapped_column(Text, default="")
    not_applicable: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(500), default="")
    not_applicable_approved: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class AnswerEvidence(Base):
    """A file (media) kept as evidence for one prerequisite or indicator."""

    __tablename__ = "answer_evidence"
    __table_args__ = (UniqueConstraint("application_id", "code", "evidence_file_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    code: Mapped[str] = mapped_column(String(40))
    evidence_file_id: Mapped[int] = mapped_column(BigId)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class ApplicationSnapshot(Base):
    """What was handed in, frozen at each submission: reviewers score this, not later edits."""

    __tablename__ = "application_snapshots"
    __table_args__ = (UniqueConstraint("application_id", "round"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    round: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CorrectionRequest(Base):
    """One thing that the officer asks to be corrected, in one round."""

    __tablename__ = "correction_requests"
    __table_args__ = (Index("ix_correction_requests_application_id_round", "application_id", "round", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    round: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ApplicationEvent(Base):
    """One step of the life of an application. Rows are only ever added."""

    __tablename__ = "application_events"
    __table_args__ = (UniqueConstraint("application_id", "seq"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    seq: Mapped[int]
    action: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[ApplicationState | None] = mapped_column(enum_type(ApplicationState, "from_state"))
    to_state: Mapped[ApplicationState] = mapped_column(enum_type(ApplicationState, "to_state"))
    actor: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
