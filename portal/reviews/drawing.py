"""Drawing reviewers at random, so that anyone with the pool and the seed can draw them again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Excluded(StrEnum):
    """Why a reviewer cannot be drawn."""

    MEMBER = "member"
    """A member of the applying organisation, now or since the application began."""
    SAME_DISTRICT = "same_district"
    """Works in the applicant's district, where the city excludes that."""
    SEATED = "seated"
    """Had a seat at this application already: drawn, declined, conflicted or replaced."""
    OFFICER = "officer"
    """Takes part in deciding this application."""


@dataclass(frozen=True)
class Candidate:
    """A reviewer with what decides eligibility. `district` is None for those of the whole city."""

    person_id: int
    organisations: frozenset[int] = frozenset()
    district: str | None = None


@dataclass(frozen=True)
class Case:
    """The application, as far as eligibility asks. `deciders` are officers who have acted on it."""

    organisation_id: int
    district: str
    seated: frozenset[int] = frozenset()
    deciders: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Draw:
    """The outcome, kept whole: who was eligible, who not and why, the seed, and who came out."""

    pool: tuple[int, ...]
    excluded: dict[int, Excluded]
    seed: str
    drawn: tuple[int, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "rule": "lowest SHA-256 of '<seed>:<person>'",
            "seed": self.seed,
            "pool": list(self.pool),
            "excluded": {str(person): why.value for person, why in sorted(self.excluded.items())},
            "drawn": list(self.drawn),
        }


class TooFewReviewers(ValueError):
    """Fewer eligible reviewers than seats. `found` is how many there are."""

    def __init__(self, found: int, needed: int) -> None:
        super().__init__(f"{found} eligible reviewers for {needed} seats")
        self.found = found
        self.needed = needed


def why_excluded(candidate: Candidate, case: Case, *, exclude_same_district: bool) -> Excluded | None:
    if candidate.person_id in case.seated:
        return Excluded.SEATED
    if candidate.person_id in case.deciders:
        return Excluded.OFFICER
    if case.organisation_id in candidate.organisations:
        return Excluded.MEMBER
    same = candidate.district is not None and case.district.startswith(candidate.district)
    return Excluded.SAME_DISTRICT if exclude_same_district and same else None


def draw(
    candidates: Sequence[Candidate], case: Case, *, seats: int, seed: str, exclude_same_district: bool = False
) -> Draw:
    """Draw `seats` reviewers. The order of `candidates` does not matter. Raises TooFewReviewers."""
    excluded: dict[int, Excluded] = {}
    pool: list[int] = []
    for candidate in candidates:
        why = why_excluded(candidate, case, exclude_same_district=exclude_same_district)
        if why is None:
            pool.append(candidate.person_id)
        else:
            excluded[candidate.person_id] = why
    if len(pool) < seats:
        raise TooFewReviewers(len(pool), seats)
    drawn = sorted(pool, key=lambda person: hashlib.sha256(f"{seed}:{person}".encode()).digest())[:seats]
    return Draw(tuple(sorted(pool)), excluded, seed, tuple(drawn))
