"""The whole life of an application as one table, from the first draft to the certificate."""

from __future__ import annotations

from portal.applications.types import ApplicationState as S
from portal.core.actor import Role
from portal.core.workflow import START, Workflow, step

OWNER, EDITOR, SYSTEM = "owner", "editor", "system"
OFFICER, PUBLISHER = Role.CERTIFICATION_OFFICER.value, Role.PUBLISHER.value

CORRECTION_ROUNDS = 2
"""How often an application may be returned for correction."""

CORRECTION_WORKING_DAYS = 10
"""Working days of one round; then the application lapses."""

BEFORE_NOTICE = (
    S.DRAFT, S.SUBMITTED, S.SCREENING, S.RETURNED, S.SCORING, S.ADJUDICATING, S.INSPECTING, S.PROPOSED
)  # fmt: skip
EDITABLE = frozenset({S.DRAFT, S.RETURNED})

WORKFLOW = Workflow(
    name="application",
    states=S,
    table=(
        step("start", START, S.DRAFT, (OWNER, EDITOR)),
        step("submit", (S.DRAFT, S.RETURNED), S.SUBMITTED, OWNER, "declaration"),
        step("screen", S.SUBMITTED, S.SCREENING, OFFICER),
        step("return", S.SCREENING, S.RETURNED, OFFICER, "corrections"),
        step("lapse", S.RETURNED, S.REJECTED, SYSTEM),
        step("reject", S.SCREENING, S.REJECTED, OFFICER, "reason"),
        step("assign", S.SCREENING, S.SCORING, OFFICER),
        step("disagree", S.SCORING, S.ADJUDICATING, SYSTEM),
        step("inspect", (S.SCORING, S.ADJUDICATING), S.INSPECTING, (SYSTEM, OFFICER)),
        step("propose", (S.SCORING, S.ADJUDICATING, S.INSPECTING), S.PROPOSED, OFFICER, "decision"),
        step("refuse", (S.SCORING, S.ADJUDICATING, S.INSPECTING), S.REJECTED, OFFICER, "decision"),
        step("send_back", S.PROPOSED, S.SCREENING, PUBLISHER, "reason"),
        step("open_notice", S.PROPOSED, S.PUBLIC_NOTICE, PUBLISHER),
        step("hold", S.PUBLIC_NOTICE, S.OBJECTION_HOLD, PUBLISHER, "objection"),
        step("resume", S.OBJECTION_HOLD, S.PUBLIC_NOTICE, PUBLISHER, "reply"),
        step("uphold", S.OBJECTION_HOLD, S.REJECTED, PUBLISHER, "reply"),
        step("certify", S.PUBLIC_NOTICE, S.CERTIFIED, (SYSTEM, PUBLISHER)),
        step("withdraw", BEFORE_NOTICE, S.WITHDRAWN, OWNER, "reason"),
    ),
    terminal=frozenset({S.REJECTED, S.WITHDRAWN, S.CERTIFIED}),
)
