"""How a mail moves from the outbox, and when sending is given up."""

from __future__ import annotations

from datetime import timedelta

from portal.core.workflow import Workflow, step
from portal.notifications.types import MailState

MAX_ATTEMPTS = 6
KEPT_AFTER_END = timedelta(days=90)
"""How long a mail stays in the outbox after it went out or was given up."""

WORKFLOW = Workflow(
    "mail",
    MailState,
    (
        step("put", None, "pending", "system"),
        step("send", "pending", "sent", "system"),
        step("give_up", "pending", "failed", "system"),
        step("try_again", "failed", "pending", "administrator"),
    ),
    terminal=frozenset({"sent"}),
)

DISCREET_MAIL = "discreet mail"
"""What an account's address is sealed for, in a mail that must not show whom it tells."""


def inbox_purpose(person_id: int) -> str:
    """What a message is sealed for, so that nobody can lay it into another's inbox."""
    return f"inbox:{person_id}"
