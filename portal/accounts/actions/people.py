"""An account's life: suspended and reinstated by an administrator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actions.signing_in import end_other_sessions
from portal.accounts.models import Person
from portal.accounts.permissions import can_suspend
from portal.accounts.queries import list_areas_of
from portal.accounts.rules import WORKFLOW
from portal.accounts.types import PersonState
from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.errors import Invalid, require
from portal.core.i18n import lazy_gettext as _l


def suspend(session: Session, person: Person, *, reason: str, actor: Actor, now: datetime) -> None:
    """Nobody signs in to a suspended account, and all its devices end at once, for good."""
    _move(session, person, "suspend", reason=reason, actor=actor, now=now)
    end_other_sessions(session, person.id, actor=actor, now=now)


def reinstate(session: Session, person: Person, *, reason: str, actor: Actor, now: datetime) -> None:
    """The person may sign in anew; what had ended stays ended."""
    _move(session, person, "reinstate", reason=reason, actor=actor, now=now)


def _move(session: Session, person: Person, action: str, *, reason: str, actor: Actor, now: datetime) -> None:
    require(can_suspend(actor, person.id, list_areas_of(session, person.id)))
    if not reason:
        raise Invalid.field("reason", _l("Please give the reason. It is kept in the log."))
    session.refresh(person, with_for_update=True)
    person.state = PersonState(WORKFLOW.next_state(person.state, action))
    session.flush()
    record(
        session,
        actor=actor,
        action=f"accounts.{action}",
        subject=("person", str(person.id)),
        data={"reason": reason},
        now=now,
    )
