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


class MeasureKind(StrEnum):
    """A step of a certificate's table that an officer proposes and a publisher confirms."""

    PASS = "pass"  # noqa: S105 -- a re-check, no password
    FAIL = "fail"
    SUSPEND = "suspend"
    MENDED = "mended"
    REVOKE = "revoke"
    RENEW = "renew"


class MeasureState(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class AppealState(StrEnum):
    RECEIVED = "received"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class ProposeMeasure:
    """`reason` is published; `ground` is the broken prerequisite, `successor` the newer certificate's id."""

    kind: MeasureKind
    reason: str
    ground: str = ""
    successor: int | None = None


@dataclass(frozen=True)
class DecideAppeal:
    uphold: bool
    reply: str
