"""Values of reviews: assignments, what a reviewer finds at one indicator, and the commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class AssignmentState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CONFLICTED = "conflicted"
    SUBMITTED = "submitted"
    REPLACED = "replaced"
    LAPSED = "lapsed"
    """Offered and not answered in time."""


class AssignmentKind(StrEnum):
    """The two first reviewers score independently; an adjudicator is called when they disagree."""

    FIRST = "first"
    ADJUDICATOR = "adjudicator"


class Finding(StrEnum):
    """What a reviewer says of a declared value's evidence."""

    ACCEPT = "accept"
    ADJUST = "adjust"
    UNVERIFIED = "unverified"


@dataclass(frozen=True)
class ReviewItemInput:
    """One line of the sheet: for declared values a finding (and the adjusted value), for rubrics a level."""

    code: str
    finding: Finding | None = None
    value: bool | Decimal | str | None = None
    comment: str = ""
    based_on: int = 0

    @property
    def is_empty(self) -> bool:
        return self.finding is None and self.value is None and not self.comment


@dataclass(frozen=True)
class SubmitReview:
    overall: str
    reason: str = ""
    """An adjudicator's reason; required of them."""


class VisitState(StrEnum):
    CALLED = "called"
    PLANNED = "planned"
    CONCLUDED = "concluded"


class Sighting(StrEnum):
    """What inspectors say of one line on the spot; a line that says nothing was not looked at."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"


class VisitVerdict(StrEnum):
    """Whether the place is as the application says."""

    BORNE_OUT = "borne_out"
    DIFFERS = "differs"


@dataclass(frozen=True)
class PlanVisit:
    """The day, who goes (officers of the area), and who comes along by name."""

    day: date
    inspectors: tuple[int, ...]
    accompanied_by: str = ""


@dataclass(frozen=True)
class SightingInput:
    """One line as found on the spot. `based_on` is the version that the form was filled from."""

    code: str
    outcome: Sighting | None = None
    note: str = ""
    based_on: int = 0

    @property
    def is_empty(self) -> bool:
        return self.outcome is None and not self.note


@dataclass(frozen=True)
class ConcludeVisit:
    visited_on: date
    verdict: VisitVerdict
    summary: str
