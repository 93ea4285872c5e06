"""Who hears of an application: its organisation's members, and the staff of its area."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.queries import list_holders_in, list_members_of
from portal.accounts.types import PersonState
from portal.applications.models import Application
from portal.core.actor import Role
from portal.core.i18n import Label
from portal.notifications.actions import notify
from portal.notifications.types import Message
from portal.standards.queries import get_by_hash


def title_of(session: Session, application: Application) -> Label:
    """What is applied for, by the name of its standard."""
    return get_by_hash(session, application.standard_hash).name


def tell_organisation(session: Session, organisation_id: int, message: Message, *, now: datetime) -> None:
    """Tell every owner and editor, also whoever took the step: it is their receipt."""
    for member in list_members_of(session, organisation_id):
        if member.person.state is PersonState.ACTIVE:
            notify(session, member.person, message, now=now)


def tell_staff(
    session: Session,
    application: Application,
    role: Role,
    message: Message,
    *,
    now: datetime,
    without: Collection[int] = (),
    rather: int | None = None,
) -> None:
    """Tell those who hold `role` in the area, but never members of the applicant nor those in `without`.

    `rather` is the one who has the case in hand: where they still hold the role, only they are told.
    """
    members = {one.person_id for one in list_members_of(session, application.organisation_id)}
    never = members | set(without)
    holders = [one for one in list_holders_in(session, role, application.area_code) if one.id not in never]
    for person in [one for one in holders if one.id == rather] or holders:
        notify(session, person, message, now=now)
