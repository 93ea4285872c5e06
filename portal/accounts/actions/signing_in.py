"""Signing in and out. Passwords are checked before the write transaction: argon2 takes its time."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.models import Person, SignInSession
from portal.accounts.passwords import Passwords
from portal.accounts.queries import find_person_by_email
from portal.accounts.types import Checked, Device, PersonState, SignIn
from portal.audit.actions import record
from portal.core.actor import Actor, ActorKind
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import digest

WRONG = _l("E-mail address or password is not right.")
SUSPENDED = _l("This account is suspended. Please contact the programme office.")


def check_credentials(session: Session, command: SignIn, *, passwords: Passwords) -> Checked:
    """Whose credentials these are. Unknown, unconfirmed and wrong are refused in the same words and time."""
    person = find_person_by_email(session, command.email)
    verdict = passwords.check(person.password_hash if person else None, command.password)
    if person is None or not verdict.right or person.email_confirmed_at is None:
        raise Invalid({"": [WRONG]})
    if person.state is not PersonState.ACTIVE:
        raise Invalid({"": [SUSPENDED]})
    return Checked(person.id, person.password_hash, verdict.new_hash)


def sign_in(
    session: Session, checked: Checked, device: Device, *, before: str | None, days: int, now: datetime
) -> str:
    """Open a session of `days` and return its token; the one this browser held `before` ends.

    What was checked is looked at again under the lock: a suspension or a new password may have come between.
    """
    person = session.scalars(
        select(Person)
        .where(Person.id == checked.person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if person.state is not PersonState.ACTIVE or person.password_hash != checked.seen_hash:
        raise Invalid({"": [WRONG]})
    if checked.new_hash:
        person.password_hash = checked.new_hash
    if before:
        end_token(session, before, now=now)
    return open_session(session, person, device, days=days, now=now)


def open_session(session: Session, person: Person, device: Device, *, days: int, now: datetime) -> str:
    """A new session row for this person and device; returns the token that its cookie holds."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_hash=digest(token),
            person_id=person.id,
            device=device.name,
            agent_mark=device.mark,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    session.flush()
    _record(session, person.id, "accounts.sign_in", now)
    return token


def renew_token(session: Session, session_id: int) -> str:
    """A new token for a session that goes on, so that a cookie copied before is dead; returns it."""
    token = secrets.token_urlsafe(32)
    session.get_one(SignInSession, session_id).token_hash = digest(token)
    session.flush()
    return token


def end_token(session: Session, token: str, *, now: datetime) -> None:
    """Sign out: the session of this token ends, wherever its cookie was copied to."""
    row = session.scalar(
        select(SignInSession).where(
            SignInSession.token_hash == digest(token), SignInSession.ended_at.is_(None)
        )
    )
    if row is not None:
        row.ended_at = now
        _record(session, row.person_id, "accounts.sign_out", now)


def end_session(session: Session, session_id: int, *, actor: Actor, now: datetime) -> None:
    """End one of the actor's own devices; NotFound for any other."""
    row = session.get(SignInSession, session_id)
    if row is None or row.person_id != actor.person_id or row.ended_at is not None:
        raise NotFound
    row.ended_at = now
    _record(session, row.person_id, "accounts.sign_out", now)


def end_other_sessions(
    session: Session, person_id: int, *, keep: int | None = None, actor: Actor, now: datetime
) -> int:
    """End all devices of a person but `keep`; returns how many that were."""
    statement = (
        update(SignInSession)
        .where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
        .returning(SignInSession.id)
    )
    if keep is not None:
        statement = statement.where(SignInSession.id != keep)
    ended = len(session.scalars(statement).all())
    # Even where there was none: copied cookies of the one that stays are dead from now on.
    subject, data = ("person", str(person_id)), {"ended": ended}
    record(session, actor=actor, action="accounts.end_sessions", subject=subject, data=data, now=now)
    return ended


def _record(session: Session, person_id: int, action: str, now: datetime) -> None:
    """Signing in makes the actor, so the entry names the person whose session it is."""
    actor = Actor(ActorKind.PERSON, person_id)
    record(session, actor=actor, action=action, subject=("person", str(person_id)), now=now)
