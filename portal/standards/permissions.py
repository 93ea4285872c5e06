"""Who may do what with standards. Published versions are everybody's to read."""

from portal.core.actor import Actor, Role

STAFF = (Role.PROGRAMME_OFFICER, Role.CERTIFICATION_OFFICER, Role.PUBLISHER, Role.REVIEWER, Role.AUDITOR)
"""Roles that may look at drafts and at the history of versions."""


def can_publish(actor: Actor) -> bool:
    return actor.is_system or actor.has(Role.PROGRAMME_OFFICER)
