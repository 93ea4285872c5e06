"""People, by id, address and name."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.models import (
    Person,
    RoleGrant,
)
from portal.accounts.queries.belonging import holds_city, people_in
from portal.core.errors import NotFound
from portal.core.paging import Page, page_of


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


def names_of_staff(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Names by id of those who hold, or held, a role; everybody else stays a number."""
    wanted = set(ids)
    if not wanted:
        return {}
    held = select(RoleGrant.person_id).where(RoleGrant.person_id.in_(wanted))
    found = session.execute(select(Person.id, Person.name).where(Person.id.in_(held)).order_by(Person.id))
    return {person_id: name for person_id, name in found}


def page_of_people(
    session: Session, cursor: str | None, *, areas: Collection[str], search: str = ""
) -> Page[Person]:
    """Those who belong to `areas`, the newest accounts first; `search` looks into name and address."""
    statement = select(Person)
    if not holds_city(session, areas):
        statement = statement.where(Person.id.in_(people_in(areas)))
    if search:
        statement = statement.where(
            or_(
                Person.name.icontains(search, autoescape=True),
                Person.email.icontains(search.lower(), autoescape=True),
            )
        )
    return page_of(session, statement, order=(Person.created_at, Person.id), cursor=cursor)
