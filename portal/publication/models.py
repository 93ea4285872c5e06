"""Decisions, public notices with objections, and certificates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation
from portal.applications.models import Application
from portal.core.db import Base, BigId, Json, UtcDateTime, enum_type
from portal.publication.types import (
    AppealState,
    CertificateState,
    DecisionKind,
    MeasureKind,
    MeasureState,
    NoticeState,
    ObjectionState,
)


class Decision(Base):
    """What the officer proposed, with everything needed to recompute it. Never changed, only added."""

    __tablename__ = "decisions"
    __table_args__ = (CheckConstraint("reasons <> ''", name="reasons"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    kind: Mapped[DecisionKind] = mapped_column(enum_type(DecisionKind, "kind"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    standard_hash: Mapped[str] = mapped_column(String(64))
    snapshot_hash: Mapped[str] = mapped_column(String(64))
    total: Mapped[str] = mapped_column(String(12))
    level: Mapped[str | None] = mapped_column(String(40))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    """Panel (anonymous seats), raw values, scores and trace, as canonical JSON hashed in `hash`."""
    hash: Mapped[str] = mapped_column(String(64))
    reasons: Mapped[str] = mapped_column(Text)


class Notice(Base):
    """A public notice (公示) of a proposed certification."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("id", "ends_at"),
        CheckConstraint("ends_at > opened_at", name="ends_after_opening"),
        Index("ix_notices_state_ends_at", "state", "ends_at"),
        Index("ix_notices_opened_at_id", "opened_at", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    no: Mapped[str] = mapped_column(String(20), unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[NoticeState] = mapped_column(enum_type(NoticeState, "state"), default=NoticeState.OPEN)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    application: Mapped[Application] = relationship()
    decision: Mapped[Decision] = relationship()


class Objection(Base):
    """Somebody's objection during a notice; how to reach them is sealed."""

    __tablename__ = "objections"
    __table_args__ = (Index("ix_objections_notice_id_state", "notice_id", "state", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    state: Mapped[ObjectionState] = mapped_column(enum_type(ObjectionState, "state"))
    code: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(Text)
    contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reply: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Certificate(Base):
    """A certified cell. The database itself refuses one issued before its notice ended."""

    __tablename__ = "certificates"
    __table_args__ = (
        ForeignKeyConstraint(["notice_id", "notice_ends_at"], ["notices.id", "notices.ends_at"]),
        CheckConstraint("issued_at >= notice_ends_at", name="after_notice"),
        CheckConstraint("valid_until > issued_at", name="valid_after_issue"),
        CheckConstraint("(state = 'recheck_due') = (recheck_by IS NOT NULL)", name="recheck_by_when_due"),
        Index("ix_certificates_issued_at_id", "issued_at", "id"),
        Index("ix_certificates_state_valid_until", "state", "valid_until"),
        Index("ix_certificates_state_recheck_from", "state", "recheck_from"),
        Index("ix_certificates_state_recheck_by", "state", "recheck_by"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    no: Mapped[str] = mapped_column(String(30), unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    notice_id: Mapped[int] = mapped_column(BigId)
    notice_ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cell_type: Mapped[str] = mapped_column(String(40), index=True)
    standard_version: Mapped[str] = mapped_column(String(20))
    area_code: Mapped[str] = mapped_column(String(12), index=True)
    holder: Mapped[str] = mapped_column(String(120))
    """The organisation's name as it stands on the certificate."""
    level: Mapped[str | None] = mapped_column(String(40))
    total: Mapped[str] = mapped_column(String(12))
    state: Mapped[CertificateState] = mapped_column(
        enum_type(CertificateState, "state"), default=CertificateState.ACTIVE
    )
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)
    recheck_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the next re-check falls due; none where the standard asks for none."""
    recheck_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """While a re-check is due: the last moment for it."""
    pdf_key: Mapped[str | None] = mapped_column(String(200))
    row_version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship()
    decision: Mapped[Decision] = relationship()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 -- SQLAlchemy's own name


class CertificateEvent(Base):
    """One step of a certificate's life. Rows are only ever added."""

    __tablename__ = "certificate_events"
    __table_args__ = (UniqueConstraint("certificate_id", "seq"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"))
    seq: Mapped[int]
    action: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[CertificateState | None] = mapped_column(enum_type(CertificateState, "from_state"))
    to_state: Mapped[CertificateState] = mapped_column(enum_type(CertificateState, "to_state"))
    actor: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CertificateMeasure(Base):
    """What an officer proposes for a certificate, and what a publisher, another person, said to it."""

    __tablename__ = "certificate_measures"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("decided_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint("(state = 'proposed') = (decided_by_id IS NULL)", name="decided_by"),
        CheckConstraint("(kind = 'renew') = (successor_id IS NOT NULL)", name="successor"),
        Index("ix_certificate_measures_certificate_id", "certificate_id", "id"),
        Index(
            "uq_certificate_measures_open",
            "certificate_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"))
    kind: Mapped[MeasureKind] = mapped_column(enum_type(MeasureKind, "kind"))
    state: Mapped[MeasureState] = mapped_column(enum_type(MeasureState, "state"))
    ground: Mapped[str] = mapped_column(String(40), default="")
    """The code of the prerequisite that was found broken."""
    reason: Mapped[str] = mapped_column(Text)
    """Published when the measure is confirmed."""
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused; for the office only."""


class CertificateAppeal(Base):
    """The holder's appeal against a revocation, and the published reply."""

    __tablename__ = "certificate_appeals"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text"),
        CheckConstraint(
            "(state = 'received') = (decided_by_id IS NULL) AND (state = 'received' OR reply <> '')",
            name="decided",
        ),
        Index("ix_certificate_appeals_certificate_id", "certificate_id", "id"),
        Index(
            "uq_certificate_appeals_open",
            "certificate_id",
            unique=True,
            sqlite_where=text("state = 'received'"),
            postgresql_where=text("state = 'received'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    state: Mapped[AppealState] = mapped_column(enum_type(AppealState, "state"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reply: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
