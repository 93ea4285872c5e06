"""An application's way: started, handed in, sent back, withdrawn, and each step for a package above."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import rfc8785
from sqlalchemy.orm import Session

from portal.accounts.models import Organisation
from portal.applications import messages
from portal.applications.actions.items import must_be_known, names_of_items
from portal.applications.actions.telling import tell_organisation, tell_staff, title_of
from portal.applications.actions.trail import change_state, note_step, record_verb
from portal.applications.completeness import list_missing
from portal.applications.models import (
    AnswerEvidence,
    Application,
    ApplicationAnswer,
    ApplicationSnapshot,
    CorrectionRequest,
)
from portal.applications.permissions import can_move, can_start
from portal.applications.queries import answers_by_code, evidence_by_code, find_answer, find_open, to_answers
from portal.applications.rules import CORRECTION_ROUNDS, CORRECTION_WORKING_DAYS, WORKFLOW
from portal.applications.types import (
    ApplicationState,
    MoveApplication,
    ReturnApplication,
    StartApplication,
    SubmitApplication,
    WithdrawApplication,
)
from portal.core.actor import Actor, Role
from portal.core.clock import WorkCalendar
from portal.core.db import add_numbered
from portal.core.errors import Conflict, Invalid, NotFound, require
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import new_ref
from portal.standards.queries import get_by_hash, get_current
from portal.standards.scoring import score


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
    add_numbered(session, application, Application.ref, lambda: new_ref("A", now))
    note_step(session, application, "start", None, actor=actor, now=now)
    return application


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
    change_state(session, application, "submit", actor=actor, now=now)
    receipt = messages.handed_in(application, standard.name)
    tell_organisation(session, application.organisation_id, receipt, now=now)
    waiting = messages.to_be_checked(application, standard.name)
    tell_staff(session, application, Role.CERTIFICATION_OFFICER, waiting, now=now)
    return _freeze(session, application, answers, evidence, now)


def withdraw(
    session: Session, application: Application, command: WithdrawApplication, *, actor: Actor, now: datetime
) -> None:
    """Take the application back, at any time before the public notice opens."""
    if not command.reason:
        raise Invalid.field("reason", _l("Say briefly why you are withdrawing."))
    move(session, application, MoveApplication("withdraw", command.reason), actor=actor, now=now)
    title = title_of(session, application)
    ours = messages.withdrawn(application, title, command.reason)
    tell_organisation(session, application.organisation_id, ours, now=now)
    if application.submitted_at is not None:
        theirs = messages.withdrawn(application, title, command.reason, staff=True)
        tell_staff(session, application, Role.CERTIFICATION_OFFICER, theirs, now=now)


def lapse(session: Session, application: Application, *, actor: Actor, now: datetime) -> None:
    """End an application whose time for corrections is over. Raises Conflict before that."""
    if application.correction_due_at is not None and now <= application.correction_due_at:
        raise Conflict(_l("There is still time for corrections."))
    move(session, application, MoveApplication("lapse"), actor=actor, now=now)
    message = messages.lapsed(application, title_of(session, application))
    tell_organisation(session, application.organisation_id, message, now=now)


def move(
    session: Session, application: Application, command: MoveApplication, *, actor: Actor, now: datetime
) -> None:
    """Take one step of the table for a package above. The table says from where, to where and by whom."""
    WORKFLOW.transition(application.state, command.action)
    require(can_move(actor, application, command.action))
    change_state(
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
        must_be_known(standard, one.code)
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
    change_state(
        session, application, "return", actor=actor, now=now, reason=command.note, data={"codes": codes}
    )
    names = names_of_items(standard)
    asked = [(names[one.code], one.text) for one in command.corrections]
    message = messages.returned(application, standard.name, asked, command.note)
    tell_organisation(session, application.organisation_id, message, now=now)


def approve_not_applicable(
    session: Session, application: Application, code: str, approved: bool, *, actor: Actor, now: datetime
) -> None:
    """The officer's word on an item that the applicant says does not apply."""
    require(can_move(actor, application, "assign"))
    row = find_answer(session, application, code)
    if row is None or not row.not_applicable:
        raise NotFound
    row.not_applicable_approved = approved
    record_verb(
        session,
        application,
        "approve_not_applicable",
        {"code": code, "approved": approved},
        actor=actor,
        now=now,
    )


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
