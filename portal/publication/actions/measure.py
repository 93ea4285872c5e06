"""Measures on a certificate: an officer proposes, a publisher confirms. Appeals against a revocation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications.actions import tell_organisation, tell_staff
from portal.applications.models import Application
from portal.audit.actions import record
from portal.core.actor import Actor, Role
from portal.core.calendar import city_calendar
from portal.core.errors import Conflict, Invalid, require
from portal.core.i18n import lazy_gettext as _l
from portal.publication import messages
from portal.publication.actions.certificate import move
from portal.publication.models import Certificate, CertificateAppeal, CertificateMeasure
from portal.publication.permissions import (
    can_appeal,
    can_decide_appeal,
    can_decide_measure,
    can_propose_measure,
)
from portal.publication.queries import (
    find_revocation,
    find_revoking_event,
    list_appeals,
    list_measures,
    list_successors,
)
from portal.publication.rules import APPEAL, APPEAL_WORKING_DAYS, MEASURE, measures_from, needs_ground
from portal.publication.types import (
    AppealState,
    CertificateState,
    DecideAppeal,
    MeasureKind,
    MeasureState,
    ProposeMeasure,
)
from portal.standards.queries import get_by_hash


def propose_measure(
    session: Session, certificate: Certificate, command: ProposeMeasure, *, actor: Actor, now: datetime
) -> CertificateMeasure:
    """Nothing changes yet: a publisher, another person, decides."""
    require(can_propose_measure(actor, certificate))
    if any(one.state is MeasureState.PROPOSED for one in list_measures(session, certificate)):
        raise Conflict(_l("Another measure waits for the publisher already."))
    _check(session, certificate, command)
    measure = CertificateMeasure(
        certificate_id=certificate.id,
        kind=command.kind,
        state=MeasureState(MEASURE.next_state(None, "propose")),
        ground=command.ground if command.kind is MeasureKind.REVOKE else "",
        reason=command.reason,
        successor_id=command.successor if command.kind is MeasureKind.RENEW else None,
        proposed_by_id=actor.person_id,
        proposed_at=now,
    )
    session.add(measure)
    session.flush()
    _record(session, certificate, "propose_measure", measure, actor=actor, now=now)
    _tell_publishers(session, certificate, "measure_waits", without=measure.proposed_by_id, now=now)
    return measure


def confirm_measure(
    session: Session, certificate: Certificate, measure: CertificateMeasure, *, actor: Actor, now: datetime
) -> None:
    """It takes effect at once: page, register and code say so from this moment."""
    _decide(certificate, measure, "confirm", actor=actor, now=now)
    session.flush()
    _record(session, certificate, "confirm_measure", measure, actor=actor, now=now)
    move(session, certificate, measure.kind.value, actor=actor, now=now, reason=measure.reason)


def refuse_measure(
    session: Session,
    certificate: Certificate,
    measure: CertificateMeasure,
    reply: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """The proposal ends; the certificate stays as it is."""
    if not reply:
        raise Invalid.field("reply", _l("Give the reason; the officer will read it."))
    _decide(certificate, measure, "refuse", actor=actor, now=now)
    measure.reply = reply
    session.flush()
    _record(session, certificate, "refuse_measure", measure, actor=actor, now=now)


def appeal_until(session: Session, certificate: Certificate) -> datetime | None:
    """The last moment for an appeal against the revocation; None where there is nothing to appeal against."""
    event = find_revoking_event(session, certificate)
    if certificate.state is not CertificateState.REVOKED or event is None:
        return None
    if any(one.at >= event.at for one in list_appeals(session, certificate)):
        return None
    return city_calendar().add_working_days(event.at, APPEAL_WORKING_DAYS)


def appeal(
    session: Session, certificate: Certificate, text: str, *, actor: Actor, now: datetime
) -> CertificateAppeal:
    """Once for each revocation, by an owner of the organisation, within the term."""
    require(can_appeal(actor, certificate))
    until = appeal_until(session, certificate)
    if until is None or now > until:
        raise Conflict(_l("An appeal is not possible: the term is over, or one was made already."))
    if not text:
        raise Invalid.field("text", _l("Say why the revocation is wrong."))
    made = CertificateAppeal(
        certificate_id=certificate.id,
        person_id=actor.person_id,
        state=AppealState(APPEAL.next_state(None, "appeal")),
        text=text,
        at=now,
    )
    session.add(made)
    session.flush()
    subject = ("certificate", certificate.no)
    data: dict[str, object] = {"appeal": made.id}
    record(session, actor=actor, action="publication.appeal", subject=subject, data=data, now=now)
    _tell_publishers(session, certificate, "appeal_received", without=None, now=now)
    return made


def decide_appeal(
    session: Session,
    certificate: Certificate,
    made: CertificateAppeal,
    command: DecideAppeal,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Upheld, the certificate counts again; either way the reply is published."""
    require(can_decide_appeal(actor, certificate, find_revocation(session, certificate)))
    if not command.reply:
        raise Invalid.field("reply", _l("Write the reply; it is published."))
    verb = "uphold" if command.uphold else "dismiss"
    made.state = AppealState(APPEAL.next_state(made.state, verb))
    made.reply, made.decided_by_id, made.decided_at = command.reply, actor.person_id, now
    session.flush()
    subject = ("certificate", certificate.no)
    data: dict[str, object] = {"appeal": made.id}
    record(session, actor=actor, action=f"publication.{verb}_appeal", subject=subject, data=data, now=now)
    if command.uphold:
        move(session, certificate, "uphold_appeal", actor=actor, now=now, reason=command.reply)
        return
    title = get_by_hash(session, certificate.decision.standard_hash).name
    message = messages.appeal_dismissed(certificate, title, command.reply)
    tell_organisation(session, certificate.organisation_id, message, now=now)


def _check(session: Session, certificate: Certificate, command: ProposeMeasure) -> None:
    if command.kind not in measures_from(certificate.state):
        raise Conflict
    errors = {}
    if not command.reason:
        errors["reason"] = [_l("Give the reason; it is published with the measure.")]
    standard = get_by_hash(session, certificate.decision.standard_hash)
    known = {one.code for one in standard.prerequisites}
    if needs_ground(command.kind, certificate.state) and command.ground not in known:
        errors["ground"] = [_l("Name the prerequisite that is broken; else propose a suspension first.")]
    if command.kind is MeasureKind.RENEW:
        newer = {one.id for one in list_successors(session, certificate)}
        if command.successor not in newer:
            errors["successor"] = [_l("Choose the newer certificate of the same organisation.")]
    if errors:
        raise Invalid(errors)


def _decide(
    certificate: Certificate, measure: CertificateMeasure, action: str, *, actor: Actor, now: datetime
) -> None:
    require(can_decide_measure(actor, certificate, measure))
    measure.state = MeasureState(MEASURE.next_state(measure.state, action))
    measure.decided_by_id, measure.decided_at = actor.person_id, now


def _record(
    session: Session,
    certificate: Certificate,
    verb: str,
    measure: CertificateMeasure,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    subject = ("certificate", certificate.no)
    data: dict[str, object] = {"measure": measure.id, "kind": measure.kind.value}
    record(session, actor=actor, action=f"publication.{verb}", subject=subject, data=data, now=now)


def _tell_publishers(
    session: Session, certificate: Certificate, what: str, *, without: int | None, now: datetime
) -> None:
    title = get_by_hash(session, certificate.decision.standard_hash).name
    application = session.get_one(Application, certificate.application_id)
    message = messages.waits_at_certificate(what, certificate, title)
    never = [without] if without else []
    tell_staff(session, application, Role.PUBLISHER, message, now=now, without=never)
