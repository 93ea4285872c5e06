"""Reading applications: for their organisation, for staff lists, and as answers to score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import (
    AnswerEvidence,
    Application,
    ApplicationAnswer,
    ApplicationEvent,
    ApplicationSnapshot,
    CorrectionRequest,
)
from portal.applications.types import ApplicationState
from portal.core.errors import NotFound
from portal.core.paging import Page, page_of
from portal.standards.answers import as_answer
from portal.standards.types import Answer, Answers, Standard

_ENDED = (ApplicationState.REJECTED, ApplicationState.WITHDRAWN, ApplicationState.CERTIFIED)


def get_application(session: Session, ref: str, *, for_update: bool = False) -> Application:
    """By its reference, with its organisation; raises NotFound. `for_update` before a change of state."""
    statement = (
        select(Application).where(Application.ref == ref).options(joinedload(Application.organisation))
    )
    if for_update:
        statement = statement.with_for_update(of=Application)
    application = session.scalars(statement).one_or_none()
    if application is None:
        raise NotFound
    return application


def find_open(session: Session, organisation_id: int, cell_type: str) -> Application | None:
    """The organisation's application of this type that has not ended, if there is one."""
    return session.scalars(
        select(Application)
        .where(
            Application.organisation_id == organisation_id,
            Application.cell_type == cell_type,
            Application.state.not_in(_ENDED),
        )
        .order_by(Application.id.desc())
        .limit(1)
    ).first()


def page_of_organisation(
    session: Session, organisation_ids: Collection[int], cursor: str | None
) -> Page[Application]:
    """The applications of one's organisations, newest first."""
    statement = (
        select(Application)
        .where(Application.organisation_id.in_(organisation_ids))
        .options(joinedload(Application.organisation))
    )
    return page_of(session, statement, order=(Application.id,), cursor=cursor)


def page_of_staff(
    session: Session,
    areas: Collection[str],
    cursor: str | None,
    *,
    states: Collection[ApplicationState] = (),
    cell_type: str | None = None,
) -> Page[Application]:
    """What staff of `areas` may see: never drafts; oldest submission first, so that nobody waits unseen."""
    statement = (
        select(Application)
        .where(
            Application.submitted_at.is_not(None),
            or_(false(), *(Application.area_code.startswith(area) for area in areas)),
        )
        .options(joinedload(Application.organisation))
    )
    if states:
        statement = statement.where(Application.state.in_(states))
    if cell_type:
        statement = statement.where(Application.cell_type == cell_type)
    order = (Application.submitted_at, Application.id)
    return page_of(session, statement, order=order, cursor=cursor, descending=False)


def list_overdue(session: Session, now: datetime, limit: int = 100) -> list[Application]:
    """Applications whose time for corrections is over, the longest first."""
    return list(
        session.scalars(
            select(Application)
            .where(Application.state == ApplicationState.RETURNED, Application.correction_due_at < now)
            .options(joinedload(Application.organisation))
            .order_by(Application.correction_due_at, Application.id)
            .limit(limit)
            .with_for_update(of=Application)
        )
    )


def answers_by_code(session: Session, application: Application) -> dict[str, ApplicationAnswer]:
    rows = session.scalars(
        select(ApplicationAnswer)
        .where(ApplicationAnswer.application_id == application.id)
        .order_by(ApplicationAnswer.code)
    )
    return {row.code: row for row in rows}


def find_answer(session: Session, application: Application, code: str) -> ApplicationAnswer | None:
    return session.scalars(
        select(ApplicationAnswer).where(
            ApplicationAnswer.application_id == application.id, ApplicationAnswer.code == code
        )
    ).one_or_none()


def evidence_by_code(session: Session, application: Application) -> dict[str, list[AnswerEvidence]]:
    """The evidence links of each item, in the order in which they were added."""
    found: defaultdict[str, list[AnswerEvidence]] = defaultdict(list)
    rows = session.scalars(
        select(AnswerEvidence)
        .where(AnswerEvidence.application_id == application.id)
        .order_by(AnswerEvidence.id)
    )
    for row in rows:
        found[row.code].append(row)
    return dict(found)


def list_events(session: Session, application: Application) -> list[ApplicationEvent]:
    return list(
        session.scalars(
            select(ApplicationEvent)
            .where(ApplicationEvent.application_id == application.id)
            .order_by(ApplicationEvent.seq)
        )
    )


def list_corrections(session: Session, application: Application) -> list[CorrectionRequest]:
    """What was asked in the present round."""
    return list(
        session.scalars(
            select(CorrectionRequest)
            .where(
                CorrectionRequest.application_id == application.id,
                CorrectionRequest.round == application.correction_round,
            )
            .order_by(CorrectionRequest.id)
        )
    )


def get_snapshot(session: Session, application: Application) -> ApplicationSnapshot:
    """What was last handed in; raises NotFound before the first submission."""
    snapshot = session.scalars(
        select(ApplicationSnapshot)
        .where(ApplicationSnapshot.application_id == application.id)
        .order_by(ApplicationSnapshot.round.desc())
        .limit(1)
    ).first()
    if snapshot is None:
        raise NotFound
    return snapshot


def to_answers(standard: Standard, rows: Mapping[str, ApplicationAnswer]) -> Answers:
    """Kept answers as the scoring reads them: indicators, prerequisites and claimed bonus items."""
    indicators: dict[str, Answer] = {}
    for code, indicator in standard.indicators.items():
        row = rows.get(code)
        if row is None:
            continue
        answer = as_answer(
            indicator,
            row.value,
            not_applicable=row.not_applicable,
            reason=row.reason,
            approved=row.not_applicable_approved,
        )
        if answer is not None:
            indicators[code] = answer
    prerequisites = {
        one.code: rows[one.code].value is True
        for one in standard.prerequisites
        if one.code in rows and rows[one.code].value is not None
    }
    bonus = frozenset(one.code for one in standard.bonus if one.code in rows and rows[one.code].value is True)
    return Answers(indicators, prerequisites, bonus)
