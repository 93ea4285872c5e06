"""The tables of a certificate, a public notice and an objection; when a re-check is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.core.actor import Role
from portal.core.workflow import START, Workflow, step
from portal.publication.types import CertificateState as S
from portal.publication.types import NoticeState as N
from portal.publication.types import ObjectionState as O

OFFICER, PUBLISHER, SYSTEM, ANYONE = (
    Role.CERTIFICATION_OFFICER.value, Role.PUBLISHER.value, "system", "anyone"
)  # fmt: skip

RECHECK_WORKING_DAYS = 30
"""How long a re-check may take once it is due; then the certificate is suspended."""

CERTIFICATE = Workflow(
    name="certificate",
    states=S,
    table=(
        step("issue", START, S.ACTIVE, (SYSTEM, PUBLISHER), "notice ended"),
        step("due", S.ACTIVE, S.RECHECK_DUE, SYSTEM),
        step("pass", S.RECHECK_DUE, S.ACTIVE, PUBLISHER, "officer's proposal"),
        step("fail", S.RECHECK_DUE, S.SUSPENDED, PUBLISHER, "officer's proposal"),
        step("overdue", S.RECHECK_DUE, S.SUSPENDED, SYSTEM),
        step("suspend", S.ACTIVE, S.SUSPENDED, PUBLISHER, "officer's proposal"),
        step("mended", S.SUSPENDED, S.ACTIVE, PUBLISHER, "officer's proposal"),
        step("revoke", (S.SUSPENDED, S.ACTIVE, S.RECHECK_DUE), S.REVOKED, PUBLISHER, "officer's proposal"),
        step("uphold_appeal", S.REVOKED, S.ACTIVE, PUBLISHER, "reasons"),
        step("expire", (S.ACTIVE, S.RECHECK_DUE, S.SUSPENDED), S.EXPIRED, SYSTEM),
        step("renew", (S.ACTIVE, S.RECHECK_DUE, S.EXPIRED), S.SUPERSEDED, PUBLISHER, "new certificate"),
    ),
    terminal=frozenset({S.SUPERSEDED, S.REVOKED, S.EXPIRED}),
)

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


def next_recheck(now: datetime, checks_per_year: int) -> datetime | None:
    """When a certificate that counts from `now` is to be looked at again; None for never."""
    return now + timedelta(days=365 / checks_per_year) if checks_per_year else None
