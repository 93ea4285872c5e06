"""A decision written out so that anyone can recompute it: plain JSON, numbers as their digits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import rfc8785

from portal.core.i18n import Label
from portal.reviews.queries import Combined, Inspected, Seat
from portal.reviews.types import Sighting, VisitVerdict
from portal.standards.answers import as_answer
from portal.standards.scoring import Score, combine, score
from portal.standards.types import Answer, Answers, NotApplicable, Standard


@dataclass(frozen=True)
class SeenOnSite:
    """What inspectors found, line by line of the standard (code, name, outcome); no word of who they were."""

    day: date | None
    verdict: VisitVerdict | None
    lines: tuple[tuple[str, Label, Sighting], ...]


@dataclass(frozen=True)
class PublicSheet:
    """A published trace computed again. `same` says whether that gives what was decided, to the letter."""

    content: dict[str, Any]
    score: Score
    same: bool
    visit: SeenOnSite | None


def trace_of(
    combined: Combined, visit: Inspected | None, *, standard_hash: str, snapshot_hash: str
) -> dict[str, Any]:
    """The whole calculation: each seat's scored answers and points, and what they come to together.

    What was found on site stands beside it; it changes no points.
    """
    result = combined.score
    return {
        "standard": {
            "code": combined.standard.code,
            "version": combined.standard.version,
            "hash": standard_hash,
        },
        "snapshot_hash": snapshot_hash,
        "seats": [_seat(combined.standard, seat) for seat in combined.seats],
        "total": str(result.total),
        "bonus": str(result.bonus),
        "star_total": str(result.star_total),
        "level": result.level.code if result.level else None,
        "certifiable": result.certifiable,
        "prerequisites": dict(result.prerequisites),
        "dimensions": {
            part.dimension.code: {"points": str(part.points), "floor": str(part.floor)}
            for part in result.dimensions
        },
    } | ({"site_visit": _visit(visit)} if visit else {})


def sheet_of(standard: Standard, content: dict[str, Any], digest: str) -> PublicSheet:
    """For a reader: the calculation made again from what is published."""
    again = recompute(standard, content)
    said = (content["total"], content["level"], content["certifiable"])
    level = again.level.code if again.level else None
    same = said == (str(again.total), level, again.certifiable) and digest_of(content) == digest
    return PublicSheet(content, again, same, _seen(standard, content.get("site_visit")))


def _seen(standard: Standard, visit: dict[str, Any] | None) -> SeenOnSite | None:
    if visit is None:
        return None
    names = {one.code: one.text for one in standard.prerequisites}
    names |= {code: one.name for code, one in standard.indicators.items()}
    found = visit["findings"]
    return SeenOnSite(
        date.fromisoformat(visit["day"]) if visit["day"] else None,
        VisitVerdict(visit["verdict"]) if visit["verdict"] else None,
        tuple((code, name, Sighting(found[code])) for code, name in names.items() if code in found),
    )


def recompute(standard: Standard, content: dict[str, Any]) -> Score:
    """The score that follows from a published trace under its standard."""
    return combine(standard, [score(standard, _answers(standard, seat)) for seat in content["seats"]])


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 over RFC 8785 canonical JSON, in hex."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def _seat(standard: Standard, seat: Seat) -> dict[str, Any]:
    lines = {}
    for code, line in seat.score.lines.items():
        judged = seat.judged.get(code)
        lines[code] = {
            "answer": _plain(line.answer),
            "outcome": line.outcome.value,
            "points": str(line.points),
            "finding": judged.finding.value if judged and judged.finding else None,
        }
    return {
        "number": seat.number,
        "kind": seat.kind.value,
        "total": str(seat.score.total),
        "prerequisites": {one.code: seat.score.prerequisites[one.code] for one in standard.prerequisites},
        "bonus": sorted(seat.score.bonus_items),
        "indicators": lines,
    }


def _visit(inspected: Inspected) -> dict[str, Any]:
    visit = inspected.visit
    return {
        "day": visit.visited_on.isoformat() if visit.visited_on else None,
        "verdict": visit.verdict.value if visit.verdict else None,
        "findings": {code: outcome.value for code, outcome in sorted(inspected.seen.items())},
    }


def _plain(answer: Answer | None) -> Any:
    if isinstance(answer, NotApplicable):
        return {"not_applicable": answer.reason, "approved": answer.approved}
    return answer if answer is None or isinstance(answer, bool | str) else format(answer, "f")


def _answers(standard: Standard, seat: dict[str, Any]) -> Answers:
    indicators: dict[str, Answer] = {}
    for code, line in seat["indicators"].items():
        kept = line["answer"]
        if isinstance(kept, dict):
            indicators[code] = NotApplicable(kept["not_applicable"], bool(kept["approved"]))
            continue
        answer = as_answer(standard.indicators[code], kept)
        if answer is not None:
            indicators[code] = answer
    met = {code: value for code, value in seat["prerequisites"].items() if value is not None}
    return Answers(indicators, met, frozenset(seat["bonus"]))
