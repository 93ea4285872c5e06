"""What an application still lacks before it can be handed in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from portal.standards.sheet import Outcome, Score
from portal.standards.types import Standard


class Lack(StrEnum):
    """Why an item holds up the submission; the key of the sentence shown to the applicant."""

    UNANSWERED = "unanswered"
    NOT_MET = "not_met"
    NO_EVIDENCE = "no_evidence"
    NO_LETTER = "no_letter"


@dataclass(frozen=True)
class Missing:
    """One thing to do. `code` names the prerequisite or indicator; empty for the whole application."""

    lack: Lack
    code: str = ""


def list_missing(
    standard: Standard, score: Score, *, with_evidence: Collection[str], has_letter: bool
) -> list[Missing]:
    """All that is missing, in the order of the standard.

    Every prerequisite must be answered and met, every indicator answered (or said not to apply), and every
    indicator that claims points must have at least one file; the commitment letter must be there.
    """
    found = [] if has_letter else [Missing(Lack.NO_LETTER)]
    for prerequisite in standard.prerequisites:
        met = score.prerequisites[prerequisite.code]
        if met is None:
            found.append(Missing(Lack.UNANSWERED, prerequisite.code))
        elif not met:
            found.append(Missing(Lack.NOT_MET, prerequisite.code))
    for code, line in score.lines.items():
        if line.outcome is Outcome.MISSING:
            found.append(Missing(Lack.UNANSWERED, code))
        elif line.raw > 0 and code not in with_evidence:
            found.append(Missing(Lack.NO_EVIDENCE, code))
    return found
