"""The city's own content for reports: kinds, reasons, deadlines, routing; read from its files and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.core.content import Where, YamlFile, read_yaml
from portal.core.errors import Invalid
from portal.core.i18n import Label
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import settings
from portal.reports.service_level import Level, ServiceLevels, Term


@dataclass(frozen=True)
class Category:
    """One kind of dumping. `safety` is what a reporter must read first; only urgent kinds have it."""

    code: str
    label: Label
    hint: Label
    icon: str
    urgent: bool
    safety: Label | None
    unit_kind: str
    service_level: str


@dataclass(frozen=True)
class Reason:
    """A reason to choose from. `turn_to` says where to go instead, where that can be said."""

    code: str
    text: Label
    turn_to: Label | None = None


@dataclass(frozen=True)
class Catalogue:
    categories: Mapping[str, Category]
    rejection_reasons: Mapping[str, Reason]
    return_grounds: Mapping[str, Reason]
    receiving_bodies: Mapping[str, Reason]
    unit_kinds: Mapping[str, Reason]
    fallback: tuple[str, ...]
    levels: ServiceLevels

    def category(self, code: str) -> Category:
        """Raises Invalid on `category` for a code that is not, or no longer, offered."""
        found = self.categories.get(code)
        if found is None:
            raise Invalid.field("category", _l("Choose what kind of waste it is."))
        return found

    def level_of(self, category: str) -> Level:
        """The service level of a category; of an abolished one the slowest, so that old reports go on."""
        found = self.categories.get(category)
        key = found.service_level if found else list(self.levels.levels)[-1]
        return self.levels.levels[key]


def catalogue() -> Catalogue:
    """The running portal's catalogue."""
    return load(settings().content_dir)


@cache
def load(folder: Path) -> Catalogue:
    """Read the three files of `folder`; raises WrongFile with file, line and reason."""
    kinds = _read(folder, "report_categories")
    levels = _read(folder, "service_levels")
    routing = _read(folder, "routing")
    unit_kinds = {one["code"] for one in routing.data["unit_kinds"]}
    kinds.refuse(_problems(kinds.data, unit_kinds, set(levels.data["levels"])))
    routing.refuse(
        (("fallback", at), f"'{code}' is not among the unit kinds")
        for at, code in enumerate(routing.data["fallback"])
        if code not in unit_kinds
    )
    return Catalogue(
        categories={one["code"]: _category(one) for one in kinds.data["categories"]},
        rejection_reasons=_reasons(kinds.data["rejection_reasons"]),
        return_grounds=_reasons(kinds.data["return_grounds"]),
        receiving_bodies=_reasons(kinds.data["receiving_bodies"]),
        unit_kinds=_reasons(routing.data["unit_kinds"]),
        fallback=tuple(routing.data["fallback"]),
        levels=_levels(levels.data),
    )


def _read(folder: Path, name: str) -> YamlFile:
    file = read_yaml(folder / f"{name}.yaml")
    file.validate(folder / "schemas" / f"{name}.json")
    return file


def _problems(data: dict[str, Any], unit_kinds: set[str], levels: set[str]) -> Iterator[tuple[Where, str]]:
    for name in ("categories", "rejection_reasons", "return_grounds", "receiving_bodies"):
        seen: set[str] = set()
        for at, one in enumerate(data[name]):
            if one["code"] in seen:
                yield (name, at, "code"), f"'{one['code']}' stands twice"
            seen.add(one["code"])
    for at, one in enumerate(data["categories"]):
        if one["unit_kind"] not in unit_kinds:
            yield ("categories", at, "unit_kind"), f"'{one['unit_kind']}' is not in routing.yaml"
        if one["service_level"] not in levels:
            yield (
                ("categories", at, "service_level"),
                f"'{one['service_level']}' is not in service_levels.yaml",
            )


def _category(one: dict[str, Any]) -> Category:
    return Category(
        code=one["code"],
        label=Label.of(one["label"]),
        hint=Label.of(one["hint"]),
        icon=one["icon"],
        urgent=one["urgent"],
        safety=Label.of(one["safety"]) if "safety" in one else None,
        unit_kind=one["unit_kind"],
        service_level=one["service_level"],
    )


def _reasons(rows: Iterable[dict[str, Any]]) -> dict[str, Reason]:
    return {
        one["code"]: Reason(
            one["code"],
            Label.of(one["text"]),
            Label.of(one["turn_to"]) if "turn_to" in one else None,
        )
        for one in rows
    }


def _levels(data: dict[str, Any]) -> ServiceLevels:
    return ServiceLevels(
        levels={
            key: Level(Term(**one["handle"]), Term(**one["extension"])) for key, one in data["levels"].items()
        },
        triage_plain=Term(**data["triage"]["plain"]),
        triage_urgent=Term(**data["triage"]["urgent"]),
        return_within_working_days=data["return_within_working_days"],
        answer_days=data["answer_days"],
        silence_days=data["silence_days"],
        dispute_days=data["dispute_days"],
        dispute_supporters=data["dispute_supporters"],
    )
