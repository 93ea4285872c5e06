"""Bringing versions in, publishing and retiring them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.errors import Conflict, require
from portal.core.i18n import lazy_gettext as _l
from portal.standards.loading import Loaded
from portal.standards.models import StandardEvent, StandardVersion
from portal.standards.permissions import can_publish
from portal.standards.queries import find_current_row, find_row
from portal.standards.rules import WORKFLOW, version_key
from portal.standards.types import StandardState


class DifferentContent(Conflict):
    """A file that differs from the version published under the same number."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _l("A published standard never changes. Give the changed standard a new version number.")
        )
        self.name = name


def import_all(
    session: Session, files: Iterable[Loaded], *, publishing: bool = True, actor: Actor, now: datetime
) -> int:
    """Bring in files, oldest version first, and publish what is new; returns how many were published."""
    published = 0
    for loaded in files:
        row = import_standard(session, loaded, actor=actor, now=now)
        if publishing and row.state is StandardState.DRAFT:
            publish(session, row, actor=actor, now=now)
            published += 1
    return published


def import_standard(session: Session, loaded: Loaded, *, actor: Actor, now: datetime) -> StandardVersion:
    """Bring in a version from its file as a draft; a draft that differs is revised.

    Doing it again changes nothing. Raises DifferentContent where the file differs from what was published.
    """
    require(can_publish(actor))
    row = find_row(session, loaded.standard.code, loaded.standard.version)
    if row is None:
        return _create(session, loaded, actor=actor, now=now)
    row.position = loaded.position
    if row.content_hash != loaded.hash:
        if not WORKFLOW.allows(row.state, "revise"):
            raise DifferentContent(f"{row.type_code}/{row.version}")
        row.content, row.content_hash = loaded.canonical.decode(), loaded.hash
        _step(session, row, "revise", actor=actor, now=now)
    return row


def publish(session: Session, version: StandardVersion, *, actor: Actor, now: datetime) -> None:
    """Put a draft into force; the version in force until now is retired and stays readable."""
    require(can_publish(actor))
    WORKFLOW.transition(version.state, "publish")
    current = find_current_row(session, version.type_code)
    if current is not None:
        if version_key(current.version) > version_key(version.version):
            raise Conflict(_l("A newer version of this standard is already in force."))
        retire(session, current, actor=actor, now=now)
    version.published_at = now
    _step(session, version, "publish", actor=actor, now=now)


def retire(session: Session, version: StandardVersion, *, actor: Actor, now: datetime) -> None:
    """Take a version out of force: no new applications, still there to read and to recompute with."""
    require(can_publish(actor))
    version.retired_at = now
    _step(session, version, "retire", actor=actor, now=now)


def _create(session: Session, loaded: Loaded, *, actor: Actor, now: datetime) -> StandardVersion:
    row = StandardVersion(
        type_code=loaded.standard.code,
        version=loaded.standard.version,
        position=loaded.position,
        content=loaded.canonical.decode(),
        content_hash=loaded.hash,
        created_at=now,
    )
    session.add(row)
    _step(session, row, "import", actor=actor, now=now)
    return row


def _step(session: Session, row: StandardVersion, action: str, *, actor: Actor, now: datetime) -> None:
    """Move along the workflow's table, and keep both the event and the audit entry."""
    before: StandardState | None = row.state if action != "import" else None
    row.state = StandardState(WORKFLOW.next_state(before, action))
    session.flush()
    session.add(
        StandardEvent(
            version_id=row.id,
            at=now,
            actor=actor.audit_name,
            action=action,
            from_state=before,
            to_state=row.state,
            content_hash=row.content_hash,
        )
    )
    session.flush()
    record(
        session,
        actor=actor,
        action=f"standards.{action}",
        subject=("standard", f"{row.type_code}/{row.version}"),
        data={"hash": row.content_hash},
        now=now,
    )
