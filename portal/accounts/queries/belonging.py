"""Which areas people belong to: by their roles, their units and their organisations."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, CompoundSelect, func, or_, select, union
from sqlalchemy.orm import Session

from portal.accounts.models import Organisation, OrganisationMember, RoleGrant, Unit
from portal.core.actor import covers
from portal.places.queries import find_city

_ROLE_AREA = func.coalesce(RoleGrant.area_code, Unit.area_code)


def list_areas_of(session: Session, person_id: int) -> list[str]:
    """The areas a person belongs to. Whoever holds no role and is in no organisation belongs to the city."""
    roles = (
        select(_ROLE_AREA.label("area"))
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))
    )
    organisations = (
        select(Organisation.area_code)
        .join(OrganisationMember, OrganisationMember.organisation_id == Organisation.id)
        .where(OrganisationMember.person_id == person_id, OrganisationMember.ended_at.is_(None))
    )
    found = sorted(session.scalars(union(roles, organisations)))
    city = find_city(session) if not found else None
    return [city.code] if city else found


def holds_city(session: Session, areas: Collection[str]) -> bool:
    """Whether one of these areas is the whole city, or more."""
    city = find_city(session)
    return city is not None and any(covers(area, city.code) for area in areas)


def people_in(areas: Collection[str]) -> CompoundSelect[int]:
    """The ids of those who belong to any of these areas by a role, a unit or an organisation."""
    roles = (
        select(RoleGrant.person_id)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.ended_at.is_(None), _lies_in(_ROLE_AREA, areas))
    )
    organisations = (
        select(OrganisationMember.person_id)
        .join(Organisation, Organisation.id == OrganisationMember.organisation_id)
        .where(OrganisationMember.ended_at.is_(None), _lies_in(Organisation.area_code.expression, areas))
    )
    return union(roles, organisations)


def _lies_in(column: ColumnElement[str], areas: Collection[str]) -> ColumnElement[bool]:
    return or_(*(column.startswith(area, autoescape=True) for area in sorted(areas)))
