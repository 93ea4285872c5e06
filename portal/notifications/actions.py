"""Telling somebody something: on the site and by mail, put down with the change that it tells of."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.errors import Conflict, require
from portal.core.i18n import lazy_gettext as _l
from portal.core.jobs.queue import enqueue
from portal.notifications.letters import write_letter
from portal.notifications.models import InboxMessage, OutboxMail
from portal.notifications.permissions import can_see_mails
from portal.notifications.rules import (
    DISCREET_MAIL,
    KEPT_AFTER_END,
    MAX_ATTEMPTS,
    WORKFLOW,
    inbox_purpose,
)
from portal.notifications.types import (
    Addressee,
    Discreet,
    Letter,
    MailState,
    Message,
    Outsider,
    Recipient,
    Stranger,
)

SEND_JOB = "notifications.send"


def notify(session: Session, recipient: Recipient, message: Message, *, now: datetime) -> None:
    """Put `message` into the recipient's inbox and the outbox, in their language, within this transaction.

    It is sent if and only if the change is committed; someone without an account gets the mail only.
    """
    letter = write_letter(message, recipient.locale)
    mail = OutboxMail(
        **_address_of(recipient),
        locale=recipient.locale,
        template=message.template,
        subject=letter.subject,
        body=letter.body,
        link=message.link,
        confidential=message.confidential or isinstance(recipient, Outsider | Discreet),
        state=MailState(WORKFLOW.next_state(None, "put")),
        created_at=now,
    )
    session.add(mail)
    if not isinstance(recipient, Stranger | Outsider) and not message.confidential:
        session.add(_inbox_message(recipient, letter, message.link, now))
    session.flush()
    enqueue(session, SEND_JOB, {"mail_id": mail.id})


def _inbox_message(
    recipient: Addressee | Discreet, letter: Letter, link: str | None, now: datetime
) -> InboxMessage:
    if isinstance(recipient, Discreet):
        person_id = recipient.person.id
        plain = json.dumps([letter.subject, letter.body, link, now.isoformat()]).encode()
        return InboxMessage(
            person_id=person_id,
            locale=recipient.locale,
            sealed=recipient.sealer.seal(plain, inbox_purpose(person_id)),
            created_at=now.replace(minute=0, second=0, microsecond=0),
        )
    return InboxMessage(
        person_id=recipient.id,
        locale=recipient.locale,
        title=letter.subject,
        body=letter.body,
        link=link,
        created_at=now,
    )


def _address_of(recipient: Recipient) -> dict[str, Any]:
    match recipient:
        case Discreet():
            sealed = recipient.sealer.seal(recipient.person.email.encode(), DISCREET_MAIL)
            return {"sealed_address": sealed, "sealed_for": DISCREET_MAIL}
        case Outsider():
            return {"sealed_address": recipient.sealed_address, "sealed_for": recipient.purpose}
        case Stranger():
            return {"address": recipient.email}
    return {"address": recipient.email, "person_id": recipient.id}


def mark_sent(session: Session, mail: OutboxMail, *, now: datetime) -> None:
    """Gone out. What was confidential (or told a guest something) is not kept."""
    mail.state = MailState(WORKFLOW.next_state(mail.state, "send"))
    mail.sent_at, mail.error = now, None
    _forget(mail)
    session.flush()


def note_failure(session: Session, mail: OutboxMail, reason: str, *, final: bool = False) -> bool:
    """Count a failed attempt. True when no further one will be made."""
    mail.attempts += 1
    mail.error = reason[:300]
    over = final or mail.attempts >= MAX_ATTEMPTS
    if over:
        mail.state = MailState(WORKFLOW.next_state(mail.state, "give_up"))
        _forget(mail)
    session.flush()
    return over


def try_again(session: Session, mail: OutboxMail, *, actor: Actor, now: datetime) -> None:
    """Send a mail that was given up once more. What was confidential is gone and cannot be sent again."""
    require(can_see_mails(actor))
    state = MailState(WORKFLOW.next_state(mail.state, "try_again"))
    if mail.body is None:
        raise Conflict(_l("The text of this mail was not kept, so it cannot be sent again."))
    mail.state, mail.attempts, mail.error = state, 0, None
    session.flush()
    record(session, actor=actor, action="notifications.try_again", subject=("mail", str(mail.id)), now=now)
    enqueue(session, SEND_JOB, {"mail_id": mail.id})


def forget_old_mails(session: Session, *, now: datetime) -> None:
    """Remove mails that went out or were given up long ago: the inbox is the person's own record."""
    before = now - KEPT_AFTER_END
    done = OutboxMail.state != MailState.PENDING
    session.execute(delete(OutboxMail).where(done, OutboxMail.created_at < before))


def mark_read(session: Session, message: InboxMessage, *, now: datetime) -> None:
    """A second reading changes nothing."""
    if message.read_at is None:
        message.read_at = now
        session.flush()


def mark_all_read(session: Session, person_id: int, *, now: datetime) -> None:
    session.execute(
        update(InboxMessage)
        .where(InboxMessage.person_id == person_id, InboxMessage.read_at.is_(None))
        .values(read_at=now)
    )


def _forget(mail: OutboxMail) -> None:
    """The subject too: it names the report, and the order of rows tells whose inbox heard of it."""
    if mail.confidential:
        mail.subject, mail.body, mail.link = "", None, None
