"""Who may decide on a photo. Who may look at one is the question of the feature that holds it."""

from __future__ import annotations

from portal.core.actor import Actor, Role


def can_decide(actor: Actor, area: str) -> bool:
    """Publish or withhold a photo taken in `area`: a dispatcher of that area."""
    return actor.has(Role.DISPATCHER, area=area)
