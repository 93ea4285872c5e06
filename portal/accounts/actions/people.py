"""An account's life: found by its address, suspended and reinstated by an administrator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions.signing_in import end_other_sessions
from portal.accounts.models import Person, RoleGrant
from portal.accounts.permissions import can_suspend
from portal.accounts.queries import find_person_by_email, list_areas_of, list_holders_in
from portal.accounts.rules import WORKFLOW
from portal.accounts.types import PersonState
from portal.audit.actions import record
from portal.core.actor import Actor, Role
from portal.core.errors import Conflict, Invalid, require
from portal.core.i18n import lazy_gettext as _l
from portal.places.queries import find_city

LAST_ADMINISTRATOR = _l("The city needs an administrator. Make somebody else one first.")


def suspend(session: Session, person: Person, *, reason: str, actor: Actor, now: datetime) -> None:
    """Nobody signs in to a suspended account, and all its devices end at once, for good."""
    _check(session, person, reason, actor)
    keep_an_administrator(session, person.id)
    _move(session, person, "suspend", reason=reason, actor=actor, now=now)
    end_other_sessions(session, person.id, actor=actor, now=now)


def reinstate(session: Session, person: Person, *, reason: str, actor: Actor, now: datetime) -> None:
    """The person may sign in anew; what had ended stays ended."""
    _check(session, person, reason, actor)
    _move(session, person, "reinstate", reason=reason, actor=actor, now=now)


def keep_an_administrator(session: Session, without: int) -> None:
    """Raise Conflict when nobody but the person `without` administers the whole city.

    Two who end each other at the same moment do so one after the other: the second finds itself the last.
    """
    city = find_city(session)
    if city is None:
        return
    holding = (
        select(RoleGrant.id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
    )
    session.scalars(holding.with_for_update()).all()
    holders = {person.id for person in list_holders_in(session, Role.ADMINISTRATOR, city.code)}
    if without in holders and len(holders) == 1:
        raise Conflict(LAST_ADMINISTRATOR)


def active_person(session: Session, email: str) -> Person:
    """Whose account this address is; Invalid for the form that asked, where there is none that counts."""
    person = find_person_by_email(session, email)
    if person is None or person.state is not PersonState.ACTIVE:
        raise nobody_has_it()
    return person


def nobody_has_it() -> Invalid:
    """The answer to an address that no account has, or none that may be told of."""
    return Invalid.field(
        "email", _l("Nobody has an account with this address. Ask them to make one, then add them.")
    )


def _check(session: Session, person: Person, reason: str, actor: Actor) -> None:
    require(can_suspend(actor, person.id, list_areas_of(session, person.id)))
    if not reason:
        raise Invalid.field("reason", _l("Please give the reason. It is kept in the log."))


def _move(session: Session, person: Person, action: str, *, reason: str, actor: Actor, now: datetime) -> None:
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
