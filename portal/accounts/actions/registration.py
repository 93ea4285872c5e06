"""Opening an account and choosing a password. Links prove that an address is the person's own.

What the pages say never depends on whether an address is known; only its owner, by mail, is told.
Passwords come in as hashes: computing one is not for a write transaction.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from portal.accounts import messages
from portal.accounts.actions.signing_in import end_other_sessions
from portal.accounts.models import EmailToken, OrganisationInvitation, Person, SignInSession
from portal.accounts.queries import find_person_by_email, find_token
from portal.accounts.rules import KEPT_AFTER_END, TOKEN_LIFE
from portal.accounts.types import ChangeProfile, PersonState, TokenPurpose
from portal.audit.actions import record
from portal.core.actor import Actor, ActorKind
from portal.core.errors import NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import digest
from portal.notifications.actions import notify
from portal.notifications.types import Stranger

USED_UP = _l("This link has been used or has expired. Please ask for a new one.")


def request_sign_up(session: Session, email: str, *, locale: str, now: datetime) -> str | None:
    """Send a link to open an account, or tell its owner that there is one. Returns the token, if any."""
    person = find_person_by_email(session, email)
    if person is not None:
        if person.state is PersonState.ACTIVE:
            notify(session, person, messages.already_known(person.name), now=now)
        return None
    token = _new_token(session, TokenPurpose.SIGN_UP, email, None, locale, now)
    notify(session, Stranger(email, locale), messages.sign_up_link(token), now=now)
    return token


def open_account(session: Session, token: str, name: str, password_hash: str, *, now: datetime) -> Person:
    """Make the account that a sign-up link is for. NotFound when the link no longer counts."""
    row = _use(session, token, TokenPurpose.SIGN_UP, now)
    if find_person_by_email(session, row.email) is not None:
        raise NotFound(USED_UP)
    return make_account(session, row.email, name, password_hash, locale=row.locale, now=now)


def make_account(
    session: Session, email: str, name: str, password_hash: str, *, locale: str, now: datetime
) -> Person:
    """An account whose address is known to be right: by a link, or by the administrator at the console."""
    person = Person(
        email=email,
        name=name,
        password_hash=password_hash,
        locale=locale,
        created_at=now,
        email_confirmed_at=now,
    )
    session.add(person)
    session.flush()
    _record(session, person, "accounts.open", now)
    return person


def request_password_reset(session: Session, email: str, *, now: datetime) -> str | None:
    """Send a link to an active account of this address, if there is one. Returns the link's token."""
    person = find_person_by_email(session, email)
    if person is None or person.state is not PersonState.ACTIVE:
        return None
    token = _new_token(session, TokenPurpose.PASSWORD_RESET, email, person.id, person.locale, now)
    notify(session, person, messages.password_reset_link(person.name, token), now=now)
    _record(session, person, "accounts.request_password_reset", now)
    return token


def reset_password(session: Session, token: str, password_hash: str, *, now: datetime) -> Person:
    """Set a new password by a link; every device is signed out. NotFound when the link no longer counts."""
    row = _use(session, token, TokenPurpose.PASSWORD_RESET, now)
    person = row.person
    if person is None or person.state is not PersonState.ACTIVE:
        raise NotFound(USED_UP)
    person.email_confirmed_at = person.email_confirmed_at or now
    change_password(session, person, password_hash, keep=None, now=now)
    return person


def change_password(
    session: Session, person: Person, password_hash: str, *, keep: int | None, now: datetime
) -> None:
    """Set a new password and end all sessions but `keep`; open links to choose one are void."""
    person.password_hash = password_hash
    _void_links(session, TokenPurpose.PASSWORD_RESET, person.email, now)
    end_other_sessions(session, person.id, keep=keep, actor=_self(person), now=now)
    _record(session, person, "accounts.change_password", now)
    notify(session, person, messages.password_changed(person.name), now=now)


def change_profile(session: Session, person: Person, command: ChangeProfile, *, now: datetime) -> None:
    """Name and language of one's own account."""
    person.name, person.locale = command.name, command.locale
    session.flush()
    _record(session, person, "accounts.change_profile", now)


def forget_old_links_and_sessions(session: Session, *, now: datetime) -> None:
    """Remove links, invitations and devices whose time has been over for long."""
    before = now - KEPT_AFTER_END
    session.execute(delete(EmailToken).where(EmailToken.expires_at < before))
    session.execute(delete(OrganisationInvitation).where(OrganisationInvitation.expires_at < before))
    over = or_(SignInSession.expires_at < before, SignInSession.ended_at < before)
    session.execute(delete(SignInSession).where(over))


def _new_token(
    session: Session, purpose: TokenPurpose, email: str, person_id: int | None, locale: str, now: datetime
) -> str:
    """A new link; those of the same purpose sent before are void."""
    _void_links(session, purpose, email, now)
    token = secrets.token_urlsafe(32)
    session.add(
        EmailToken(
            token_hash=digest(token),
            purpose=purpose,
            email=email,
            locale=locale,
            person_id=person_id,
            created_at=now,
            expires_at=now + TOKEN_LIFE[purpose],
        )
    )
    session.flush()
    return token


def _void_links(session: Session, purpose: TokenPurpose, email: str, now: datetime) -> None:
    session.execute(
        update(EmailToken)
        .where(EmailToken.email == email, EmailToken.purpose == purpose, EmailToken.used_at.is_(None))
        .values(used_at=now)
    )


def _use(session: Session, token: str, purpose: TokenPurpose, now: datetime) -> EmailToken:
    """Take a link, once: the update finds it unused or nobody does."""
    row = find_token(session, token, purpose, now=now)
    if row is None:
        raise NotFound(USED_UP)
    taken = session.execute(
        update(EmailToken)
        .where(EmailToken.id == row.id, EmailToken.used_at.is_(None))
        .values(used_at=now)
        .returning(EmailToken.id)
    ).first()
    if taken is None:
        raise NotFound(USED_UP)
    return row


def _self(person: Person) -> Actor:
    """Someone who comes by a link is not signed in yet, but acts for nobody else."""
    return Actor(ActorKind.PERSON, person.id)


def _record(session: Session, person: Person, action: str, now: datetime) -> None:
    record(session, actor=_self(person), action=action, subject=("person", str(person.id)), now=now)
