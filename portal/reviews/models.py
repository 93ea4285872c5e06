"""Screenings, review assignments, sheets and site visits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.core.db import Base, BigId, Json, UtcDateTime, enum_type
from portal.reviews.types import (
    AssignmentKind,
    AssignmentState,
    Finding,
    Sighting,
    VisitState,
    VisitVerdict,
)


class Screening(Base):
    """The formal check of one submission round: the checklist as ticked, and its outcome."""

    __tablename__ = "screenings"
    __table_args__ = (UniqueConstraint("application_id", "round"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    round: Mapped[int]
    officer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    checks: Mapped[dict[str, Any]] = mapped_column(Json)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReviewAssignment(Base):
    """One reviewer's seat at one application. `draw` is how they came to it: the pool, the seed, the rule."""

    __tablename__ = "review_assignments"
    __table_args__ = (
        UniqueConstraint("application_id", "reviewer_id"),
        CheckConstraint("state <> 'submitted' OR submitted_at IS NOT NULL", name="submitted_at"),
        CheckConstraint("state NOT IN ('declined', 'conflicted', 'replaced') OR reason <> ''", name="reason"),
        Index("ix_review_assignments_reviewer_id_state", "reviewer_id", "state", "id"),
        Index("ix_review_assignments_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[AssignmentKind] = mapped_column(enum_type(AssignmentKind, "kind"))
    state: Mapped[AssignmentState] = mapped_column(
        enum_type(AssignmentState, "state"), default=AssignmentState.OFFERED
    )
    draw: Mapped[dict[str, Any]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(String(500), default="")
    no_conflict_declared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Until then the offer stands; afterwards it lapses and another reviewer is drawn."""
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    overall: Mapped[str] = mapped_column(Text, default="")
    total: Mapped[str | None] = mapped_column(String(12))
    """The submitted total as a decimal text, frozen with the sheet."""
    row_version: Mapped[int] = mapped_column(default=1)
    application: Mapped[Application] = relationship()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 -- SQLAlchemy's own name


class AssignmentEvent(Base):
    """One step of an assignment. Rows are only ever added."""

    __tablename__ = "review_assignment_events"
    __table_args__ = (UniqueConstraint("assignment_id", "seq"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("review_assignments.id"))
    seq: Mapped[int]
    action: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[AssignmentState | None] = mapped_column(enum_type(AssignmentState, "from_state"))
    to_state: Mapped[AssignmentState] = mapped_column(enum_type(AssignmentState, "to_state"))
    actor: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReviewItem(Base):
    """What one reviewer says of one prerequisite or indicator."""

    __tablename__ = "review_items"
    __table_args__ = (UniqueConstraint("assignment_id", "code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("review_assignments.id"))
    code: Mapped[str] = mapped_column(String(40))
    finding: Mapped[Finding | None] = mapped_column(enum_type(Finding, "finding"))
    value: Mapped[Any | None] = mapped_column(Json)
    comment: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SiteVisit(Base):
    """An inspection on site, called for by the standard or by an officer. An application has one open one."""

    __tablename__ = "site_visits"
    __table_args__ = (
        CheckConstraint("state = 'called' OR planned_on IS NOT NULL", name="planned_on"),
        CheckConstraint(
            "state <> 'concluded' OR (visited_on IS NOT NULL AND verdict IS NOT NULL"
            " AND summary <> '' AND concluded_at IS NOT NULL AND concluded_by_id IS NOT NULL)",
            name="concluded_is_complete",
        ),
        Index("ix_site_visits_application_id", "application_id", "id"),
        Index("ix_site_visits_state", "state", "id"),
        Index(
            "uq_site_visits_open",
            "application_id",
            unique=True,
            sqlite_where=text("state <> 'concluded'"),
            postgresql_where=text("state <> 'concluded'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    no: Mapped[str] = mapped_column(String(20), unique=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    state: Mapped[VisitState] = mapped_column(enum_type(VisitState, "state"), default=VisitState.CALLED)
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
    planned_on: Mapped[date | None] = mapped_column(Date)
    """A local day."""
    accompanied_by: Mapped[str] = mapped_column(String(200), default="")
    visited_on: Mapped[date | None] = mapped_column(Date)
    verdict: Mapped[VisitVerdict | None] = mapped_column(enum_type(VisitVerdict, "verdict"))
    summary: Mapped[str] = mapped_column(Text, default="")
    concluded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    concluded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    row_version: Mapped[int] = mapped_column(default=1)
    application: Mapped[Application] = relationship()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 -- SQLAlchemy's own name


class SiteVisitInspector(Base):
    """One of those who go."""

    __tablename__ = "site_visit_inspectors"

    visit_id: Mapped[int] = mapped_column(ForeignKey("site_visits.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)


class SiteVisitFinding(Base):
    """What was found on the spot at one prerequisite or indicator."""

    __tablename__ = "site_visit_findings"
    __table_args__ = (
        UniqueConstraint("visit_id", "code"),
        CheckConstraint("outcome <> 'not_confirmed' OR note <> ''", name="not_confirmed_says_why"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("site_visits.id"))
    code: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[Sighting | None] = mapped_column(enum_type(Sighting, "outcome"))
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SiteVisitPhoto(Base):
    """A photo taken on the spot."""

    __tablename__ = "site_visit_photos"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("site_visits.id"), index=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id"), unique=True)


class SiteVisitEvent(Base):
    """One step of a visit. Rows are only ever added."""

    __tablename__ = "site_visit_events"
    __table_args__ = (UniqueConstraint("visit_id", "seq"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("site_visits.id"))
    seq: Mapped[int]
    action: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[VisitState | None] = mapped_column(enum_type(VisitState, "from_state"))
    to_state: Mapped[VisitState] = mapped_column(enum_type(VisitState, "to_state"))
    actor: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
