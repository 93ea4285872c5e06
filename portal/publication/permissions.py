"""Who may propose, publish and answer. Nobody both scores and decides, or proposes and publishes."""

from __future__ import annotations

from portal.applications.models import Application
from portal.core.actor import Actor, Role
from portal.publication.models import Decision, Notice


def can_decide(actor: Actor, application: Application, *, reviewed: bool) -> bool:
    """Propose or refuse. `reviewed`: whether this person ever had a reviewer's seat at the application."""
    return (
        actor.has(Role.CERTIFICATION_OFFICER, area=application.area_code)
        and not reviewed
        and not actor.member_of(application.organisation_id)
    )


def can_publish(actor: Actor, application: Application, decision: Decision, *, reviewed: bool) -> bool:
    """Open the notice, send back, answer objections: a publisher who neither proposed nor scored."""
    return (
        actor.has(Role.PUBLISHER, area=application.area_code)
        and actor.person_id != decision.decided_by_id
        and not reviewed
        and not actor.member_of(application.organisation_id)
    )


def can_publish_notice(actor: Actor, notice: Notice, *, reviewed: bool) -> bool:
    return can_publish(actor, notice.application, notice.decision, reviewed=reviewed)
