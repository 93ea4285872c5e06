"""Closing notices whose time is past, expiring certificates, and setting the PDF."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.calendar import city_calendar
from portal.core.errors import NotFound
from portal.core.i18n import in_locale
from portal.core.jinja import local
from portal.core.jobs.types import JobContext, LongJob, Periodic
from portal.core.transaction import writing
from portal.places.queries import known_gazetteer
from portal.publication.actions import certificate as certificates
from portal.publication.actions import notice as notices
from portal.publication.document import CertificateText, make_pdf
from portal.publication.models import Certificate
from portal.publication.queries import (
    get_certificate,
    list_ended_notices,
    list_expiring,
    list_recheck_due,
    list_recheck_near,
    list_recheck_overdue,
)
from portal.publication.rules import REMIND_WORKING_DAYS
from portal.standards.queries import get_by_hash
from portal.standards.types import Standard


def close_notices(session: Session, *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- as all jobs
    """Certify what nobody objected to, within seconds of the notice's end."""
    for notice in list_ended_notices(session, now):
        notices.close(session, notice, actor=Actor.system(), now=now)


def expire(session: Session, *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- as all jobs
    for certificate in list_expiring(session, now):
        certificates.move(session, certificate, "expire", actor=Actor.system(), now=now)


def recheck(session: Session, *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- as all jobs
    """What was not re-checked in time is suspended; before that officers are reminded; what
    has stood long enough is to be re-checked."""
    for certificate in list_recheck_overdue(session, now):
        certificates.move(session, certificate, "overdue", actor=Actor.system(), now=now)
    soon = city_calendar().add_working_days(now, REMIND_WORKING_DAYS)
    for certificate in list_recheck_near(session, soon):
        certificates.remind_of_recheck(session, certificate, actor=Actor.system(), now=now)
    for certificate in list_recheck_due(session, now):
        certificates.move(session, certificate, "due", actor=Actor.system(), now=now)


def make_document(
    session: Session,
    payload: dict[str, Any],
    *,
    now: datetime,  # noqa: ARG001 -- the shape of a handler
    context: JobContext,
) -> None:
    """Set the certificate's PDF once; doing it again gives the same page."""
    try:
        certificate = get_certificate(session, payload["certificate"])
    except NotFound:
        return
    standard = get_by_hash(session, certificate.decision.standard_hash)
    city = known_gazetteer(session).city.name.text("zh_Hans")
    pdf = make_pdf(text_of(certificate, standard, city, context.settings))
    key = f"certificates/{certificate.no.lower()}.pdf"
    session.rollback()
    context.storage.put(key, pdf)
    with writing(session):
        get_certificate(session, payload["certificate"], for_update=True).pdf_key = key


def text_of(certificate: Certificate, standard: Standard, city: str, settings: Any) -> CertificateText:
    """What the document says, in Chinese whatever the reader's language.

    Issued by the owner of the portal; where the settings name none, by the programme office of the `city`.
    """
    level = next((one for one in standard.levels if one.code == certificate.level), None)
    title = standard.name.text("zh_Hans")
    return CertificateText(
        no=certificate.no,
        holder=certificate.holder,
        title=title,
        level=level.name.text("zh_Hans") if level else "",
        standard=f"《{title}评价标准》（{standard.version} 版）",
        issued=_day(certificate.issued_at),
        valid_until=_day(certificate.valid_until),
        issuer=settings.site_owner or f"{city}“无废城市”建设工作专班",
        address=f"{settings.public_url.rstrip('/')}/certificates/{certificate.no}",
        mark="" if settings.production else "演示样张",
    )


def _day(moment: datetime) -> str:
    with in_locale("zh_Hans"):
        return local(moment, "date")


HANDLERS = {certificates.PDF_JOB: LongJob(make_document)}
PERIODIC: dict[str, Periodic] = {
    "publication.close_notices": (5, close_notices),
    "publication.expire": (3600, expire),
    "publication.recheck": (3600, recheck),
}
