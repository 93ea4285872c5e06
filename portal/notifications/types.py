"""What is told, to whom, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from portal.core.sealing import Sealer


class MailState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class Addressee(Protocol):
    """Someone with an account. (Accounts stand above this package, so only the shape is known here.)"""

    @property
    def id(self) -> int: ...

    @property
    def email(self) -> str: ...

    @property
    def locale(self) -> str: ...


@dataclass(frozen=True)
class Outsider:
    """Someone without an account, whose address stays sealed until the mail goes out.

    `purpose` is what the address was sealed for (`core.sealing`).
    """

    sealed_address: bytes = field(repr=False)
    purpose: str
    locale: str


@dataclass(frozen=True)
class Stranger:
    """An address that somebody typed and nobody has confirmed yet."""

    email: str
    locale: str


@dataclass(frozen=True)
class Discreet:
    """Someone with an account, told of what nobody may join with them: it is kept sealed, for their eyes.

    Neither the mail that waits nor the message in the inbox shows who is told of what.
    """

    person: Addressee
    sealer: Sealer = field(repr=False)

    @property
    def locale(self) -> str:
        return self.person.locale


Recipient = Addressee | Stranger | Outsider | Discreet


@dataclass(frozen=True)
class Message:
    """One thing to tell: `templates/emails/<template>.txt` and its values; each feature defines its own.

    `link` is a path of ours, added below the text. A `confidential` message (a link that opens an account)
    goes by mail only, and its text is removed once it is sent.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    link: str | None = field(default=None, repr=False)
    confidential: bool = False


@dataclass(frozen=True)
class Letter:
    """A message in the reader's language."""

    subject: str
    body: str


@dataclass(frozen=True)
class InboxItem:
    """A message as its reader sees it."""

    id: int
    locale: str
    title: str
    body: str
    link: str | None
    at: datetime
    read: bool


@dataclass(frozen=True)
class Mail:
    """What a mail server is given. `message_id` stays the same when sending is tried again."""

    sender: str
    recipient: str
    subject: str
    body: str = field(repr=False)
    message_id: str
    locale: str
    written_at: datetime
