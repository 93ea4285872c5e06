"""Who a cookie makes the visitor, with all they may do; devices and links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import (
    EmailToken,
    OrganisationMember,
    Person,
    RoleGrant,
    SignInSession,
)
from portal.accounts.types import PersonState, TokenPurpose
from portal.core.actor import Actor, ActorKind, FormerMembership, Grant, MemberLevel, Membership, Role
from portal.core.db import BigId, UtcDateTime
from portal.core.ids import digest
from portal.notifications.queries import unread_of


def actor_of(session: Session, person: Person) -> Actor:
    """The actor a person is, with the rights held now."""
    return _actor(session, person.id, person.name, person.locale)


@dataclass(frozen=True)
class OpenSession:
    """A sign-in session that still counts, who it makes the visitor, and how many messages wait for them."""

    id: int
    actor: Actor
    unread: int


def find_open_session(session: Session, token: str, *, mark: str, now: datetime) -> OpenSession | None:
    """The session of a cookie's token: neither ended nor run out, in the browser that signed in.

    Two statements, whatever a person may do.
    """
    row = session.execute(
        select(SignInSession.id, Person.id, Person.name, Person.locale, unread_of(Person.id.expression))
        .join(SignInSession.person)
        .where(
            SignInSession.token_hash == digest(token),
            SignInSession.agent_mark == mark,
            SignInSession.ended_at.is_(None),
            SignInSession.expires_at > now,
            Person.state == PersonState.ACTIVE,
        )
    ).first()
    if row is None:
        return None
    session_id, person_id, name, locale, unread = row
    return OpenSession(session_id, _actor(session, person_id, name, locale), unread)


def _actor(session: Session, person_id: int, name: str, locale: str) -> Actor:
    """With roles and memberships, in one statement: this runs in every request of a signed-in person."""
    roles = select(
        cast(RoleGrant.role, String).label("what"),
        RoleGrant.area_code.label("area"),
        RoleGrant.unit_id.label("id"),
        cast(null(), UtcDateTime).label("ended_at"),
    ).where(RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))
    members = select(
        (literal("member:") + cast(OrganisationMember.level, String)).label("what"),
        cast(null(), String).label("area"),
        cast(OrganisationMember.organisation_id, BigId).label("id"),
        OrganisationMember.ended_at,
    ).where(OrganisationMember.person_id == person_id)
    grants: set[Grant] = set()
    memberships: set[Membership] = set()
    former: set[FormerMembership] = set()
    rows: Iterable[Any] = session.execute(union_all(roles, members))
    for what, area, number, ended_at in rows:
        if ended_at is not None:
            former.add(FormerMembership(number, ended_at))
        elif what.startswith("member:"):
            memberships.add(Membership(number, MemberLevel(what.removeprefix("member:"))))
        else:
            grants.add(Grant(Role(what), area, number))
    rights = frozenset(grants), frozenset(memberships)
    return Actor(ActorKind.PERSON, person_id, name, *rights, locale, frozenset(former))


def list_open_sessions_of(session: Session, person_id: int, *, now: datetime) -> list[SignInSession]:
    """The devices on which a person is signed in, the latest first."""
    return list(
        session.scalars(
            select(SignInSession)
            .where(
                SignInSession.person_id == person_id,
                SignInSession.ended_at.is_(None),
                SignInSession.expires_at > now,
            )
            .order_by(SignInSession.created_at.desc(), SignInSession.id.desc())
        )
    )


def find_token(session: Session, token: str, purpose: TokenPurpose, *, now: datetime) -> EmailToken | None:
    """The unused link of this purpose whose time is not over."""
    return session.scalar(
        select(EmailToken)
        .options(joinedload(EmailToken.person))
        .where(
            EmailToken.token_hash == digest(token),
            EmailToken.purpose == purpose,
            EmailToken.used_at.is_(None),
            EmailToken.expires_at > now,
        )
    )
