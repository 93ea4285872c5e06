"""Invitations that still wait for an answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Organisation, OrganisationInvitation
from portal.core.errors import NotFound


def get_open_invitation(session: Session, invitation_id: int, *, now: datetime) -> OrganisationInvitation:
    """Locked: it is answered once. NotFound when it waits no more."""
    found = session.scalar(
        select(OrganisationInvitation)
        .where(OrganisationInvitation.id == invitation_id, _open(now))
        .with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def find_inviter(session: Session, invitation_id: int) -> Organisation | None:
    """Whose invitation it is, waiting or not; nothing is locked."""
    return session.scalar(
        select(Organisation)
        .join(OrganisationInvitation, OrganisationInvitation.organisation_id == Organisation.id)
        .where(OrganisationInvitation.id == invitation_id)
    )


def find_open_invitation(
    session: Session, organisation_id: int, email: str, *, now: datetime
) -> OrganisationInvitation | None:
    return session.scalar(
        select(OrganisationInvitation)
        .where(
            OrganisationInvitation.organisation_id == organisation_id,
            OrganisationInvitation.email == email,
            _open(now),
        )
        .order_by(OrganisationInvitation.id)
        .limit(1)
    )


def count_open_invitations(session: Session, organisation_id: int, *, now: datetime) -> int:
    statement = select(func.count(OrganisationInvitation.id))
    return (
        session.scalar(statement.where(OrganisationInvitation.organisation_id == organisation_id, _open(now)))
        or 0
    )


def list_invitations_of(
    session: Session, organisation_id: int, *, now: datetime
) -> list[OrganisationInvitation]:
    """Whom an organisation has asked, the first first."""
    return list(
        session.scalars(
            select(OrganisationInvitation)
            .where(OrganisationInvitation.organisation_id == organisation_id, _open(now))
            .order_by(OrganisationInvitation.id)
        )
    )


def list_invitations_to(session: Session, email: str, *, now: datetime) -> list[OrganisationInvitation]:
    """Who has asked this address, with the organisations; the latest first."""
    return list(
        session.scalars(
            select(OrganisationInvitation)
            .options(joinedload(OrganisationInvitation.organisation))
            .where(OrganisationInvitation.email == email, _open(now))
            .order_by(OrganisationInvitation.id.desc())
            .limit(50)
        )
    )


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(OrganisationInvitation.ended_at.is_(None), OrganisationInvitation.expires_at > now)
