"""Organisations and their members."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import messages
from portal.accounts.actions.membership import end_invitations_by, join, keep_an_owner, lock, note
from portal.accounts.models import Organisation, Person
from portal.accounts.permissions import can_manage_members
from portal.accounts.queries import find_member, get_person
from portal.accounts.types import FoundOrganisation
from portal.core.actor import Actor, MemberLevel
from portal.core.errors import Invalid, NotAllowed, NotFound, require
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.actions import notify


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
    join(session, organisation.id, actor.person_id, MemberLevel.OWNER)
    note(session, organisation, "accounts.found_organisation", actor, now)
    return organisation


def remove_member(
    session: Session, organisation: Organisation, person_id: int, *, actor: Actor, now: datetime
) -> None:
    """End a membership; the row stays as a tie. A member may go by themselves; the last owner cannot."""
    require(can_manage_members(actor, organisation.id) or actor.person_id == person_id)
    lock(session, organisation)
    member = find_member(session, organisation.id, person_id)
    if member is None:
        raise NotFound
    keep_an_owner(session, member, None)
    member.ended_at = now
    session.flush()
    end_invitations_by(session, organisation.id, person_id, now=now)
    note(session, organisation, "accounts.remove_member", actor, now, {"person": person_id})
    if person_id != actor.person_id:
        person: Person = get_person(session, person_id)
        notify(session, person, messages.member_removed(organisation.name), now=now)


def _credit_code_known(session: Session, code: str) -> bool:
    return session.scalar(select(Organisation.id).where(Organisation.credit_code == code)) is not None
