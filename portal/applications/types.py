"""Values of applications: states, answers, and the commands of their verbs."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class ApplicationState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SCREENING = "screening"
    RETURNED = "returned"
    SCORING = "scoring"
    ADJUDICATING = "adjudicating"
    INSPECTING = "inspecting"
    PROPOSED = "proposed"
    PUBLIC_NOTICE = "public_notice"
    OBJECTION_HOLD = "objection_hold"
    CERTIFIED = "certified"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class StartApplication:
    """Begin an application of `organisation_id` for a cell type; its current standard is pinned."""

    organisation_id: int
    cell_type: str


@dataclass(frozen=True)
class AnswerItem:
    """What the applicant says of one prerequisite or indicator.

    `value` is a truth value (boolean, prerequisite, bonus), a Decimal (number; a ratio as 0–1), or a level's
    code (rubric); None is "not answered yet". `based_on` is the version of the answer that the
    person was editing: an older one is refused and shown beside the newer.
    """

    code: str
    value: bool | Decimal | str | None
    note: str = ""
    not_applicable: bool = False
    reason: str = ""
    based_on: int = 0

    @property
    def is_empty(self) -> bool:
        return self.value is None and not (self.note or self.not_applicable or self.reason)


@dataclass(frozen=True)
class SubmitApplication:
    """Hand the application in, with the declaration that all is true."""

    declared_true: bool


@dataclass(frozen=True)
class WithdrawApplication:
    reason: str


@dataclass(frozen=True)
class RequestedCorrection:
    """What the officer asks to be corrected at one indicator or prerequisite."""

    code: str
    text: str


@dataclass(frozen=True)
class ReturnApplication:
    corrections: tuple[RequestedCorrection, ...]
    note: str = ""


@dataclass(frozen=True)
class MoveApplication:
    """One step by a package above: the action's name, and the reason that the event keeps."""

    action: str
    reason: str = ""
    data: dict[str, object] = field(default_factory=dict)
