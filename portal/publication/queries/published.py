"""Reading decisions, notices, objections and the register."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Exists, exists, false, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.applications.models import Application
from portal.core.errors import NotFound
from portal.core.paging import Page, page_of
from portal.publication.models import Certificate, CertificateEvent, Decision, Notice, Objection
from portal.publication.rules import UNANSWERED, VALID
from portal.publication.types import CertificateState, NoticeState, ObjectionState


def find_decision(session: Session, application: Application) -> Decision | None:
    """The latest decision on an application."""
    return session.scalars(
        select(Decision)
        .where(Decision.application_id == application.id)
        .order_by(Decision.id.desc())
        .limit(1)
    ).first()


def get_notice(session: Session, no: str, *, for_update: bool = False) -> Notice:
    """With application, organisation and decision; raises NotFound."""
    statement = (
        select(Notice)
        .where(Notice.no == no)
        .options(
            joinedload(Notice.application).joinedload(Application.organisation), joinedload(Notice.decision)
        )
    )
    if for_update:
        statement = statement.with_for_update(of=Notice)
    notice = session.scalars(statement).one_or_none()
    if notice is None:
        raise NotFound
    return notice


def find_notice_of(session: Session, application: Application) -> Notice | None:
    return session.scalars(
        select(Notice).where(Notice.application_id == application.id).order_by(Notice.id.desc()).limit(1)
    ).first()


def page_of_notices(
    session: Session, cursor: str | None, *, states: Collection[NoticeState] = ()
) -> Page[Notice]:
    """Newest first, with what a list shows."""
    statement = select(Notice).options(
        joinedload(Notice.application).joinedload(Application.organisation), joinedload(Notice.decision)
    )
    if states:
        statement = statement.where(Notice.state.in_(states))
    return page_of(session, statement, order=(Notice.opened_at, Notice.id), cursor=cursor)


def page_of_notices_in(
    session: Session, areas: Collection[str], cursor: str | None, *, objected: bool = False
) -> Page[Notice]:
    """For staff: the notices of their areas, newest first; or those to which a new objection came in."""
    statement = (
        select(Notice)
        .join(Application, Application.id == Notice.application_id)
        .where(or_(false(), *(Application.area_code.startswith(area) for area in areas)))
        .options(
            contains_eager(Notice.application).joinedload(Application.organisation),
            joinedload(Notice.decision),
        )
    )
    if objected:
        statement = statement.where(_new_objection())
    return page_of(session, statement, order=(Notice.opened_at, Notice.id), cursor=cursor)


def list_objected(session: Session, notices: Collection[Notice]) -> set[int]:
    """Those notices, by id, with an objection on which nothing was said yet."""
    numbers = [one.id for one in notices]
    return set(session.scalars(select(Notice.id).where(Notice.id.in_(numbers), _new_objection())))


def _new_objection() -> Exists:
    return exists().where(Objection.notice_id == Notice.id, Objection.state == ObjectionState.RECEIVED)


def page_of_certificates_in(
    session: Session, areas: Collection[str], cursor: str | None, *, states: Collection[CertificateState] = ()
) -> Page[Certificate]:
    """For staff: the certificates of their areas, newest first."""
    statement = select(Certificate).where(
        or_(false(), *(Certificate.area_code.startswith(area) for area in areas))
    )
    if states:
        statement = statement.where(Certificate.state.in_(states))
    return page_of(session, statement, order=(Certificate.issued_at, Certificate.id), cursor=cursor)


def list_expiring(session: Session, now: datetime, limit: int = 100) -> list[Certificate]:
    """Certificates whose validity is over and that still count."""
    states = (*VALID, CertificateState.SUSPENDED)
    return list(
        session.scalars(
            select(Certificate)
            .where(Certificate.state.in_(states), Certificate.valid_until < now)
            .order_by(Certificate.valid_until, Certificate.id)
            .limit(limit)
            .with_for_update()
        )
    )


def list_recheck_due(session: Session, now: datetime, limit: int = 100) -> list[Certificate]:
    """Certificates in force whose next re-check is due."""
    due = Certificate.recheck_from
    statement = select(Certificate).where(Certificate.state == CertificateState.ACTIVE, due < now)
    return list(session.scalars(statement.order_by(due, Certificate.id).limit(limit).with_for_update()))


def list_recheck_overdue(session: Session, now: datetime, limit: int = 100) -> list[Certificate]:
    """Certificates whose re-check was not made in time."""
    last = Certificate.recheck_by
    statement = select(Certificate).where(Certificate.state == CertificateState.RECHECK_DUE, last < now)
    return list(session.scalars(statement.order_by(last, Certificate.id).limit(limit).with_for_update()))


def list_recheck_near(session: Session, until: datetime, limit: int = 100) -> list[Certificate]:
    """Certificates whose re-check ends before `until` and of which nobody was reminded since it fell due."""
    last_step = (
        select(CertificateEvent.action)
        .where(CertificateEvent.certificate_id == Certificate.id)
        .order_by(CertificateEvent.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    last = Certificate.recheck_by
    statement = select(Certificate).where(
        Certificate.state == CertificateState.RECHECK_DUE, last <= until, last_step == "due"
    )
    return list(
        session.scalars(statement.order_by(last, Certificate.id).limit(limit).with_for_update(of=Certificate))
    )


def list_open_notices(session: Session, limit: int = 3) -> list[Notice]:
    """For the home page: those that anyone can still object to, ending soonest first."""
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.state == NoticeState.OPEN)
            .options(joinedload(Notice.application).joinedload(Application.organisation))
            .order_by(Notice.ends_at, Notice.id)
            .limit(limit)
        )
    )


def list_ended_notices(session: Session, now: datetime, limit: int = 50) -> list[Notice]:
    """Open notices whose last moment is past."""
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.state == NoticeState.OPEN, Notice.ends_at <= now)
            .options(joinedload(Notice.application), joinedload(Notice.decision))
            .order_by(Notice.ends_at, Notice.id)
            .limit(limit)
            .with_for_update(of=Notice)
        )
    )


def list_objections(session: Session, notice: Notice) -> list[Objection]:
    return list(
        session.scalars(select(Objection).where(Objection.notice_id == notice.id).order_by(Objection.id))
    )


def get_objection(session: Session, objection_id: int) -> Objection:
    objection = session.get(Objection, objection_id)
    if objection is None:
        raise NotFound
    return objection


def count_open_objections(session: Session, notice: Notice) -> int:
    """Objections not yet answered or refused: while there is one, nothing is signed."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Objection)
            .where(Objection.notice_id == notice.id, Objection.state.in_(UNANSWERED))
        )
        or 0
    )


