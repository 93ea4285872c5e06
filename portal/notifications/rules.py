"""How a mail moves from the outbox, and when sending is given up."""

from __future__ import annotations

from portal.core.workflow import Workflow, step
from portal.notifications.types import MailState

MAX_ATTEMPTS = 6

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
