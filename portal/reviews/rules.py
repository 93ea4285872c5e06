"""The tables of a review assignment and of a site visit, and what a check and a visit must have looked at."""

from __future__ import annotations

from collections.abc import Mapping

from portal.core.actor import Role
from portal.core.workflow import START, Workflow, step
from portal.reviews.types import AssignmentState as S
from portal.reviews.types import Sighting, VisitVerdict
from portal.reviews.types import VisitState as V
from portal.standards.types import Standard

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
        step("end", (S.OFFERED, S.ACCEPTED), S.LAPSED, SYSTEM, "application withdrawn"),
        step("submit", S.ACCEPTED, S.SUBMITTED, REVIEWER, "sheet"),
        step("replace", S.ACCEPTED, S.REPLACED, OFFICER, "reason"),
    ),
    terminal=frozenset({S.DECLINED, S.CONFLICTED, S.SUBMITTED, S.REPLACED, S.LAPSED}),
)

SITE_VISIT = Workflow(
    name="site visit",
    states=V,
    table=(
        step("call", START, V.CALLED, (SYSTEM, OFFICER)),
        step("plan", (V.CALLED, V.PLANNED), V.PLANNED, OFFICER, "day", "inspectors"),
        step("remind", V.PLANNED, V.PLANNED, SYSTEM, "the day is near"),
        step("conclude", V.PLANNED, V.CONCLUDED, "inspector", "findings", "summary"),
    ),
    terminal=frozenset({V.CONCLUDED}),
)


CHECKS = ("organisation", "letter", "prerequisites", "evidence", "credit")
"""The points of the formal check, in the order in which an officer goes through them."""


def unchecked(checks: Mapping[str, bool]) -> list[str]:
    """The points of the formal check that are not ticked: with one of these no reviewer is drawn."""
    return [point for point in CHECKS if not checks.get(point)]


def not_looked_at(standard: Standard, seen: Mapping[str, Sighting]) -> list[str]:
    """The prerequisites on which the inspectors have said nothing: without them no visit is concluded."""
    return [one.code for one in standard.prerequisites if one.code not in seen]


def unmet_on_site(standard: Standard, seen: Mapping[str, Sighting]) -> list[str]:
    """The prerequisites that were not found met: with one of these no certificate can be proposed."""
    return [one.code for one in standard.prerequisites if seen.get(one.code) is Sighting.NOT_CONFIRMED]


def verdict_fits(verdict: VisitVerdict, seen: Mapping[str, Sighting]) -> bool:
    """“As stated” cannot be said where a line was not confirmed."""
    return verdict is VisitVerdict.DIFFERS or Sighting.NOT_CONFIRMED not in seen.values()
