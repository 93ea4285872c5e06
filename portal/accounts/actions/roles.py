"""Roles of staff: granted and ended by an administrator, never by the holder."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import messages
from portal.accounts.actions.people import active_person, keep_an_administrator
from portal.accounts.models import Person, RoleGrant
from portal.accounts.permissions import can_grant
from portal.accounts.queries import get_person, get_unit
from portal.accounts.rules import needs_unit
from portal.accounts.types import Appoint, GrantRole, PersonState
from portal.accounts.wording import ROLES
from portal.audit.actions import record
from portal.core.actor import Actor, Role
from portal.core.errors import Conflict, Invalid, require
from portal.core.i18n import Label, Text
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.actions import notify
from portal.places.queries import find_area


def grant_role(
    session: Session, person: Person, command: GrantRole, *, actor: Actor, now: datetime
) -> RoleGrant:
    """Give a role within an area, or for a unit (a handler's). Raises NotAllowed for one's own account."""
    area, where = _where(session, command)
    require(
        can_grant(actor, person.id, area), _l("Roles are given within your own area, and never to oneself.")
    )
    if person.state is not PersonState.ACTIVE:
        raise Conflict(_l("This account is suspended."))
    if _held(session, person.id, command):
        raise Invalid.field("role", _l("This person holds this role already."))
    grant = RoleGrant(
        person_id=person.id,
        role=command.role,
        area_code=command.area_code,
        unit_id=command.unit_id,
        granted_at=now,
        granted_by_id=actor.person_id,
    )
    session.add(grant)
    session.flush()
    _record(session, grant, "accounts.grant_role", actor, now)
    notify(session, person, messages.role_granted(ROLES[command.role], where), now=now)
    return grant


def end_role(session: Session, grant: RoleGrant, *, actor: Actor, now: datetime) -> None:
    """End a role; what was done with it stays. Raises Conflict when it has ended already."""
    area, where = _where(session, GrantRole(grant.role, grant.area_code, grant.unit_id))
    require(
        can_grant(actor, grant.person_id, area),
        _l("Roles are given within your own area, and never to oneself."),
    )
    session.refresh(grant, ["ended_at"], with_for_update=True)
    if grant.ended_at is not None:
        raise Conflict
    if grant.role is Role.ADMINISTRATOR:
        keep_an_administrator(session, grant.person_id)
    grant.ended_at = now
    session.flush()
    _record(session, grant, "accounts.end_role", actor, now)
    person = get_person(session, grant.person_id)
    notify(session, person, messages.role_ended(ROLES[grant.role], where), now=now)


def appoint(session: Session, command: Appoint, *, actor: Actor, now: datetime) -> RoleGrant:
    """Give a role to whoever has the account of this address, known to the administrator or not."""
    return grant_role(session, active_person(session, command.email), command.grant, actor=actor, now=now)


def _where(session: Session, command: GrantRole) -> tuple[str, Label | Text]:
    """The area that a grant lies in, and its name; raises Invalid for the wrong kind or an unknown one."""
    if needs_unit(command.role):
        if command.unit_id is None or command.area_code is not None:
            raise Invalid.field("unit_id", _l("A handler works for a unit. Please choose one."))
        unit = get_unit(session, command.unit_id)
        return unit.area_code, unit.name
    area = find_area(session, command.area_code) if command.area_code else None
    if area is None or command.unit_id is not None:
        raise Invalid.field("area_code", _l("Please choose the area for which the role is held."))
    return area.code, area.name


def _held(session: Session, person_id: int, command: GrantRole) -> bool:
    statement = select(RoleGrant.id).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == command.role,
        RoleGrant.area_code.is_not_distinct_from(command.area_code),
        RoleGrant.unit_id.is_not_distinct_from(command.unit_id),
        RoleGrant.ended_at.is_(None),
    )
    return session.scalar(statement) is not None


def _record(session: Session, grant: RoleGrant, action: str, actor: Actor, now: datetime) -> None:
    data = {"role": grant.role.value, "area": grant.area_code, "unit": grant.unit_id}
    subject = ("person", str(grant.person_id))
    record(session, actor=actor, action=action, subject=subject, data=data, now=now)
