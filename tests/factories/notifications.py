"""Messages and mails for tests."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.notifications.models import InboxMessage, OutboxMail

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def make_inbox_message(session: Session, person_id: int, **overrides: Any) -> InboxMessage:
    values: dict[str, Any] = {
        "person_id": person_id,
        "locale": "zh_Hans",
        "title": "A message",
        "body": "Something has happened.",
        "link": "/about",
        "created_at": NOW,
    }
    message = InboxMessage(**(values | overrides))
    session.add(message)
    session.flush()
    return message


def make_mail(session: Session, **overrides: Any) -> OutboxMail:
    """A mail that waits to be sent."""
    values: dict[str, Any] = {
        "address": "reader@test.example",
        "locale": "en",
        "template": "accounts/password_changed",
        "subject": "A subject",
        "body": "A body.",
        "created_at": NOW,
    }
    mail = OutboxMail(**(values | overrides))
    session.add(mail)
    session.flush()
    return mail
