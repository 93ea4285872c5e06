"""Reading inbox and outbox."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.core.i18n import gettext
from portal.core.paging import Page, page_of
from portal.core.sealing import SealBroken, Sealer
from portal.notifications.models import InboxMessage, OutboxMail
from portal.notifications.rules import inbox_purpose
from portal.notifications.types import InboxItem, MailState


def find_mail(session: Session, mail_id: int) -> OutboxMail | None:
    return session.get(OutboxMail, mail_id)


def get_mail(session: Session, mail_id: int, *, for_update: bool = False) -> OutboxMail:
    mail = session.get(OutboxMail, mail_id, with_for_update=for_update or None)
    if mail is None:
        raise NotFound
    return mail


def page_of_failed(session: Session, cursor: str | None) -> Page[OutboxMail]:
    """Mails that were given up, newest first."""
    statement = select(OutboxMail).where(OutboxMail.state == MailState.FAILED)
    return page_of(session, statement, order=(OutboxMail.id,), cursor=cursor)


def get_message(session: Session, message_id: int, person_id: int) -> InboxMessage:
    """A message of this person; NotFound for anybody else's."""
    message = session.get(InboxMessage, message_id)
    if message is None or message.person_id != person_id:
        raise NotFound
    return message


def page_of_messages(session: Session, person_id: int, cursor: str | None) -> Page[InboxMessage]:
    """A person's messages, the newest first."""
    statement = select(InboxMessage).where(InboxMessage.person_id == person_id)
    return page_of(session, statement, order=(InboxMessage.created_at, InboxMessage.id), cursor=cursor)


def item_of(message: InboxMessage, sealer: Sealer) -> InboxItem:
    """The message as its reader sees it, opened where it is sealed. One whose key is gone says so."""
    title, body, link, at = message.title or "", message.body or "", message.link, message.created_at
    if message.sealed is not None:
        try:
            opened = json.loads(sealer.open(message.sealed, inbox_purpose(message.person_id)))
            title, body, link = opened[:3]
            at = datetime.fromisoformat(opened[3])
        except SealBroken:
            title, body = gettext("This message can no longer be opened."), ""
    return InboxItem(message.id, message.locale, title, body, link, at, message.read_at is not None)


def unread_of(person_id: ColumnElement[int]) -> ColumnElement[int]:
    """The number of unread messages as an expression, for a statement that reads the person anyway."""
    return (
        select(func.count(InboxMessage.id))
        .where(InboxMessage.person_id == person_id, InboxMessage.read_at.is_(None))
        .scalar_subquery()
    )
