"""People, organisations and units for tests. Every value may be replaced; addresses are never used twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.models import (
    EmailToken,
    Organisation,
    OrganisationInvitation,
    OrganisationMember,
    Person,
    RoleGrant,
    SignInSession,
    Unit,
)
from portal.accounts.passwords import passwords_at
from portal.accounts.queries import list_members_of
from portal.accounts.types import TokenPurpose
from portal.core.actor import MemberLevel, Role
from portal.core.ids import digest, new_secret

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
PASSWORD = "wufei-demo"
CITY = "9901"
DISTRICT = "990101"
STREET = "990101001"

_numbers = count(1)


def make_person(session: Session, email: str | None = None, **overrides: Any) -> Person:
    """Someone with a confirmed account whose password is `PASSWORD`."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "email": email or f"person{number}@test.example",
        "name": f"Person {number}",
        "password_hash": hash_of(overrides.pop("password", PASSWORD)),
        "created_at": NOW,
        "email_confirmed_at": NOW,
    }
    person = Person(**(values | overrides))
    session.add(person)
    session.flush()
    return person


def make_staff(
    session: Session, role: Role | str, *, area: str | None = CITY, unit: Unit | None = None, **overrides: Any
) -> Person:
    """Someone who holds one role: within `area`, or for `unit` (made for a handler where none is given)."""
    role = Role(role)
    person = make_person(session, **overrides)
    if role is Role.HANDLER and unit is None:
        unit = make_unit(session, area_code=area or CITY)
    make_grant(session, person, role, area=None if unit else area, unit=unit)
    return person


def make_grant(
    session: Session, person: Person, role: Role | str, *, area: str | None = CITY, unit: Unit | None = None
) -> RoleGrant:
    grant = RoleGrant(
        person_id=person.id,
        role=Role(role),
        area_code=None if unit else area,
        unit_id=unit.id if unit else None,
        granted_at=NOW,
    )
    session.add(grant)
    session.flush()
    return grant


def make_unit(session: Session, **overrides: Any) -> Unit:
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": f"unit-{number}",
        "name_zh_hans": f"第{number}环卫所",
        "name_en": f"Sanitation Station {number}",
        "name_zh_hant": f"第{number}環衛所",
        "area_code": DISTRICT,
    }
    unit = Unit(**(values | overrides))
    session.add(unit)
    session.flush()
    return unit


def make_organisation(session: Session, owner: Person | None = None, **overrides: Any) -> Organisation:
    """An organisation with one owner; made, where none is given."""
    values: dict[str, Any] = {
        "name": f"Organisation {next(_numbers)}",
        "area_code": STREET,
        "address": "1 School Lane",
        "created_at": NOW,
    }
    organisation = Organisation(**(values | overrides))
    session.add(organisation)
    session.flush()
    make_member(session, organisation, owner or make_person(session))
    return organisation


def make_member(
    session: Session,
    organisation: Organisation,
    person: Person | None = None,
    level: MemberLevel | str = MemberLevel.OWNER,
) -> OrganisationMember:
    member = OrganisationMember(
        organisation_id=organisation.id,
        person_id=(person or make_person(session)).id,
        level=MemberLevel(level),
    )
    session.add(member)
    session.flush()
    return member


def make_invitation(session: Session, organisation_id: int, person: Person) -> OrganisationInvitation:
    """Somebody is asked to join as editor, for ten years, by the first member there is."""
    invitation = OrganisationInvitation(
        organisation_id=organisation_id,
        email=person.email,
        level=MemberLevel.EDITOR,
        invited_by_id=list_members_of(session, organisation_id)[0].person_id,
        created_at=NOW,
        expires_at=NOW + timedelta(days=3650),
    )
    session.add(invitation)
    session.flush()
    return invitation


def make_sign_in_session(session: Session, person: Person, **overrides: Any) -> SignInSession:
    """A device on which the person is signed in; no test knows its cookie."""
    values: dict[str, Any] = {
        "token_hash": digest(new_secret()),
        "person_id": person.id,
        "device": "Chrome · Android",
        "created_at": NOW,
        "expires_at": NOW + timedelta(days=3650),
    }
    row = SignInSession(**(values | overrides))
    session.add(row)
    session.flush()
    return row


def make_email_token(
    session: Session, purpose: TokenPurpose, email: str, person: Person | None = None, **overrides: Any
) -> str:
    """The secret part of a link sent by mail, good for ten years."""
    token = new_secret()
    values: dict[str, Any] = {
        "token_hash": digest(token),
        "purpose": purpose,
        "email": email,
        "locale": "zh_Hans",
        "person_id": person.id if person else None,
        "created_at": NOW,
        "expires_at": NOW + timedelta(days=3650),
    }
    session.add(EmailToken(**(values | overrides)))
    session.flush()
    return token


@cache
def hash_of(password: str) -> str:
    return passwords_at(1, 8).hash(password)
