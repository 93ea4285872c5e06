"""Sending the mails of the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlparse

from sqlalchemy.orm import Session

from portal.core.i18n import gettext, in_locale
from portal.core.jobs.types import JobContext, LongJob, Periodic
from portal.core.transaction import writing
from portal.notifications import actions
from portal.notifications.models import OutboxMail
from portal.notifications.queries import find_mail
from portal.notifications.senders import Undeliverable, sender_for
from portal.notifications.types import Mail, MailState


class NotSent(Exception):
    """Not gone out this time; it is tried again later."""


def send(session: Session, payload: dict[str, Any], *, now: datetime, context: JobContext) -> None:
    """Send one mail. No transaction is open while the mail server answers; sent ones are left alone."""
    row = find_mail(session, payload["mail_id"])
    if row is None or row.state is not MailState.PENDING:
        return
    mail = compose(row, context)
    session.rollback()
    try:
        sender_for(context.settings.mail_url)(mail)
    except Exception as error:
        if _give_up(session, payload["mail_id"], error):
            return
        # By its kind only: the worker notes what it is told, and a server's answer may repeat the address.
        raise NotSent(type(error).__name__) from None
    with writing(session):
        row = find_mail(session, payload["mail_id"])
        if row is not None and row.state is MailState.PENDING:
            actions.mark_sent(session, row, now=now)


def compose(row: OutboxMail, context: JobContext) -> Mail:
    """The mail with its full link and our closing words, to the address opened where it was sealed."""
    address = row.address
    if address is None:
        address = context.sealer.open(row.sealed_address or b"", row.sealed_for or "").decode()
    public_url = str(context.settings.public_url).rstrip("/")
    with in_locale(row.locale):
        closing = gettext("This mail was sent by the zero-waste city portal. Please do not answer it.")
    parts = [row.body or "", f"{public_url}{row.link}" if row.link else "", f"-- \n{closing}\n{public_url}"]
    return Mail(
        sender=str(context.settings.mail_from),
        recipient=address,
        subject=row.subject,
        body="\n\n".join(part for part in parts if part),
        message_id=f"<outbox-{row.id}@{urlparse(public_url).hostname}>",
        locale=row.locale,
        written_at=row.created_at,
    )


def _give_up(session: Session, mail_id: int, error: Exception) -> bool:
    with writing(session):
        row = find_mail(session, mail_id)
        if row is None or row.state is not MailState.PENDING:
            return True
        # The kind of error only: a server's answer may repeat the address.
        reason = str(error) if isinstance(error, Undeliverable) else type(error).__name__
        return actions.note_failure(session, row, reason, final=isinstance(error, Undeliverable))


def sweep(session: Session, *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- a periodic job's shape
    actions.forget_old_mails(session, now=now)


PERIODIC: dict[str, Periodic] = {"notifications.sweep": (24 * 3600, sweep)}
HANDLERS = {actions.SEND_JOB: LongJob(send)}
