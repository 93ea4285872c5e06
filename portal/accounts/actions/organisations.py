"""Organisations and their members."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import messages
from portal.accounts.actions.people import active_person, nobody_has_it
from portal.accounts.models import Organisation, OrganisationMember, Person
from portal.accounts.permissions import can_manage_members
from portal.accounts.queries import count_owners, find_member, get_person, list_grants_of
from portal.accounts.types import AddMember, FoundOrganisation
from portal.accounts.wording import LEVELS
from portal.audit.actions import record
from portal.core.actor import Actor, MemberLevel
from portal.core.errors import Invalid, NotAllowed, NotFound, require
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.actions import notify

LAST_OWNER = _l("An organisation needs an owner. Make somebody else the owner first.")


def found_organisation(
    session: Session, command: FoundOrganisation, *, actor: Actor, now: datetime
) -> Organisation:
    """Enter an organisation; whoever enters it becomes its owner."""
    if actor.person_id is None:
        raise NotAllowed(sign_in=True)
    if command.credit_code and _credit_code_known(session, command.credit_code):
        raise Invalid.field(
            "credit_code",
            _l("This organisation is registered already. Ask its owner or the programme office to add you."),
        )
    organisation = Organisation(
        name=command.name,
        credit_code=command.credit_code,
        area_code=command.area_code,
        address=command.address,
        created_at=now,
    )
    session.add(organisation)
    session.flush()
    _join(session, organisation.id, actor.person_id, MemberLevel.OWNER)
    _record(session, organisation, "accounts.found_organisation", actor, now)
    return organisation


def add_member(
    session: Session, organisation: Organisation, command: AddMember, *, actor: Actor, now: datetime
) -> None:
    """Add someone who has an account, or give a member another level.

    Whoever holds a role in the programme is not added by others: members may not screen, score or decide,
    so an applicant could choose its own panel. The answer is that of an unknown address, which tells nobody
    who the reviewers are.
    """
    require(can_manage_members(actor, organisation.id))
    _lock(session, organisation)
    person = active_person(session, command.email)
    member = find_member(session, organisation.id, person.id)
    if member is None and list_grants_of(session, person.id):
        raise nobody_has_it()
    if member is None:
        _join(session, organisation.id, person.id, command.level)
    else:
        _keep_an_owner(session, member, command.level)
        member.level = command.level
        session.flush()
    data = {"person": person.id, "level": command.level.value}
    _record(session, organisation, "accounts.add_member", actor, now, data)
    if person.id != actor.person_id:
        told = messages.member_added(organisation.name, organisation.id, LEVELS[command.level])
        notify(session, person, told, now=now)


def remove_member(
    session: Session, organisation: Organisation, person_id: int, *, actor: Actor, now: datetime
) -> None:
    """End a membership; the row stays as a tie. A member may go by themselves; the last owner cannot."""
    require(can_manage_members(actor, organisation.id) or actor.person_id == person_id)
    _lock(session, organisation)
    member = find_member(session, organisation.id, person_id)
    if member is None:
        raise NotFound
    _keep_an_owner(session, member, None)
    member.ended_at = now
    session.flush()
    _record(session, organisation, "accounts.remove_member", actor, now, {"person": person_id})
    if person_id != actor.person_id:
        person: Person = get_person(session, person_id)
        notify(session, person, messages.member_removed(organisation.name), now=now)


def _lock(session: Session, organisation: Organisation) -> None:
    """Two owners who remove each other at the same moment do so one after the other."""
    session.scalars(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update()).one()


def _keep_an_owner(session: Session, member: OrganisationMember, level: MemberLevel | None) -> None:
    leaves = member.level is MemberLevel.OWNER and level is not MemberLevel.OWNER
    if leaves and count_owners(session, member.organisation_id) <= 1:
        raise Invalid({"": [LAST_OWNER]})


def _join(session: Session, organisation_id: int, person_id: int, level: MemberLevel) -> None:
    session.add(OrganisationMember(organisation_id=organisation_id, person_id=person_id, level=level))
    session.flush()


def _credit_code_known(session: Session, code: str) -> bool:
    return session.scalar(select(Organisation.id).where(Organisation.credit_code == code)) is not None


def _record(
    session: Session,
    organisation: Organisation,
    action: str,
    actor: Actor,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    subject = ("organisation", str(organisation.id))
    record(session, actor=actor, action=action, subject=subject, data=data, now=now)
