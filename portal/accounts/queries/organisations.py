"""Organisations and their members."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import (
    Organisation,
    OrganisationMember,
)
from portal.accounts.types import OrganisationState
from portal.core.actor import MemberLevel
from portal.core.errors import NotFound


def get_organisation(session: Session, organisation_id: int) -> Organisation:
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound
    return organisation


def list_organisations_of(session: Session, person_id: int) -> list[Organisation]:
    """The active organisations a person is a member of."""
    return list(
        session.scalars(
            select(Organisation)
            .join(OrganisationMember, OrganisationMember.organisation_id == Organisation.id)
            .where(
                OrganisationMember.person_id == person_id,
                OrganisationMember.ended_at.is_(None),
                Organisation.state == OrganisationState.ACTIVE,
            )
            .order_by(Organisation.name, Organisation.id)
        )
    )


def list_members_of(session: Session, organisation_id: int) -> list[OrganisationMember]:
    """The present members with their people: owners first, then by the time they came."""
    return list(
        session.scalars(
            select(OrganisationMember)
            .options(joinedload(OrganisationMember.person))
            .where(
                OrganisationMember.organisation_id == organisation_id, OrganisationMember.ended_at.is_(None)
            )
            .order_by(OrganisationMember.level.desc(), OrganisationMember.id)
        )
    )


def find_member(session: Session, organisation_id: int, person_id: int) -> OrganisationMember | None:
    return session.scalar(
        select(OrganisationMember).where(
            OrganisationMember.organisation_id == organisation_id,
            OrganisationMember.person_id == person_id,
            OrganisationMember.ended_at.is_(None),
        )
    )


def count_owners(session: Session, organisation_id: int) -> int:
    return (
        session.scalar(
            select(func.count(OrganisationMember.id)).where(
                OrganisationMember.organisation_id == organisation_id,
                OrganisationMember.level == MemberLevel.OWNER,
                OrganisationMember.ended_at.is_(None),
            )
        )
        or 0
    )


def list_tied_to(session: Session, organisation_id: int, *, since: datetime) -> list[int]:
    """The people who are members, or were at any time since then."""
    return list(
        session.scalars(
            select(OrganisationMember.person_id)
            .where(OrganisationMember.organisation_id == organisation_id, tied_since(since))
            .distinct()
            .order_by(OrganisationMember.person_id)
        )
    )


def tied_since(since: datetime) -> ColumnElement[bool]:
    """Memberships that last, or lasted at any time since then."""
    return or_(OrganisationMember.ended_at.is_(None), OrganisationMember.ended_at >= since)
