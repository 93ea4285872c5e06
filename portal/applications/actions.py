"""The verbs of an application. Each checks the table, changes rows, leaves an event and an audit entry."""

from __future__ import annotations

import hashlib
from datetime import datetime
from decimal import Decimal
from typing import Any

import rfc8785
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.accounts.models import Organisation
from portal.applications.completeness import list_missing
from portal.applications.models import (
    AnswerEvidence,
    Application,
    ApplicationAnswer,
    ApplicationEvent,
    ApplicationSnapshot,
    CorrectionRequest,
)
from portal.applications.permissions import can_edit, can_move, can_start
from portal.applications.queries import answers_by_code, evidence_by_code, find_answer, find_open, to_answers
from portal.applications.rules import CORRECTION_ROUNDS, CORRECTION_WORKING_DAYS, WORKFLOW
from portal.applications.types import (
    AnswerItem,
    ApplicationState,
    MoveApplication,
    ReturnApplication,
    StartApplication,
    SubmitApplication,
    WithdrawApplication,
)
from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.clock import WorkCalendar
from portal.core.errors import Conflict, Invalid, NotFound, require
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import new_ref
from portal.standards.answers import as_answer
from portal.standards.points import answer_problem
from portal.standards.queries import get_by_hash, get_current
from portal.standards.scoring import score
from portal.standards.types import Standard

PROBLEMS: dict[str, Text] = {
    "always_applies": _l("This indicator applies to everyone."),
    "reason_needed": _l("Say why it does not apply."),
    "wrong_kind": _l("This answer is not of the kind that is asked for."),
    "unknown_level": _l("Choose one of the levels."),
    "not_a_number": _l("Enter a number."),
    "above_one": _l("A share is between 0 and 100 percent."),
    "negative": _l("The number cannot be below zero."),
}


class StaleAnswer(Conflict):
    """Someone saved this answer after the person had opened it. `newer` is what stands now."""

    code = "stale_answer"

    def __init__(self, newer: ApplicationAnswer, typed: AnswerItem) -> None:
        super().__init__(_l("Someone else saved this answer while you were writing. Compare, then decide."))
        self.newer = newer
        self.typed = typed


def start(session: Session, command: StartApplication, *, actor: Actor, now: datetime) -> Application:
    """Open a draft under the version in force. An organisation has one open application of a type."""
    require(can_start(actor, command.organisation_id))
    standard = get_current(session, command.cell_type)
    organisation = session.get(Organisation, command.organisation_id, with_for_update=True)
    if organisation is None:
        raise NotFound
    if find_open(session, organisation.id, command.cell_type) is not None:
        raise Conflict(_l("Your organisation already has an open application of this type."))
    application = Application(
        ref=new_ref("A", now),
        organisation_id=organisation.id,
        cell_type=command.cell_type,
        standard_version=standard.version,
        standard_hash=standard.hash,
        area_code=organisation.area_code,
        state=ApplicationState.DRAFT,
        started_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
    )
    session.add(application)
    session.flush()
    _note(session, application, "start", None, actor=actor, now=now)
    return application


