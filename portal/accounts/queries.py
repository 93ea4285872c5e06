"""Reading people, their rights, organisations and units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import (
    EmailToken,
    Organisation,
    OrganisationMember,
    Person,
    RoleGrant,
    SignInSession,
    Unit,
)
from portal.accounts.types import OrganisationState, PersonState, TokenPurpose
from portal.core.actor import Actor, ActorKind, Grant, MemberLevel, Membership, Role
from portal.core.db import BigId
from portal.core.errors import NotFound
from portal.core.ids import digest
from portal.core.paging import Page, page_of

# --- people and their rights ---


def get_person(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def find_person_by_email(session: Session, email: str) -> Person | None:
    """By the address in its normal form."""
    return session.scalar(select(Person).where(Person.email == email))


def names_of_people(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Names by id, for showing who did something; unknown ids are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)).order_by(Person.id))
    return {person_id: name for person_id, name in found}


def page_of_people(session: Session, cursor: str | None, *, search: str = "") -> Page[Person]:
    """The newest accounts first; `search` looks into name and address."""
    statement = select(Person)
    if search:
        statement = statement.where(
            or_(
                Person.name.icontains(search, autoescape=True),
                Person.email.icontains(search.lower(), autoescape=True),
            )
        )
    return page_of(session, statement, order=(Person.created_at, Person.id), cursor=cursor)


def actor_of(session: Session, person: Person) -> Actor:
    """The actor a person is, with the rights held now."""
    grants, memberships = _rights(session, person.id)
    return Actor(ActorKind.PERSON, person.id, person.name, grants, memberships, person.locale)


@dataclass(frozen=True)
class OpenSession:
    """A sign-in session that still counts, and who it makes the visitor."""

    id: int
    actor: Actor


def find_open_session(session: Session, token: str, *, mark: str, now: datetime) -> OpenSession | None:
    """The session of a cookie's token: neither ended nor run out, in the browser that signed in.

    Two statements, whatever a person may do.
    """
    row = session.execute(
        select(SignInSession.id, Person.id, Person.name, Person.locale)
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
    session_id, person_id, name, locale = row
    grants, memberships = _rights(session, person_id)
    return OpenSession(session_id, Actor(ActorKind.PERSON, person_id, name, grants, memberships, locale))


def _rights(session: Session, person_id: int) -> tuple[frozenset[Grant], frozenset[Membership]]:
    """Roles and memberships in one statement: this runs in every request of a signed-in person."""
    roles = select(
        cast(RoleGrant.role, String).label("what"),
        RoleGrant.area_code.label("area"),
        RoleGrant.unit_id.label("id"),
    ).where(RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))
    members = select(
        (literal("member:") + cast(OrganisationMember.level, String)).label("what"),
        cast(null(), String).label("area"),
        cast(OrganisationMember.organisation_id, BigId).label("id"),
    ).where(OrganisationMember.person_id == person_id)
    grants: set[Grant] = set()
    memberships: set[Membership] = set()
    rows: Iterable[Any] = session.execute(union_all(roles, members))
    for what, area, number in rows:
        if what.startswith("member:"):
            memberships.add(Membership(number, MemberLevel(what.removeprefix("member:"))))
        else:
            grants.add(Grant(Role(what), area, number))
    return frozenset(grants), frozenset(memberships)


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


# --- roles and units ---


def list_grants_of(session: Session, person_id: int) -> list[RoleGrant]:
    """The roles a person holds now, in a stable order."""
    return list(
        session.scalars(
            select(RoleGrant)
            .options(joinedload(RoleGrant.unit))
            .where(RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))
            .order_by(RoleGrant.role, RoleGrant.area_code, RoleGrant.unit_id, RoleGrant.id)
        )
    )


def roles_of_people(session: Session, ids: Iterable[int]) -> dict[int, list[Role]]:
    """Which roles each of these people holds, each named once."""
    found: dict[int, list[Role]] = {}
    rows = session.execute(
        select(RoleGrant.person_id, RoleGrant.role)
        .where(RoleGrant.person_id.in_(set(ids)), RoleGrant.ended_at.is_(None))
        .distinct()
        .order_by(RoleGrant.person_id, RoleGrant.role)
    )
    for person_id, role in rows:
        found.setdefault(person_id, []).append(role)
    return found


def list_reviewers_in(session: Session, area: str) -> list[Person]:
    """Active people who review within an area that holds `area`."""
    return list_holders_in(session, Role.REVIEWER, area)


def list_holders_in(session: Session, role: Role, area: str) -> list[Person]:
    """Active people who hold `role` within an area that holds `area` (its code or a prefix of it)."""
    return list(
        session.scalars(
            select(Person)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(
                RoleGrant.role == role,
                RoleGrant.ended_at.is_(None),
                RoleGrant.area_code.in_([area[:end] for end in range(1, len(area) + 1)]),
                Person.state == PersonState.ACTIVE,
            )
            .distinct()
            .order_by(Person.id)
        )
    )


def list_handlers_of(session: Session, unit_id: int) -> list[Person]:
    """Active people who handle reports for a unit."""
    return list(
        session.scalars(
            select(Person)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(
                RoleGrant.role == Role.HANDLER,
                RoleGrant.unit_id == unit_id,
                RoleGrant.ended_at.is_(None),
                Person.state == PersonState.ACTIVE,
            )
            .distinct()
            .order_by(Person.id)
        )
    )


def get_unit(session: Session, unit_id: int) -> Unit:
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    return unit


def find_unit_by_code(session: Session, code: str) -> Unit | None:
    return session.scalar(select(Unit).where(Unit.code == code))


def list_units(session: Session, area: str | None = None) -> list[Unit]:
    """All units, or those whose area holds `area` or lies in it."""
    statement = select(Unit).order_by(Unit.area_code, Unit.code)
    if area is not None:
        holding = [area[:end] for end in range(1, len(area) + 1)]
        statement = statement.where(
            or_(Unit.area_code.in_(holding), Unit.area_code.startswith(area, autoescape=True))
        )
    return list(session.scalars(statement))


# --- organisations ---


def get_organisation(session: Session, organisation_id: int) -> Organisation:
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def names_of_organisations(session: Session, ids: Iterable[int]) -> dict[int, str]:
    wanted = set(ids)
    if not wanted:
        return {}
    found = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(wanted))
        .order_by(Organisation.id)
    )
    return {organisation_id: name for organisation_id, name in found}


def list_organisations_of(session: Session, person_id: int) -> list[Organisation]:
    """The active organisations a person is a member of."""
    return list(
        session.scalars(
            select(Organisation)
            .join(OrganisationMember, OrganisationMember.organisation_id == Organisation.id)
            .where(OrganisationMember.person_id == person_id, Organisation.state == OrganisationState.ACTIVE)
            .order_by(Organisation.name, Organisation.id)
        )
    )


def list_members_of(session: Session, organisation_id: int) -> list[OrganisationMember]:
    """Members with their people: owners first, then by the time they came."""
    return list(
        session.scalars(
            select(OrganisationMember)
            .options(joinedload(OrganisationMember.person))
            .where(OrganisationMember.organisation_id == organisation_id)
            .order_by(OrganisationMember.level.desc(), OrganisationMember.id)
        )
    )


def find_member(session: Session, organisation_id: int, person_id: int) -> OrganisationMember | None:
    return session.scalar(
        select(OrganisationMember).where(
            OrganisationMember.organisation_id == organisation_id, OrganisationMember.person_id == person_id
        )
    )


def count_owners(session: Session, organisation_id: int) -> int:
    return (
        session.scalar(
            select(func.count(OrganisationMember.id)).where(
                OrganisationMember.organisation_id == organisation_id,
                OrganisationMember.level == MemberLevel.OWNER,
            )
        )
        or 0
    )
