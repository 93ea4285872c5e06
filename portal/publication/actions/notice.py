"""The public notice: opening, objections, holding, and its end."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.applications import actions as applications
from portal.applications.messages import rejected
from portal.applications.models import Application
from portal.applications.types import MoveApplication
from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.clock import WorkCalendar
from portal.core.db import add_numbered
from portal.core.errors import Conflict, Invalid, NotFound, require
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import new_ref
from portal.core.sealing import SealBroken, Sealer
from portal.notifications.types import Message
from portal.publication import messages
from portal.publication.actions.certificate import issue
from portal.publication.actions.decision import get_proposal
from portal.publication.actions.telling import tell_publishers
from portal.publication.models import Certificate, Notice, Objection
from portal.publication.permissions import can_publish, can_publish_notice
from portal.publication.queries import count_open_objections
from portal.publication.rules import NOTICE, OBJECTION, UNANSWERED
from portal.publication.types import NoticeState, Object, ObjectionState
from portal.reviews.queries import has_reviewed
from portal.standards.queries import get_by_hash


def open_notice(
    session: Session,
    application: Application,
    *,
    actor: Actor,
    calendar: WorkCalendar,
    now: datetime,
    demo_seconds: int | None = None,
) -> Notice:
    """Ask the public, for the standard's working days (`demo_seconds` instead, in demonstration mode)."""
    decision = get_proposal(session, application)
    reviewed = has_reviewed(session, application.id, actor.person_id or 0)
    require(can_publish(actor, application, decision, reviewed=reviewed))
    standard = get_by_hash(session, application.standard_hash)
    if demo_seconds is None:
        ends_at = calendar.add_working_days(now, standard.notice_working_days)
    else:
        ends_at = now + timedelta(seconds=demo_seconds)
    notice = Notice(
        application_id=application.id,
        decision_id=decision.id,
        opened_by_id=actor.person_id,
        opened_at=now,
        ends_at=ends_at,
        state=NoticeState.OPEN,
    )
    add_numbered(session, notice, Notice.no, lambda: new_ref("N", now))
    step = MoveApplication("open_notice", "", {"notice": notice.no, "ends_at": ends_at.isoformat()})
    applications.move(session, application, step, actor=actor, now=now)
    _tell_organisation(session, notice, messages.notice_opened(notice, standard.name), now=now)
    return notice


def object_to(
    session: Session, notice: Notice, command: Object, sealer: Sealer, *, actor: Actor, now: datetime
) -> Objection:
    """Anyone's objection while the notice is open. How to reach the person is sealed at once."""
    if notice.state is not NoticeState.OPEN or now > notice.ends_at:
        raise Conflict(_l("The notice has ended; objections are no longer taken."))
    if not command.text:
        raise Invalid.field("text", _l("Say what speaks against the certification."))
    objection = Objection(
        notice_id=notice.id, state=ObjectionState.RECEIVED, code=command.code, text=command.text, at=now
    )
    session.add(objection)
    session.flush()
    if command.contact:
        objection.contact_sealed = sealer.seal(command.contact.encode(), f"objection:{objection.id}")
    # As a visitor's, whoever is signed in: the log must not say who spoke up.
    by = Actor.guest(actor.locale)
    _record(session, notice, "object", {"objection": objection.id}, actor=by, now=now)
    message = messages.objection_received(notice, applications.title_of(session, notice.application))
    tell_publishers(session, notice.application, notice.decision, message, now=now)
    return objection


def open_contact(
    session: Session,
    notice: Notice,
    objection: Objection,
    reason: str,
    sealer: Sealer,
    *,
    actor: Actor,
    now: datetime,
) -> str:
    """How to reach who objected: for who answers, until it is answered, and on record with the reason."""
    _require_publisher(session, notice, actor)
    if not reason:
        raise Invalid.field("reason", _l("Say why. The reason is kept in the log."))
    if objection.contact_sealed is None:
        raise NotFound
    if objection.state not in UNANSWERED:
        raise Conflict(_l("The objection is answered; its contact stays closed."))
    try:
        contact = sealer.open(objection.contact_sealed, f"objection:{objection.id}").decode()
    except SealBroken as error:
        raise Conflict(_l("The contact can no longer be opened.")) from error
    data = {"objection": objection.id, "reason": reason}
    _record(session, notice, "open_contact", data, actor=actor, now=now)
    return contact


