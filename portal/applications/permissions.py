"""Who may do what with an application. Reviewers are asked for in `reviews`, which knows the seats."""

from __future__ import annotations

from portal.applications.models import Application
from portal.applications.rules import EDITABLE, WORKFLOW
from portal.core.actor import Actor, MemberLevel, Role

STAFF_READERS = (Role.CERTIFICATION_OFFICER, Role.PUBLISHER, Role.AUDITOR)


def can_start(actor: Actor, organisation_id: int) -> bool:
    return actor.member_of(organisation_id)


def can_view(actor: Actor, application: Application) -> bool:
    """Members of the organisation, and staff of the area who take part in certification or audit it."""
    return actor.member_of(application.organisation_id) or can_view_as_staff(actor, application)


def can_view_as_staff(actor: Actor, application: Application) -> bool:
    if application.state == "draft":
        return False
    return actor.has(*STAFF_READERS, area=application.area_code)


def can_edit(actor: Actor, application: Application) -> bool:
    return application.state in EDITABLE and actor.member_of(application.organisation_id)


def is_tied(actor: Actor, application: Application) -> bool:
    """A member of the applicant, now or at any time since the application began."""
    return actor.tied_to(application.organisation_id, since=application.created_at)


def can_move(actor: Actor, application: Application, action: str) -> bool:
    """Whether the table lets this actor take `action` now: relation, role within the area, or the system.

    A role counts for nothing with those who belong, or since the start belonged, to the applicant.
    """
    if not WORKFLOW.allows(application.state, action):
        return False
    who = WORKFLOW.transition(application.state, action).who
    if actor.is_system:
        return "system" in who
    levels = tuple(level for level in MemberLevel if level.value in who)
    if levels and actor.member_of(application.organisation_id, *levels):
        return True
    roles = tuple(role for role in Role if role.value in who)
    held = bool(roles) and actor.has(*roles, area=application.area_code)
    return held and not is_tied(actor, application)