def save_answer(
    session: Session, application: Application, item: AnswerItem, *, actor: Actor, now: datetime
) -> ApplicationAnswer:
    """Keep one answer. Raises StaleAnswer where a newer one stands, Invalid where it cannot be an answer."""
    _must_be_editable(application, actor)
    standard = get_by_hash(session, application.standard_hash)
    _check_item(standard, item)
    row = find_answer(session, application, item.code)
    if row is not None and row.version != item.based_on and not _same(row, item):
        raise StaleAnswer(row, item)
    if row is None:
        row = ApplicationAnswer(application_id=application.id, code=item.code, version=0)
        session.add(row)
    elif _same(row, item):
        return row
    row.value, row.note = _stored(item.value), item.note
    row.not_applicable, row.reason = item.not_applicable, item.reason
    row.not_applicable_approved = False
    row.version = (row.version or 0) + 1
    row.updated_at, row.updated_by_id = now, _person(actor)
    _touch(session, application, now)
    session.flush()
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
    _known_code(get_by_hash(session, application.standard_hash), code)
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
    _record(
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
    _record(session, application, "remove_evidence", data, actor=actor, now=now)


def set_commitment_letter(
    session: Session, application: Application, evidence_file_id: int | None, *, actor: Actor, now: datetime
) -> None:
    _must_be_editable(application, actor)
    application.commitment_letter_id = evidence_file_id
    application.updated_at = now
    _record(session, application, "set_commitment_letter", {"file": evidence_file_id}, actor=actor, now=now)


def submit(
    session: Session, application: Application, command: SubmitApplication, *, actor: Actor, now: datetime
) -> ApplicationSnapshot:
    """Hand in what is complete, and freeze it for the reviewers."""
    require(can_move(actor, application, "submit") or not WORKFLOW.allows(application.state, "submit"))
    WORKFLOW.transition(application.state, "submit")
    if not command.declared_true:
        raise Invalid.field("declared_true", _l("Please confirm that what you hand in is true."))
    standard = get_by_hash(session, application.standard_hash)
    answers, evidence = answers_by_code(session, application), evidence_by_code(session, application)
    missing = list_missing(
        standard,
        score(standard, to_answers(standard, answers)),
        with_evidence=evidence.keys(),
        has_letter=application.commitment_letter_id is not None,
    )
    if missing:
        raise Invalid.field("", _l("Some items are still missing; the list shows which."))
    application.submitted_at = now
    _change_state(session, application, "submit", actor=actor, now=now)
    return _freeze(session, application, answers, evidence, now)


def withdraw(
    session: Session, application: Application, command: WithdrawApplication, *, actor: Actor, now: datetime
) -> None:
    """Take the application back, at any time before the public notice opens."""
    if not command.reason:
        raise Invalid.field("reason", _l("Say shortly why you withdraw."))
    move(session, application, MoveApplication("withdraw", command.reason), actor=actor, now=now)


def move(
    session: Session, application: Application, command: MoveApplication, *, actor: Actor, now: datetime
) -> None:
    """Take one step of the table for a package above. The table says from where, to where and by whom."""
    WORKFLOW.transition(application.state, command.action)
    require(can_move(actor, application, command.action))
    _change_state(
        session, application, command.action, actor=actor, now=now, reason=command.reason, data=command.data
    )


def return_for_correction(
    session: Session,
    application: Application,
    command: ReturnApplication,
    *,
    actor: Actor,
    calendar: WorkCalendar,
    now: datetime,
) -> None:
    """Ask for corrections, item by item; at most two rounds of ten working days."""
    WORKFLOW.transition(application.state, "return")
    require(can_move(actor, application, "return"))
    if application.correction_round >= CORRECTION_ROUNDS:
        raise Conflict(_l("Both rounds of correction are used up. Decide on what is there."))
    if not command.corrections:
        raise Invalid.field("corrections", _l("Name at least one item to be corrected."))
    standard = get_by_hash(session, application.standard_hash)
    application.correction_round += 1
    application.correction_due_at = calendar.add_working_days(now, CORRECTION_WORKING_DAYS)
    for one in command.corrections:
        _known_code(standard, one.code)
        session.add(
            CorrectionRequest(
                application_id=application.id,
                round=application.correction_round,
                code=one.code,
                text=one.text,
                at=now,
            )
        )
    codes = [one.code for one in command.corrections]
    _change_state(
        session, application, "return", actor=actor, now=now, reason=command.note, data={"codes": codes}
    )


def approve_not_applicable(
    session: Session, application: Application, code: str, approved: bool, *, actor: Actor, now: datetime
) -> None:
    """The officer's word on an item that the applicant says does not apply."""
    require(can_move(actor, application, "assign"))
    row = find_answer(session, application, code)
    if row is None or not row.not_applicable:
        raise NotFound
    row.not_applicable_approved = approved
    _record(
        session,
        application,
        "approve_not_applicable",
        {"code": code, "approved": approved},
        actor=actor,
        now=now,
    )


def _change_state(
    session: Session,
    application: Application,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    before = application.state
    application.state = ApplicationState(WORKFLOW.next_state(before, action))
    application.updated_at = now
    session.flush()
    _note(session, application, action, before, actor=actor, now=now, reason=reason, data=data)


def _note(
    session: Session,
    application: Application,
    action: str,
    before: ApplicationState | None,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    last = session.scalar(
        select(func.max(ApplicationEvent.seq)).where(ApplicationEvent.application_id == application.id)
    )
    session.add(
        ApplicationEvent(
            application_id=application.id,
            seq=(last or 0) + 1,
            action=action,
            from_state=before,
            to_state=application.state,
            actor=actor.audit_name,
            person_id=actor.person_id,
            reason=reason,
            at=now,
        )
    )
    steps = {"from": before.value if before else None, "to": application.state.value}
    _record(session, application, action, steps | (data or {}), actor=actor, now=now)


def _record(
    session: Session,
    application: Application,
    verb: str,
    data: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    subject = ("application", application.ref)
    record(session, actor=actor, action=f"applications.{verb}", subject=subject, data=data, now=now)


def _freeze(
    session: Session,
    application: Application,
    answers: dict[str, ApplicationAnswer],
    evidence: dict[str, list[AnswerEvidence]],
    now: datetime,
) -> ApplicationSnapshot:
    """Keep what was handed in, with its hash (SHA-256 over RFC 8785 JSON)."""
    content: dict[str, Any] = {
        "application": application.ref,
        "round": application.correction_round,
        "standard_hash": application.standard_hash,
        "commitment_letter": application.commitment_letter_id,
        "answers": {
            code: {
                "value": row.value,
                "note": row.note,
                "not_applicable": row.not_applicable,
                "reason": row.reason,
                "evidence": [link.evidence_file_id for link in evidence.get(code, [])],
            }
            for code, row in answers.items()
        },
    }
    digest = hashlib.sha256(rfc8785.dumps(content)).hexdigest()
    snapshot = ApplicationSnapshot(
        application_id=application.id,
        round=application.correction_round,
        content=content,
        hash=digest,
        at=now,
    )
    session.add(snapshot)
    session.flush()
    return snapshot


def _check_item(standard: Standard, item: AnswerItem) -> None:
    _known_code(standard, item.code)
    indicator = standard.indicators.get(item.code)
    if indicator is None:
        if item.value is not None and not isinstance(item.value, bool):
            raise Invalid.field("value", PROBLEMS["wrong_kind"])
        return
    answer = as_answer(indicator, item.value, not_applicable=item.not_applicable, reason=item.reason)
    problem = answer_problem(indicator, answer) if answer is not None else None
    if problem:
        raise Invalid.field("reason" if problem == "reason_needed" else "value", PROBLEMS[problem])


def _known_code(standard: Standard, code: str) -> None:
    others = {one.code for one in standard.prerequisites} | {one.code for one in standard.bonus}
    if code not in standard.indicators and code not in others:
        raise NotFound


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
