"""The tables of a certificate, a public notice and an objection; when a re-check is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.core.actor import Role
from portal.core.workflow import START, Workflow, step
from portal.publication.types import AppealState as A
from portal.publication.types import CertificateState as S
from portal.publication.types import MeasureKind
from portal.publication.types import MeasureState as M
from portal.publication.types import NoticeState as N
from portal.publication.types import ObjectionState as O

OFFICER, PUBLISHER, SYSTEM, ANYONE, OWNER = (
    Role.CERTIFICATION_OFFICER.value, Role.PUBLISHER.value, "system", "anyone", "owner"
)  # fmt: skip

RECHECK_WORKING_DAYS = 30
"""How long a re-check may take once it is due; then the certificate is suspended."""

REMIND_WORKING_DAYS = 5
"""How long before the last day of a re-check its officers are reminded."""

APPEAL_WORKING_DAYS = 15
"""How long the holder of a revoked certificate may appeal."""

PROPOSAL, SUCCESSOR = "officer's proposal", "new certificate"

CERTIFICATE = Workflow(
    name="certificate",
    states=S,
    table=(
        step("issue", START, S.ACTIVE, (SYSTEM, PUBLISHER), "notice ended"),
        step("due", S.ACTIVE, S.RECHECK_DUE, SYSTEM),
        step("remind", S.RECHECK_DUE, S.RECHECK_DUE, SYSTEM, "the last day is near"),
        step("pass", S.RECHECK_DUE, S.ACTIVE, PUBLISHER, PROPOSAL),
        step("fail", S.RECHECK_DUE, S.SUSPENDED, PUBLISHER, PROPOSAL),
        step("overdue", S.RECHECK_DUE, S.SUSPENDED, SYSTEM),
        step("suspend", S.ACTIVE, S.SUSPENDED, PUBLISHER, PROPOSAL),
        step("mended", S.SUSPENDED, S.ACTIVE, PUBLISHER, PROPOSAL),
        step("revoke", (S.SUSPENDED, S.ACTIVE, S.RECHECK_DUE), S.REVOKED, PUBLISHER, PROPOSAL),
        step("uphold_appeal", S.REVOKED, S.ACTIVE, PUBLISHER, "reasons"),
        step("expire", (S.ACTIVE, S.RECHECK_DUE, S.SUSPENDED), S.EXPIRED, SYSTEM),
        step("renew", (S.ACTIVE, S.RECHECK_DUE, S.EXPIRED), S.SUPERSEDED, PUBLISHER, SUCCESSOR),
    ),
    terminal=frozenset({S.SUPERSEDED, S.REVOKED, S.EXPIRED}),
)

VALID = (S.ACTIVE, S.RECHECK_DUE)
"""A certificate in one of these counts."""

NOTICE = Workflow(
    name="public notice",
    states=N,
    table=(
        step("open", START, N.OPEN, PUBLISHER),
        step("hold", N.OPEN, N.HELD, PUBLISHER, "objection"),
        step("resume", N.HELD, N.OPEN, PUBLISHER, "reply"),
        step("close", N.OPEN, N.CLOSED, (SYSTEM, PUBLISHER), "last day past"),
        step("uphold", N.HELD, N.WITHDRAWN, PUBLISHER, "reply"),
    ),
    terminal=frozenset({N.CLOSED, N.WITHDRAWN}),
)

OBJECTION = Workflow(
    name="objection",
    states=O,
    table=(
        step("object", START, O.RECEIVED, ANYONE, "text"),
        step("admit", O.RECEIVED, O.ADMITTED, PUBLISHER),
        step("not_admit", O.RECEIVED, O.NOT_ADMITTED, PUBLISHER, "reason"),
        step("answer", O.ADMITTED, O.ANSWERED, PUBLISHER, "reply"),
    ),
    terminal=frozenset({O.NOT_ADMITTED, O.ANSWERED}),
)

UNANSWERED = (O.RECEIVED, O.ADMITTED)
"""Objections that still wait for somebody."""

MEASURE = Workflow(
    name="measure",
    states=M,
    table=(
        step("propose", START, M.PROPOSED, OFFICER, "reason"),
        step("confirm", M.PROPOSED, M.CONFIRMED, PUBLISHER, "another person"),
        step("refuse", M.PROPOSED, M.REFUSED, PUBLISHER, "another person", "reason"),
    ),
    terminal=frozenset({M.CONFIRMED, M.REFUSED}),
)

APPEAL = Workflow(
    name="appeal",
    states=A,
    table=(
        step("appeal", START, A.RECEIVED, OWNER, "text", "within the term"),
        step("uphold", A.RECEIVED, A.UPHELD, PUBLISHER, "reply"),
        step("dismiss", A.RECEIVED, A.DISMISSED, PUBLISHER, "reply"),
    ),
    terminal=frozenset({A.UPHELD, A.DISMISSED}),
)


def measures_from(state: S) -> list[MeasureKind]:
    """What an officer may propose for a certificate in this state."""
    return [
        MeasureKind(action)
        for action in CERTIFICATE.actions_from(state)
        if {PROPOSAL, SUCCESSOR} & set(CERTIFICATE.transition(state, action).needs)
    ]


def needs_ground(kind: MeasureKind, state: S) -> bool:
    """A certificate that counts is revoked only for a broken prerequisite; else it is suspended first."""
    return kind is MeasureKind.REVOKE and state is not S.SUSPENDED


def next_recheck(now: datetime, checks_per_year: int) -> datetime | None:
    """When a certificate that counts from `now` is to be looked at again; None for never."""
    return now + timedelta(days=365 / checks_per_year) if checks_per_year else None
