"""One report and what belongs to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Unit
from portal.core.errors import NotFound
from portal.media.models import Photo
from portal.reports.models import (
    Report,
    ReportDispute,
    ReportEvent,
    ReportPhoto,
    ReportReporter,
    ReportSupporter,
)
from portal.reports.queries.public import PublicReport
from portal.reports.routing import UnitOption
from portal.reports.types import Party, PhotoKind, Voice

_MOST_COMPARED = 500
_BY_SUBMISSION = select(Report).where(Report.submission_id == bindparam("submission_id"))


def get_report(session: Session, ref: str, *, for_change: bool = False) -> Report:
    """The report with its unit. `for_change` holds the row until the transaction ends. Raises NotFound."""
    statement = select(Report).where(Report.ref == ref)
    # A row lock cannot reach across the outer join to the unit, which is read when asked for then.
    statement = statement.with_for_update() if for_change else statement.options(joinedload(Report.unit))
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_reporter(session: Session, report: Report) -> ReportReporter:
    """The row that says who reported; asked for only to act as or to reach the reporter."""
    found = session.get(ReportReporter, report.id)
    if found is None:
        raise NotFound
    return found


def find_by_submission(session: Session, submission_id: str) -> Report | None:
    return session.scalars(_BY_SUBMISSION, {"submission_id": submission_id}).one_or_none()


def list_events(session: Session, report: Report) -> Sequence[ReportEvent]:
    """The whole history, oldest first."""
    return session.scalars(
        select(ReportEvent).where(ReportEvent.report_id == report.id).order_by(ReportEvent.seq)
    ).all()


def find_event(session: Session, report_id: int, seq: int) -> ReportEvent | None:
    return session.scalars(
        select(ReportEvent).where(ReportEvent.report_id == report_id, ReportEvent.seq == seq)
    ).one_or_none()


def list_photos(session: Session, report: Report, *kinds: PhotoKind) -> Sequence[ReportPhoto]:
    """In the order in which they were added and chosen; of all kinds where none is named."""
    statement = select(ReportPhoto).where(ReportPhoto.report_id == report.id)
    if kinds:
        statement = statement.where(ReportPhoto.kind.in_(kinds))
    return session.scalars(
        statement.order_by(ReportPhoto.round, ReportPhoto.kind, ReportPhoto.position, ReportPhoto.id)
    ).all()


def list_used_photo_ids(session: Session, photo_ids: Collection[int]) -> Sequence[int]:
    """Those of `photo_ids` that already belong to a report."""
    if not photo_ids:
        return []
    return session.scalars(
        select(ReportPhoto.photo_id).where(ReportPhoto.photo_id.in_(photo_ids)).order_by(ReportPhoto.photo_id)
    ).all()


def list_after_photos_of_unit(session: Session, report: Report) -> list[tuple[str, str]]:
    """What the unit of `report` has sent in as after-photos of its latest other reports: ref, fingerprint."""
    latest = (
        select(Report.id)
        .where(Report.unit_id == report.unit_id, Report.id != report.id)
        .order_by(Report.id.desc())
        .limit(_MOST_COMPARED)
    )
    rows = session.execute(
        select(Report.ref, Photo.fingerprint)
        .join(ReportPhoto, ReportPhoto.report_id == Report.id)
        .join(Photo, Photo.id == ReportPhoto.photo_id)
        .where(Report.id.in_(latest), ReportPhoto.kind == PhotoKind.AFTER, Photo.fingerprint.is_not(None))
        .order_by(ReportPhoto.id.desc())
    )
    return [(row.ref, row.fingerprint) for row in rows]


def has_other_photos(session: Session, report: Report, refs: Collection[str]) -> bool:
    """Whether any of the photos `refs` (media) is another file than those of the report."""
    if not refs:
        return False
    own = (
        select(Photo.sha256)
        .join(ReportPhoto, ReportPhoto.photo_id == Photo.id)
        .where(ReportPhoto.report_id == report.id)
    )
    other = select(Photo.id).where(Photo.ref.in_(refs), Photo.sha256.not_in(own)).limit(1)
    return session.scalar(other) is not None


def list_followers(session: Session, lead: Report) -> Sequence[Report]:
    """The reports merged into `lead`."""
    return session.scalars(select(Report).where(Report.lead_id == lead.id).order_by(Report.id)).all()


def has_disputed(session: Session, report: Report, disputer_key: str, round_: int) -> bool:
    return (
        session.scalar(
            select(ReportDispute.id).where(
                ReportDispute.report_id == report.id,
                ReportDispute.round == round_,
                ReportDispute.disputer_key == disputer_key,
            )
        )
        is not None
    )


def count_disputes(session: Session, report: Report, party: Party, round_: int) -> int:
    return (
        session.scalar(
            select(func.count(ReportDispute.id)).where(
                ReportDispute.report_id == report.id,
                ReportDispute.party == party,
                ReportDispute.round == round_,
            )
        )
        or 0
    )


def list_voices(session: Session, report: Report, round_: int) -> list[Voice]:
    """The supporters who disputed in this round."""
    rows = session.execute(
        select(ReportDispute.disputer_key, ReportDispute.network_mark, ReportDispute.account_mark)
        .where(
            ReportDispute.report_id == report.id,
            ReportDispute.party == Party.SUPPORTER,
            ReportDispute.round == round_,
        )
        .order_by(ReportDispute.id)
    )
    return [Voice(device, network or "", account) for device, network, account in rows]


def has_supported(session: Session, report: Report | PublicReport, supporter_key: str) -> bool:
    return (
        session.scalar(
            select(ReportSupporter.id).where(
                ReportSupporter.report_id == report.id, ReportSupporter.supporter_key == supporter_key
            )
        )
        is not None
    )


def list_supporters(session: Session, report: Report) -> Sequence[ReportSupporter]:
    """Its own and those that other reports lend it."""
    return session.scalars(
        select(ReportSupporter).where(ReportSupporter.report_id == report.id).order_by(ReportSupporter.id)
    ).all()


def find_unit(session: Session, unit_id: int) -> Unit | None:
    return session.get(Unit, unit_id)


def list_unit_options(session: Session) -> list[UnitOption]:
    """All units as routing sees them."""
    units = session.scalars(select(Unit).order_by(Unit.code))
    return [UnitOption(unit.id, unit.code, unit.kind, unit.area_code) for unit in units]
