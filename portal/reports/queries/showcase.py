"""What the home page shows of reports: how many were resolved, and one place before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from portal.media.models import Photo
from portal.media.types import PhotoState
from portal.reports.models import Report, ReportEvent, ReportPhoto
from portal.reports.types import PhotoKind, ReportState, Visibility

LAST_RESOLVED = 200


@dataclass(frozen=True)
class CleanedPair:
    """A finished report with a published photo of before and of after."""

    report: Report
    before: Photo
    after: Photo


def count_resolved_since(session: Session, since: datetime) -> int:
    """Resolutions, each as often as it happened: a reopened report counts again."""
    return (
        session.scalar(
            select(func.count())
            .select_from(ReportEvent)
            .where(ReportEvent.action == "resolve", ReportEvent.at >= since)
        )
        or 0
    )


def find_cleaned_pair(session: Session) -> CleanedPair | None:
    """The latest closed report that can be shown with both pictures, among those resolved last."""
    last = (
        select(ReportEvent.report_id)
        .where(ReportEvent.action == "resolve")
        .order_by(ReportEvent.at.desc(), ReportEvent.id.desc())
        .limit(LAST_RESOLVED)
        .subquery()
    )
    before_link, after_link = aliased(ReportPhoto), aliased(ReportPhoto)
    before, after = aliased(Photo), aliased(Photo)
    row = session.execute(
        select(Report, before, after)
        .join(last, last.c.report_id == Report.id)
        .join(before_link, (before_link.report_id == Report.id) & (before_link.kind == PhotoKind.BEFORE))
        .join(after_link, (after_link.report_id == Report.id) & (after_link.kind == PhotoKind.AFTER))
        .join(before, before.id == before_link.photo_id)
        .join(after, after.id == after_link.photo_id)
        .where(
            Report.state == ReportState.CLOSED,
            Report.visibility == Visibility.PUBLIC,
            before.state == PhotoState.PUBLISHED,
            after.state == PhotoState.PUBLISHED,
        )
        .order_by(Report.id.desc(), before_link.id, after_link.id)
        .limit(1)
    ).first()
    return CleanedPair(row[0], row[1], row[2]) if row else None
