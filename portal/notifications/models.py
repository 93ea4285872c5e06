"""Mails to be sent, and messages on the site.

`person_id` names a row of accounts, which stand above this package: there is no foreign key.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigId, UtcDateTime, enum_type
from portal.notifications.types import MailState


class OutboxMail(Base):
    """One mail, as its reader will see it. The address is plain (an account's) or sealed (a guest's)."""

    __tablename__ = "outbox_mails"
    __table_args__ = (
        CheckConstraint("(address IS NULL) <> (sealed_address IS NULL)", name="one_address"),
        CheckConstraint("(sent_at IS NOT NULL) = (state = 'sent')", name="sent_at_when_sent"),
        CheckConstraint("body IS NOT NULL OR state <> 'pending'", name="pending_has_body"),
        Index("ix_outbox_mails_state", "state", "id"),
        Index("ix_outbox_mails_person_id", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(BigId)
    address: Mapped[str | None] = mapped_column(String(254))
    sealed_address: Mapped[bytes | None]
    sealed_for: Mapped[str | None] = mapped_column(String(80))
    locale: Mapped[str] = mapped_column(String(8))
    template: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(String(500))
    confidential: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MailState] = mapped_column(enum_type(MailState, "state"), default=MailState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def host(self) -> str:
        """Where it was to go, without the name: enough to see whose server refuses. Empty where sealed."""
        return self.address.rpartition("@")[2] if self.address else ""


class InboxMessage(Base):
    """A message on the site, for a person with an account, in the language they had when it was written.

    What tells that somebody has reported something is `sealed` (title, body, link and moment), and
    `created_at` says the hour only, so that no reader of the table can join person and report.
    """

    __tablename__ = "inbox_messages"
    __table_args__ = (
        Index("ix_inbox_messages_person_id_created_at", "person_id", "created_at", "id"),
        Index(
            "ix_inbox_messages_unread",
            "person_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        CheckConstraint(
            "(sealed IS NULL) = (title IS NOT NULL) AND (sealed IS NULL) = (body IS NOT NULL)"
            " AND (sealed IS NULL OR link IS NULL)",
            name="open_or_sealed",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId)
    locale: Mapped[str] = mapped_column(String(8))
    title: Mapped[str | None] = mapped_column(String(200))
    body: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(String(500))
    sealed: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