def get_certificate(session: Session, no: str, *, for_update: bool = False) -> Certificate:
    """With organisation and decision; raises NotFound."""
    statement = (
        select(Certificate)
        .where(Certificate.no == no)
        .options(joinedload(Certificate.organisation), joinedload(Certificate.decision))
    )
    if for_update:
        statement = statement.with_for_update(of=Certificate)
    certificate = session.scalars(statement).one_or_none()
    if certificate is None:
        raise NotFound
    return certificate


def find_certificate_of(session: Session, application: Application) -> Certificate | None:
    return session.scalars(
        select(Certificate).where(Certificate.application_id == application.id)
    ).one_or_none()


def page_of_register(
    session: Session,
    cursor: str | None,
    *,
    cell_type: str | None = None,
    area: str | None = None,
    words: str = "",
    states: Collection[CertificateState] = (),
) -> Page[Certificate]:
    """The public register, newest first; `words` are looked for in the holder's name."""
    statement = select(Certificate)
    if cell_type:
        statement = statement.where(Certificate.cell_type == cell_type)
    if area:
        statement = statement.where(Certificate.area_code.startswith(area, autoescape=True))
    if words:
        statement = statement.where(Certificate.holder.icontains(words, autoescape=True))
    if states:
        statement = statement.where(Certificate.state.in_(states))
    return page_of(session, statement, order=(Certificate.issued_at, Certificate.id), cursor=cursor)


def count_valid(session: Session) -> int:
    """Cells certified and in force today."""
    return (
        session.scalar(select(func.count()).select_from(Certificate).where(Certificate.state.in_(VALID))) or 0
    )


def list_certificate_events(session: Session, certificate: Certificate) -> list[CertificateEvent]:
    return list(
        session.scalars(
            select(CertificateEvent)
            .where(CertificateEvent.certificate_id == certificate.id)
            .order_by(CertificateEvent.seq)
        )
    )
