"""Reports, the record of every step, their photos, and apart from them: who the reporter is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Unit
from portal.core.db import Base, BigId, Json, UtcDateTime, enum_type
from portal.places.types import Datum
from portal.reports.types import (
    Extension,
    Party,
    PhotoKind,
    PlaceSource,
    ReportAction,
    ReportState,
    Visibility,
)


class Report(Base):
    """One report of dumping. Nothing here says who reported it.

    `due_at` is when whoever holds the report should have moved it on: the dispatcher until dispatch, the unit
    after it. While `paused_at` is set the clock stands still. `state_before` is where an interruption (a
    question to the reporter, a merge) goes back to.
    """

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint("(lng IS NULL) = (lat IS NULL)", name="point_complete"),
        CheckConstraint(
            "lng IS NULL OR (lng BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90)", name="point_on_earth"
        ),
        CheckConstraint(
            "(lng IS NULL) = (original_lng IS NULL) AND (lng IS NULL) = (original_lat IS NULL)"
            " AND (lng IS NULL) = (datum IS NULL) AND (lng IS NULL) = (public_lng IS NULL)"
            " AND (lng IS NULL) = (public_lat IS NULL) AND (lng IS NULL) = (map_cell IS NULL)",
            name="point_keeps_its_datum",
        ),
        CheckConstraint("lng IS NOT NULL OR address <> ''", name="point_or_address"),
        CheckConstraint("accuracy_m IS NULL OR accuracy_m >= 0", name="accuracy_not_negative"),
        CheckConstraint(
            "state NOT IN ('dispatched', 'in_progress', 'resolved') OR unit_id IS NOT NULL",
            name="unit_while_handled",
        ),
        CheckConstraint("(state = 'merged') = (lead_id IS NOT NULL)", name="merged_has_lead"),
        CheckConstraint("lead_id IS NULL OR lead_id <> id", name="lead_is_another"),
        CheckConstraint(
            "(state IN ('merged', 'awaiting_reporter')) = (state_before IS NOT NULL)",
            name="interruption_goes_back",
        ),
        CheckConstraint("state <> 'transferred' OR receiving_body IS NOT NULL", name="transfer_names_body"),
        CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name="rating"),
        CheckConstraint("returns >= 0 AND reopens >= 0 AND supporters >= 0", name="counts_not_negative"),
        Index("ix_reports_visibility_submitted_at", "visibility", "submitted_at", "id"),
        Index("ix_reports_visibility_category", "visibility", "category", "submitted_at", "id"),
        Index("ix_reports_visibility_state", "visibility", "state", "submitted_at", "id"),
        Index("ix_reports_visibility_district", "visibility", "district_code", "submitted_at", "id"),
        Index("ix_reports_visibility_area", "visibility", "area_code", "submitted_at", "id"),
        # The place stands in it too: what of a cell lies outside the asked part is passed over unread.
        Index(
            "ix_reports_visibility_map_cell",
            *("visibility", "map_cell", "submitted_at", "id", "public_lng", "public_lat"),
        ),
        Index("ix_reports_state_due_at", "state", "due_at", "id"),
        Index("ix_reports_district_state_due_at", "district_code", "state", "due_at", "id"),
        Index("ix_reports_unit_state_due_at", "unit_id", "state", "due_at", "id"),
        Index("ix_reports_state_state_since", "state", "state_since", "id"),
        Index("ix_reports_lead_id", "lead_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ref: Mapped[str] = mapped_column(String(20), unique=True)
    submission_id: Mapped[str] = mapped_column(String(36), unique=True)
    state: Mapped[ReportState] = mapped_column(enum_type(ReportState, "state"), default=ReportState.RECEIVED)
    state_before: Mapped[ReportState | None] = mapped_column(enum_type(ReportState, "state_before"))
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    visibility: Mapped[Visibility] = mapped_column(
        enum_type(Visibility, "visibility"), default=Visibility.PUBLIC
    )

    category: Mapped[str] = mapped_column(String(40))
    urgent: Mapped[bool] = mapped_column(default=False)
    description: Mapped[str] = mapped_column(Text, default="")

    area_code: Mapped[str] = mapped_column(String(12))
    district_code: Mapped[str] = mapped_column(String(6))
    address: Mapped[str] = mapped_column(String(200), default="")
    place_source: Mapped[PlaceSource] = mapped_column(enum_type(PlaceSource, "place_source"))
    lng: Mapped[float | None]
    lat: Mapped[float | None]
    original_lng: Mapped[float | None]
    original_lat: Mapped[float | None]
    datum: Mapped[Datum | None] = mapped_column(enum_type(Datum, "datum"))
    accuracy_m: Mapped[float | None]
    public_lng: Mapped[float | None]
    public_lat: Mapped[float | None]
    map_cell: Mapped[int | None] = mapped_column(BigId)
    nearby_codes: Mapped[list[str]] = mapped_column(Json, default=list)

    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"))
    receiving_body: Mapped[str | None] = mapped_column(String(40))

    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dispatched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extension: Mapped[Extension] = mapped_column(enum_type(Extension, "extension"), default=Extension.NONE)

    returns: Mapped[int] = mapped_column(default=0)
    reopens: Mapped[int] = mapped_column(default=0)
    supporters: Mapped[int] = mapped_column(default=0)
    rating: Mapped[int | None]
    event_count: Mapped[int] = mapped_column(default=0)
    row_version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit | None] = relationship()
    lead: Mapped[Report | None] = relationship(remote_side=[id])

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 -- SQLAlchemy's own name


class ReportEvent(Base):
    """One step in the life of a report. Rows are only ever added; the database refuses to change them.

    `reason` is for staff, `note` for everybody, `data` plain facts (unit, lead, deadline). A reporter's or a
    supporter's account never stands here.
    """

    __tablename__ = "report_events"
    __table_args__ = (
        UniqueConstraint("report_id", "seq"),
        Index("ix_report_events_action_at", "action", "at"),
        CheckConstraint(
            "party NOT IN ('reporter', 'supporter')"
            " OR (person_id IS NULL AND substr(actor, 1, 7) <> 'person:')",
            name="reporter_stays_unnamed",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    seq: Mapped[int]
    action: Mapped[ReportAction] = mapped_column(enum_type(ReportAction, "action"))
    from_state: Mapped[ReportState | None] = mapped_column(enum_type(ReportState, "from_state"))
    to_state: Mapped[ReportState] = mapped_column(enum_type(ReportState, "to_state"))
    party: Mapped[Party] = mapped_column(enum_type(Party, "party"))
    actor: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReportPhoto(Base):
    """A photo (media) of a report. A photo belongs to one report only and is never used twice.

    `round` counts resolutions: the after-photos of round 1 answer the first reopening.
    """

    __tablename__ = "report_photos"
    __table_args__ = (
        Index("ix_report_photos_report_id", "report_id", "round", "position"),
        CheckConstraint("position >= 0 AND round >= 0", name="position_not_negative"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    kind: Mapped[PhotoKind] = mapped_column(enum_type(PhotoKind, "kind"))
    round: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id"), unique=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReportReporter(Base):
    """Who reported: kept apart, opened only on record. Staff see `alias`.

    `secret_hash` lets the holder of the tracking code act as reporter. `sealed_email` and `sealed_account`
    (the id of a person) are encrypted, each for its report; `account_mark` is a keyed hash of that id, by
    which the person finds their own reports. `phone_key` is the hash of the phone's random id.
    """

    __tablename__ = "report_reporters"
    __table_args__ = (
        Index("ix_report_reporters_account_mark", "account_mark", "report_id"),
        CheckConstraint("(sealed_account IS NULL) = (account_mark IS NULL)", name="account_is_findable"),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    alias: Mapped[str] = mapped_column(String(20))
    secret_hash: Mapped[str] = mapped_column(String(64))
    phone_key: Mapped[str | None] = mapped_column(String(64))
    sealed_account: Mapped[bytes | None] = mapped_column(LargeBinary)
    account_mark: Mapped[str | None] = mapped_column(String(64))
    sealed_email: Mapped[bytes | None] = mapped_column(LargeBinary)
    locale: Mapped[str] = mapped_column(String(8), default="zh_Hans")
    report: Mapped[Report] = relationship()


class ReportSupporter(Base):
    """Somebody who said "me too". `supporter_key` is a hash of their phone or account, and nothing else.

    `via_id` is the report that lends this supporter to its lead for as long as it is merged into it.
    """

    __tablename__ = "report_supporters"
    __table_args__ = (
        UniqueConstraint("report_id", "supporter_key"),
        CheckConstraint("via_id IS NULL OR via_id <> report_id", name="lent_by_another"),
        Index("ix_report_supporters_via_id", "via_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    supporter_key: Mapped[str] = mapped_column(String(64))
    via_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReportDispute(Base):
    """Somebody says that it was not done. The reporter counts once in the life of a report, alone.

    Supporters count together, each once in a `round` (the number of resolutions before). The marks tell
    whether two of them may be one person; they are keyed for this report and forgotten when nobody counts
    them any more.
    """

    __tablename__ = "report_disputes"
    __table_args__ = (
        UniqueConstraint("report_id", "round", "disputer_key"),
        CheckConstraint("party IN ('reporter', 'supporter')", name="party_may_dispute"),
        CheckConstraint("party <> 'reporter' OR (round = 0 AND disputer_key = 'reporter')", name="once"),
        CheckConstraint(
            "party = 'supporter' OR (network_mark IS NULL AND account_mark IS NULL)", name="reporter_unmarked"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    party: Mapped[Party] = mapped_column(enum_type(Party, "party"))
    disputer_key: Mapped[str] = mapped_column(String(64))
    round: Mapped[int] = mapped_column(default=0)
    network_mark: Mapped[str | None] = mapped_column(String(64))
    account_mark: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
