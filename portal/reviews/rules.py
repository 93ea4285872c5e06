"""The table of a review assignment."""

from __future__ import annotations

from portal.core.actor import Role
from portal.core.workflow import START, Workflow, step
from portal.reviews.types import AssignmentState as S

REVIEWER, OFFICER, SYSTEM = Role.REVIEWER.value, Role.CERTIFICATION_OFFICER.value, "system"

WORKFLOW = Workflow(
    name="review assignment",
    states=S,
    table=(
        step("offer", START, S.OFFERED, (SYSTEM, OFFICER)),
        step("accept", S.OFFERED, S.ACCEPTED, REVIEWER, "declaration"),
        step("decline", S.OFFERED, S.DECLINED, REVIEWER, "reason"),
        step("declare_conflict", S.OFFERED, S.CONFLICTED, REVIEWER, "reason"),
        step("lapse", S.OFFERED, S.LAPSED, SYSTEM, "time to answer past"),
        step("nobody_left", S.OFFERED, S.OFFERED, SYSTEM, "time to answer past"),
        step("remind", S.ACCEPTED, S.ACCEPTED, SYSTEM),
        step("overdue", S.ACCEPTED, S.ACCEPTED, SYSTEM),
        step("submit", S.ACCEPTED, S.SUBMITTED, REVIEWER, "sheet"),
        step("replace", S.ACCEPTED, S.REPLACED, OFFICER, "reason"),
    ),
    terminal=frozenset({S.DECLINED, S.CONFLICTED, S.SUBMITTED, S.REPLACED, S.LAPSED}),
)
