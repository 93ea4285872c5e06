"""Roles, who holds them where, and units."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import (
    Person,
    RoleGrant,
    Unit,
)
from portal.accounts.types import PersonState
from portal.core.actor import Role
from portal.core.errors import NotFound


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


def get_grant(session: Session, grant_id: int, person_id: int) -> RoleGrant:
    """A grant of this person; NotFound for anybody else's."""
    grant = session.get(RoleGrant, grant_id)
    if grant is None or grant.person_id != person_id:
        raise NotFound
    return grant


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
