"""Issuing a certificate, and every later step of its life."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications.actions import tell_organisation, tell_staff
from portal.applications.models import Application
from portal.audit.actions import record
from portal.core.actor import Actor, Role
from portal.core.calendar import city_calendar
from portal.core.clock import CITY_ZONE, end_of_local_day
from portal.core.db import add_numbered, next_number
from portal.core.i18n import Label
from portal.core.ids import new_ref
from portal.core.jobs.queue import enqueue
from portal.publication import messages
from portal.publication.models import Certificate, CertificateEvent, Notice
from portal.publication.rules import CERTIFICATE, RECHECK_WORKING_DAYS, next_recheck
from portal.publication.types import CertificateState
from portal.standards.queries import get_by_hash

PDF_JOB = "publication.make_pdf"


def issue(session: Session, notice: Notice, *, actor: Actor, now: datetime) -> Certificate:
    """Issue after the notice. The database refuses it before the notice's end, whatever the code says."""
    application, decision = notice.application, notice.decision
    standard = get_by_hash(session, application.standard_hash)
    certificate = Certificate(
        application_id=application.id,
        organisation_id=application.organisation_id,
        decision_id=decision.id,
        notice_id=notice.id,
        notice_ends_at=notice.ends_at,
        cell_type=application.cell_type,
        standard_version=application.standard_version,
        area_code=application.area_code,
        holder=application.organisation.name,
        level=decision.level,
        total=decision.total,
        state=CertificateState(CERTIFICATE.next_state(None, "issue")),
        issued_at=now,
        valid_until=years_later(now, standard.validity_years),
        recheck_from=next_recheck(now, standard.spot_checks_per_year),
    )
    add_numbered(session, certificate, Certificate.no, lambda: new_ref("C", now))
    _note(session, certificate, "issue", None, actor=actor, now=now)
    enqueue(session, PDF_JOB, {"certificate": certificate.no})
    level = next((one.name for one in standard.levels if one.code == certificate.level), None)
    message = messages.certified(certificate, standard.name, level)
    tell_organisation(session, certificate.organisation_id, message, now=now)
    return certificate


def move(
    session: Session, certificate: Certificate, action: str, *, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """One step of the certificate's table. Its holder is told, and officers where they have to act."""
    standard = get_by_hash(session, certificate.decision.standard_hash)
    before = certificate.state
    certificate.state = CertificateState(CERTIFICATE.next_state(before, action))
    _keep_rechecks(certificate, standard.spot_checks_per_year, now)
    session.flush()
    _note(session, certificate, action, before, actor=actor, now=now, reason=reason)
    told = messages.certificate_step(certificate, standard.name, action, reason)
    tell_organisation(session, certificate.organisation_id, told, now=now)
    if certificate.state is CertificateState.RECHECK_DUE:
        _tell_officers(session, certificate, standard.name, now=now)


def remind_of_recheck(session: Session, certificate: Certificate, *, actor: Actor, now: datetime) -> None:
    """Tell the officers once more before its last day; after that the certificate is suspended by itself."""
    before = certificate.state
    certificate.state = CertificateState(CERTIFICATE.next_state(before, "remind"))
    _note(session, certificate, "remind", before, actor=actor, now=now)
    standard = get_by_hash(session, certificate.decision.standard_hash)
    _tell_officers(session, certificate, standard.name, now=now)


def _tell_officers(session: Session, certificate: Certificate, title: Label, *, now: datetime) -> None:
    application = session.get_one(Application, certificate.application_id)
    due = messages.recheck_due(certificate, title)
    tell_staff(session, application, Role.CERTIFICATION_OFFICER, due, now=now)


def _keep_rechecks(certificate: Certificate, checks_per_year: int, now: datetime) -> None:
    """A re-check that begins gets its last day; one that is over sets the next."""
    due = certificate.state is CertificateState.RECHECK_DUE
    certificate.recheck_by = city_calendar().add_working_days(now, RECHECK_WORKING_DAYS) if due else None
    if certificate.state is CertificateState.ACTIVE:
        certificate.recheck_from = next_recheck(now, checks_per_year)


def years_later(moment: datetime, years: int) -> datetime:
    """The end of the same local day, `years` on; 29 February becomes the 28th."""
    day = moment.astimezone(CITY_ZONE).date()
    try:
        later = day.replace(year=day.year + years)
    except ValueError:
        later = day.replace(year=day.year + years, day=28)
    return end_of_local_day(later)


def _note(
    session: Session,
    certificate: Certificate,
    action: str,
    before: CertificateState | None,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> None:
    session.add(
        CertificateEvent(
            certificate_id=certificate.id,
            seq=next_number(session, CertificateEvent.seq, CertificateEvent.certificate_id == certificate.id),
            action=action,
            from_state=before,
            to_state=certificate.state,
            actor=actor.audit_name,
            reason=reason,
            at=now,
        )
    )
    data = {"from": before.value if before else None, "to": certificate.state.value}
    subject = ("certificate", certificate.no)
    record(session, actor=actor, action=f"publication.{action}", subject=subject, data=data, now=now)
