"""Values of decisions, public notices and certificates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CertificateState(StrEnum):
    ACTIVE = "active"
    RECHECK_DUE = "recheck_due"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


class DecisionKind(StrEnum):
    PROPOSE = "propose"
    REFUSE = "refuse"


class NoticeState(StrEnum):
    OPEN = "open"
    HELD = "held"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ObjectionState(StrEnum):
    RECEIVED = "received"
    ADMITTED = "admitted"
    NOT_ADMITTED = "not_admitted"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Decide:
    """Propose or refuse an application, with the officer's reasons."""

    kind: DecisionKind
    reasons: str


@dataclass(frozen=True)
class SendBack:
    reason: str


@dataclass(frozen=True)
class Object:
    """An objection to a notice: the indicator it concerns, if any, the facts, and how to reach the person."""

    text: str
    code: str = ""
    contact: str = ""