def admit(session: Session, notice: Notice, objection: Objection, *, actor: Actor, now: datetime) -> None:
    """Take an objection up: the notice is held until it is answered."""
    _require_publisher(session, notice, actor)
    objection.state = ObjectionState(OBJECTION.next_state(objection.state, "admit"))
    if notice.state is NoticeState.OPEN:
        notice.state = NoticeState(NOTICE.next_state(notice.state, "hold"))
        applications.move(session, notice.application, MoveApplication("hold"), actor=actor, now=now)
        title = applications.title_of(session, notice.application)
        _tell_organisation(session, notice, messages.held(notice, title), now=now)
    _record(session, notice, "admit", {"objection": objection.id}, actor=actor, now=now)


def refuse_objection(
    session: Session, notice: Notice, objection: Objection, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Not admissible (no facts, not about this notice); the published reason says why."""
    _require_publisher(session, notice, actor)
    if not reason:
        raise Invalid.field("reply", _l("Give the reason; it is published."))
    objection.state = ObjectionState(OBJECTION.next_state(objection.state, "not_admit"))
    objection.reply, objection.answered_at = reason, now
    _record(session, notice, "not_admit", {"objection": objection.id}, actor=actor, now=now)


def answer_objection(
    session: Session,
    notice: Notice,
    objection: Objection,
    reply: str,
    *,
    uphold: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """The reasoned, published reply: the notice goes on, or the objection is upheld and the case ends."""
    _require_publisher(session, notice, actor)
    if not reply:
        raise Invalid.field("reply", _l("Write the reply; it is published."))
    objection.state = ObjectionState(OBJECTION.next_state(objection.state, "answer"))
    objection.reply, objection.answered_at = reply, now
    session.flush()
    title = applications.title_of(session, notice.application)
    if uphold:
        notice.state = NoticeState(NOTICE.next_state(notice.state, "uphold"))
        notice.closed_at = now
        applications.move(session, notice.application, MoveApplication("uphold", reply), actor=actor, now=now)
        stage = messages.AFTER_OBJECTION
        _tell_organisation(
            session, notice, rejected(notice.application, title, stage=stage, reason=reply), now=now
        )
    elif count_open_objections(session, notice) == 0:
        notice.state = NoticeState(NOTICE.next_state(notice.state, "resume"))
        applications.move(session, notice.application, MoveApplication("resume", reply), actor=actor, now=now)
        _tell_organisation(session, notice, messages.resumed(notice, title, reply), now=now)
    _record(session, notice, "answer", {"objection": objection.id, "upheld": uphold}, actor=actor, now=now)


def close(session: Session, notice: Notice, *, actor: Actor, now: datetime) -> Certificate | None:
    """End a notice whose time is past, certify and issue. None while an objection is open."""
    if now < notice.ends_at:
        raise Conflict(_l("The notice has not ended yet."))
    if not actor.is_system:
        _require_publisher(session, notice, actor)
    if count_open_objections(session, notice):
        return None
    notice.state = NoticeState(NOTICE.next_state(notice.state, "close"))
    notice.closed_at = now
    applications.move(session, notice.application, MoveApplication("certify"), actor=actor, now=now)
    return issue(session, notice, actor=actor, now=now)


def _require_publisher(session: Session, notice: Notice, actor: Actor) -> None:
    reviewed = has_reviewed(session, notice.application_id, actor.person_id or 0)
    require(can_publish_notice(actor, notice, reviewed=reviewed))


def _tell_organisation(session: Session, notice: Notice, message: Message, *, now: datetime) -> None:
    applications.tell_organisation(session, notice.application.organisation_id, message, now=now)


def _record(
    session: Session, notice: Notice, verb: str, data: dict[str, object], *, actor: Actor, now: datetime
) -> None:
    action = f"publication.{verb}"
    record(session, actor=actor, action=action, subject=("notice", notice.no), data=data, now=now)
