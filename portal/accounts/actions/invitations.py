"""Invitations into an organisation: nobody belongs to one without having said yes.

Written by address, whether or not there is an account: the owner learns nothing about who has one, nor about
who is of the city's staff. It is shown to whoever signs in with that address.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts import messages
from portal.accounts.actions.membership import end_invitations_by, join, keep_an_owner, lock, note
from portal.accounts.models import Organisation, OrganisationInvitation
from portal.accounts.permissions import can_manage_members
from portal.accounts.queries import (
    count_open_invitations,
    find_inviter,
    find_member,
    find_open_invitation,
    find_person_by_email,
    get_open_invitation,
    get_organisation,
    get_person,
)
from portal.accounts.rules import INVITATION_LIFE, MOST_INVITATIONS
from portal.accounts.types import AddMember, OrganisationState, PersonState
from portal.accounts.wording import LEVELS
from portal.core.actor import Actor, MemberLevel
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound, require
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.actions import notify

OF_THE_STAFF = _l("Whoever holds a role of the city belongs to no organisation that applies.")
TOO_MANY = _l("Too many invitations wait for an answer. Withdraw some of them first.")


def invite_member(
    session: Session, organisation: Organisation, command: AddMember, *, actor: Actor, now: datetime
) -> None:
    """Invite an address, or give a member another level. The answer is the same for every address."""
    require(can_manage_members(actor, organisation.id))
    lock(session, organisation)
    person = find_person_by_email(session, command.email)
    member = find_member(session, organisation.id, person.id) if person else None
    if person is not None and member is not None:
        keep_an_owner(session, member, command.level)
        member.level = command.level
        session.flush()
        if command.level is not MemberLevel.OWNER:
            end_invitations_by(session, organisation.id, person.id, now=now)
        data = {"person": person.id, "level": command.level.value}
        note(session, organisation, "accounts.change_member", actor, now, data)
        return
    invitation = find_open_invitation(session, organisation.id, command.email, now=now)
    if invitation is None:
        if count_open_invitations(session, organisation.id, now=now) >= MOST_INVITATIONS:
            raise Invalid({"": [TOO_MANY]})
        invitation = OrganisationInvitation(
            organisation_id=organisation.id,
            email=command.email,
            invited_by_id=actor.person_id,
            created_at=now,
        )
        session.add(invitation)
    elif invitation.level is command.level:
        return
    invitation.level, invitation.expires_at = command.level, now + INVITATION_LIFE
    session.flush()
    data = {"invitation": invitation.id, "level": command.level.value}
    note(session, organisation, "accounts.invite_member", actor, now, data)
    if person is not None and person.state is PersonState.ACTIVE:
        notify(session, person, messages.invited(organisation.name, LEVELS[command.level]), now=now)


def accept_invitation(session: Session, invitation_id: int, *, actor: Actor, now: datetime) -> Organisation:
    """Join, at the level of the invitation. Never those who hold a role: they could judge no more."""
    organisation = find_inviter(session, invitation_id)
    if organisation is not None:
        lock(session, organisation)  # before the invitation, as whoever removes its owner does
    invitation = _own(session, invitation_id, actor, now)
    if actor.is_staff:
        raise Conflict(OF_THE_STAFF)
    if organisation is None or organisation.state is not OrganisationState.ACTIVE:
        raise NotFound
    person_id = actor.person_id or 0
    invitation.ended_at = now
    if find_member(session, organisation.id, person_id) is None:
        join(session, organisation.id, person_id, invitation.level)
    session.flush()
    data = {"person": person_id, "level": invitation.level.value, "invitation": invitation.id}
    note(session, organisation, "accounts.join_organisation", actor, now, data)
    inviter = get_person(session, invitation.invited_by_id)
    told = messages.joined(organisation.name, organisation.id, actor.name, LEVELS[invitation.level])
    notify(session, inviter, told, now=now)
    return organisation


def refuse_invitation(session: Session, invitation_id: int, *, actor: Actor, now: datetime) -> None:
    """Say no. The owner sees that it waits no more."""
    invitation = _own(session, invitation_id, actor, now)
    invitation.ended_at = now
    organisation = get_organisation(session, invitation.organisation_id)
    note(session, organisation, "accounts.refuse_invitation", actor, now, {"invitation": invitation.id})


def withdraw_invitation(
    session: Session, organisation: Organisation, invitation_id: int, *, actor: Actor, now: datetime
) -> None:
    require(can_manage_members(actor, organisation.id))
    invitation = get_open_invitation(session, invitation_id, now=now)
    if invitation.organisation_id != organisation.id:
        raise NotFound
    invitation.ended_at = now
    note(session, organisation, "accounts.withdraw_invitation", actor, now, {"invitation": invitation.id})


def _own(session: Session, invitation_id: int, actor: Actor, now: datetime) -> OrganisationInvitation:
    """An open invitation to the actor's own address; NotFound for anybody else's."""
    if actor.person_id is None:
        raise NotAllowed(sign_in=True)
    invitation = get_open_invitation(session, invitation_id, now=now)
    if invitation.email != get_person(session, actor.person_id).email:
        raise NotFound
    return invitation
