"""Who looks after the mails. Only whether they arrive: neither what they say nor whom they reach."""

from __future__ import annotations

from portal.core.actor import Actor, Role


def can_see_mails(actor: Actor) -> bool:
    return actor.has(Role.ADMINISTRATOR)
