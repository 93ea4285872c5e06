"""What waits for a day to come: questions without an answer, resolutions without a word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.reports.models import Report
from portal.reports.types import ReportState


def list_unanswered(session: Session, since: datetime, limit: int = 200) -> Sequence[Report]:
    """Reports that have waited for their reporter since `since` or longer, oldest first."""
    return _waiting(session, ReportState.AWAITING_REPORTER, since, limit)


def list_silent(session: Session, since: datetime, limit: int = 200) -> Sequence[Report]:
    """Reports resolved at `since` or before, about which nobody has said anything."""
    return _waiting(session, ReportState.RESOLVED, since, limit)


def _waiting(session: Session, state: ReportState, since: datetime, limit: int) -> Sequence[Report]:
    return session.scalars(
        select(Report)
        .where(Report.state == state, Report.state_since <= since)
        .order_by(Report.state_since, Report.id)
        .limit(limit)
        .with_for_update()
    ).all()
