"""Who may propose, publish and answer. Nobody both scores and decides, or proposes and publishes."""

from __future__ import annotations

from portal.applications.models import Application
from portal.applications.permissions import is_tied
from portal.core.actor import Actor, MemberLevel, Role
from portal.publication.models import Certificate, CertificateMeasure, Decision, Notice


def can_decide(actor: Actor, application: Application, *, reviewed: bool) -> bool:
    """Propose or refuse. `reviewed`: whether this person ever had a reviewer's seat at the application."""
    return (
        actor.has(Role.CERTIFICATION_OFFICER, area=application.area_code)
        and not reviewed
        and not is_tied(actor, application)
    )


def can_publish(actor: Actor, application: Application, decision: Decision, *, reviewed: bool) -> bool:
    """Open the notice, send back, answer objections: a publisher who neither proposed nor scored."""
    return (
        actor.has(Role.PUBLISHER, area=application.area_code)
        and actor.person_id != decision.decided_by_id
        and not reviewed
        and not is_tied(actor, application)
    )


def can_publish_notice(actor: Actor, notice: Notice, *, reviewed: bool) -> bool:
    return can_publish(actor, notice.application, notice.decision, reviewed=reviewed)


def can_propose_measure(actor: Actor, certificate: Certificate) -> bool:
    """Never who was once a member of the holder: a certificate lives for years, and so do ties."""
    return actor.has(Role.CERTIFICATION_OFFICER, area=certificate.area_code) and not actor.tied_to(
        certificate.organisation_id
    )


def can_decide_measure(actor: Actor, certificate: Certificate, measure: CertificateMeasure) -> bool:
    """A publisher who did not propose it, with no tie to the holder."""
    return _publishes(actor, certificate) and actor.person_id != measure.proposed_by_id


def can_appeal(actor: Actor, certificate: Certificate) -> bool:
    return actor.member_of(certificate.organisation_id, MemberLevel.OWNER)


def can_decide_appeal(actor: Actor, certificate: Certificate, revocation: CertificateMeasure | None) -> bool:
    """A publisher who did not propose the revocation. Whoever confirmed it may see that it was wrong."""
    proposer = revocation.proposed_by_id if revocation else None
    return _publishes(actor, certificate) and actor.person_id != proposer


def _publishes(actor: Actor, certificate: Certificate) -> bool:
    return actor.has(Role.PUBLISHER, area=certificate.area_code) and not actor.tied_to(
        certificate.organisation_id
    )
