"""Which unit should clean up: by kind of dumping and by area, with the reason for the suggestion. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class UnitOption:
    """A handling unit as routing sees it. It covers every area whose code begins with its own."""

    id: int
    code: str
    kind: str
    area_code: str


class RouteReason(StrEnum):
    OWN_AREA = "own_area"
    """The unit of the right kind for just this area."""
    WIDER_AREA = "wider_area"
    """The right kind, responsible for a wider area around it."""
    FALLBACK = "fallback"
    """No unit of the right kind covers the place: who is nearest takes it first (首接负责)."""


@dataclass(frozen=True)
class Suggestion:
    """`unit_id` is None when no unit covers the place at all.

    `also` are units that would be right if the place lies across a border within its accuracy.
    """

    unit_id: int | None
    reason: RouteReason | None = None
    unit_kind: str = ""
    area_code: str = ""
    also: tuple[int, ...] = ()


def suggest(
    units: Iterable[UnitOption],
    *,
    unit_kind: str,
    area_code: str,
    nearby_codes: Sequence[str] = (),
    fallback: Sequence[str] = (),
) -> Suggestion:
    """The unit of `unit_kind` whose area is the smallest around the place; else by the `fallback` kinds."""
    options = sorted(units, key=lambda unit: (-len(unit.area_code), unit.code))
    also = tuple(
        dict.fromkeys(
            unit.id for code in nearby_codes if (unit := _nearest(options, unit_kind, code)) is not None
        )
    )
    for kind in (unit_kind, *fallback):
        unit = _nearest(options, kind, area_code)
        if unit is not None:
            reason = _reason(unit, unit_kind, area_code)
            others = tuple(one for one in also if one != unit.id)
            return Suggestion(unit.id, reason, unit.kind, unit.area_code, others)
    return Suggestion(None, also=also)


def _nearest(options: Sequence[UnitOption], kind: str, area_code: str) -> UnitOption | None:
    return next((u for u in options if u.kind == kind and area_code.startswith(u.area_code)), None)


def _reason(unit: UnitOption, unit_kind: str, area_code: str) -> RouteReason:
    if unit.kind != unit_kind:
        return RouteReason.FALLBACK
    return RouteReason.OWN_AREA if unit.area_code == area_code else RouteReason.WIDER_AREA
