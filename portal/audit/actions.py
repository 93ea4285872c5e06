"""Writing the log. An entry is noted with the change and chained as the last act before the commit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry, AuditHead
from portal.audit.rules import chain_hash, entry_body, stamp
from portal.core.actor import Actor
from portal.core.transaction import notes

_NOTED = "audit"


def record(
    session: Session,
    *,
    actor: Actor,
    action: str,
    subject: tuple[str, str],
    data: dict[str, Any] | None = None,
    now: datetime,
) -> None:
    """Note one entry of the present transaction: it is kept if and only if the change is.

    `action` is `<feature>.<verb>`, `subject` the kind and public reference of the thing. `data` holds plain
    JSON values and never a person's name, address or a secret.
    """
    notes(session).setdefault(_NOTED, []).append((actor.audit_name, action, subject, dict(data or {}), now))


def append_noted(session: Session) -> None:
    """Chain what was noted. Runs once per commit, last: the head row is locked for microseconds only."""
    noted = notes(session).pop(_NOTED, [])
    if not noted:
        return
    head = session.scalars(select(AuditHead).where(AuditHead.id == 1).with_for_update()).one()
    number, digest = head.number, head.hash
    for actor, action, subject, data, now in noted:
        number += 1
        digest = chain_hash(digest, entry_body(number, stamp(now), actor, action, subject, data))
        session.add(
            AuditEntry(
                number=number,
                at=now,
                actor=actor,
                action=action,
                hash=digest,
                data=data,
                subject_type=subject[0],
                subject_ref=subject[1],
            )
        )
    session.flush()  # the database moves the head only to an entry that is there
    head.number, head.hash = number, digest
    session.flush()
