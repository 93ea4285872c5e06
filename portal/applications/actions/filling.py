"""Filling in: answers, evidence and the commitment letter, by several people at once."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.applications.actions.items import check_item, must_be_known
from portal.applications.actions.trail import record_verb
from portal.applications.models import (
    AnswerEvidence,
    Application,
    ApplicationAnswer,
)
from portal.applications.permissions import can_edit
from portal.applications.queries import find_answer
from portal.applications.types import (
    AnswerItem,
)
from portal.audit.rules import begins_sitting
from portal.core.actor import Actor
from portal.core.errors import Conflict, NotFound, require
from portal.core.i18n import lazy_gettext as _l
from portal.standards.queries import get_by_hash


class StaleAnswer(Conflict):
    """Someone saved this answer after the person had opened it. `newer` is what stands now."""

    code = "stale_answer"

    def __init__(self, newer: ApplicationAnswer) -> None:
        super().__init__(_l("Someone else saved this answer while you were writing. Compare, then decide."))
        self.newer = newer


def save_answer(
    session: Session, application: Application, item: AnswerItem, *, actor: Actor, now: datetime
) -> ApplicationAnswer:
    """Keep one answer. Raises StaleAnswer where a newer one stands, Invalid where it cannot be an answer.

    The page saves while one writes: the log has one entry for each answer, person and sitting.
    """
    _must_be_editable(application, actor)
    standard = get_by_hash(session, application.standard_hash)
    check_item(standard, item)
    row = find_answer(session, application, item.code)
    if row is not None and row.version != item.based_on and not _same(row, item):
        raise StaleAnswer(row)
    if row is None:
        row = ApplicationAnswer(application_id=application.id, code=item.code, version=0)
        session.add(row)
    elif _same(row, item):
        return row
    first = row.updated_by_id != _person(actor) or begins_sitting(row.updated_at, now)
    row.value, row.note = _stored(item.value), item.note
    row.not_applicable, row.reason = item.not_applicable, item.reason
    row.not_applicable_approved = False
    row.version = (row.version or 0) + 1
    row.updated_at, row.updated_by_id = now, _person(actor)
    _touch(session, application, now)
    session.flush()
    if first:
        data = {"code": row.code, "version": row.version}
        record_verb(session, application, "save_answer", data, actor=actor, now=now)
    return row


def add_evidence(
    session: Session,
    application: Application,
    code: str,
    evidence_file_id: int,
    *,
    actor: Actor,
    now: datetime,
) -> AnswerEvidence:
    """Link a kept file to an item of the standard."""
    _must_be_editable(application, actor)
    must_be_known(get_by_hash(session, application.standard_hash), code)
    link = AnswerEvidence(
        application_id=application.id,
        code=code,
        evidence_file_id=evidence_file_id,
        added_at=now,
        added_by_id=_person(actor),
    )
    session.add(link)
    _touch(session, application, now)
    session.flush()
    record_verb(
        session, application, "add_evidence", {"code": code, "file": evidence_file_id}, actor=actor, now=now
    )
    return link


def remove_evidence(
    session: Session, application: Application, link_id: int, *, actor: Actor, now: datetime
) -> None:
    """Take a file off an item. What was handed in earlier keeps it in its snapshot."""
    _must_be_editable(application, actor)
    link = session.get(AnswerEvidence, link_id)
    if link is None or link.application_id != application.id:
        raise NotFound
    data = {"code": link.code, "file": link.evidence_file_id}
    session.delete(link)
    _touch(session, application, now)
    record_verb(session, application, "remove_evidence", data, actor=actor, now=now)


def set_commitment_letter(
    session: Session, application: Application, evidence_file_id: int | None, *, actor: Actor, now: datetime
) -> None:
    _must_be_editable(application, actor)
    application.commitment_letter_id = evidence_file_id
    application.updated_at = now
    record_verb(
        session, application, "set_commitment_letter", {"file": evidence_file_id}, actor=actor, now=now
    )


def _must_be_editable(application: Application, actor: Actor) -> None:
    require(actor.member_of(application.organisation_id))
    if not can_edit(actor, application):
        raise Conflict(_l("This application has been handed in and can no longer be changed."))


def _touch(session: Session, application: Application, now: datetime) -> None:
    """Note the time without raising the row's version: two people may save different answers at once."""
    session.execute(
        update(Application)
        .where(Application.id == application.id)
        .values(updated_at=now)
        .execution_options(synchronize_session=False)
    )


def _same(row: ApplicationAnswer, item: AnswerItem) -> bool:
    kept = (row.value, row.note, row.not_applicable, row.reason)
    return kept == (_stored(item.value), item.note, item.not_applicable, item.reason)


def _stored(value: bool | Decimal | str | None) -> bool | str | None:
    """A number is kept as its digits, so that nothing is rounded on the way."""
    return format(value, "f") if isinstance(value, Decimal) else value


def _person(actor: Actor) -> int:
    require(actor.person_id is not None)
    return int(actor.person_id or 0)
