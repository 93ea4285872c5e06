"""What all that changes an organisation's members shares."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.models import Organisation, OrganisationInvitation, OrganisationMember
from portal.accounts.queries import count_owners
from portal.audit.actions import record
from portal.core.actor import Actor, MemberLevel
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l

LAST_OWNER = _l("An organisation needs an owner. Make somebody else the owner first.")


def lock(session: Session, organisation: Organisation) -> None:
    """Two owners who remove each other at the same moment do so one after the other.

    Taken before any invitation is: two who take both in another order would wait for each other.
    """
    session.scalars(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update()).one()


def keep_an_owner(session: Session, member: OrganisationMember, level: MemberLevel | None) -> None:
    """Raise Invalid when the last owner would step down (to `level`) or go (None)."""
    leaves = member.level is MemberLevel.OWNER and level is not MemberLevel.OWNER
    if leaves and count_owners(session, member.organisation_id) <= 1:
        raise Invalid({"": [LAST_OWNER]})


def join(session: Session, organisation_id: int, person_id: int, level: MemberLevel) -> None:
    session.add(OrganisationMember(organisation_id=organisation_id, person_id=person_id, level=level))
    session.flush()


def end_invitations_by(session: Session, organisation_id: int, person_id: int, *, now: datetime) -> None:
    """What an owner has offered ends with their ownership: nobody leaves a door open behind them."""
    session.execute(
        update(OrganisationInvitation)
        .where(
            OrganisationInvitation.organisation_id == organisation_id,
            OrganisationInvitation.invited_by_id == person_id,
            OrganisationInvitation.ended_at.is_(None),
        )
        .values(ended_at=now)
    )


def note(
    session: Session,
    organisation: Organisation,
    action: str,
    actor: Actor,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """The audit entry of one change of an organisation. Never with an address."""
    subject = ("organisation", str(organisation.id))
    record(session, actor=actor, action=action, subject=subject, data=data, now=now)
