"""What a new version changed: items added, dropped and altered, found by their codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.core.i18n import Label
from portal.standards.types import Bonus, Indicator, Prerequisite, Standard

Item = Prerequisite | Indicator | Bonus

SETTINGS = (
    "pass_mark",
    "dimension_floor",
    "levels",
    "bonus_cap",
    "validity_years",
    "notice_working_days",
    "spot_checks_per_year",
    "blind",
    "site_visit",
    "applies_to",
    "lead_department",
)


class ChangeKind(StrEnum):
    ADDED = "added"
    DROPPED = "dropped"
    ALTERED = "altered"


@dataclass(frozen=True)
class Change:
    """One changed item. `aspects` name the fields that differ, for an altered one."""

    kind: ChangeKind
    code: str
    name: Label
    aspects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """Everything that differs between two versions. `settings` are names from `SETTINGS`."""

    settings: tuple[str, ...]
    items: tuple[Change, ...]


def changes(old: Standard, new: Standard) -> Changes:
    """What somebody who knows `old` must read to know `new`."""
    settings = tuple(name for name in SETTINGS if getattr(old, name) != getattr(new, name))
    return Changes(settings, tuple(_changes(_items(old), _items(new))))


def _items(standard: Standard) -> Mapping[str, Item]:
    prerequisites = {one.code: one for one in standard.prerequisites}
    return {**prerequisites, **standard.indicators, **{one.code: one for one in standard.bonus}}


def _changes(old: Mapping[str, Item], new: Mapping[str, Item]) -> Iterator[Change]:
    for code, item in new.items():
        if code not in old:
            yield Change(ChangeKind.ADDED, code, _name(item))
        elif aspects := _aspects(old[code], item):
            yield Change(ChangeKind.ALTERED, code, _name(item), aspects)
    for code, item in old.items():
        if code not in new:
            yield Change(ChangeKind.DROPPED, code, _name(item))


def _aspects(old: Item, new: Item) -> tuple[str, ...]:
    names = [name for name in new.__dataclass_fields__ if getattr(old, name, None) != getattr(new, name)]
    # The rule in words follows the rule; saying both would say one thing twice.
    return tuple(name for name in names if name != "rule_text" or "rule" not in names)


def _name(item: Item) -> Label:
    return item.text if isinstance(item, Prerequisite) else item.name
