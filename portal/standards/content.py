"""The content of a standard: plain JSON, its canonical bytes and hash, and the typed value made of it.

The hash of a version is the SHA-256 of its content written by RFC 8785: whoever downloads
`/standards/<type>/<version>.json` can recompute it from the very bytes received.
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import rfc8785

from portal.core.i18n import Label
from portal.standards.types import (
    AllOrNothing,
    Bonus,
    Breakpoint,
    Deduct,
    Dimension,
    EvidenceKind,
    Indicator,
    IndicatorKind,
    Level,
    Linear,
    PerUnit,
    Piecewise,
    Prerequisite,
    Rubric,
    RubricLevel,
    Rule,
    SiteVisit,
    Source,
    Standard,
)

Content = Mapping[str, Any]

_INFERRED = (
    "pass_mark",
    "dimension_floor",
    "validity",
    "notice",
    "spot_check",
    "blind",
    "site_visit",
    "levels",
)


def canonical(content: Content) -> bytes:
    """The one way to write this content down (RFC 8785)."""
    return rfc8785.dumps(_plain(content))


def content_hash(canonical_bytes: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(canonical_bytes).hexdigest()


def parse(text: str | bytes) -> Standard:
    """The standard that canonical bytes describe; they were checked when they were loaded."""
    return build(json.loads(text, parse_float=Decimal))


def build(content: Content) -> Standard:
    """Turn checked content into values."""
    lookup = _Lookup(content)
    return Standard(
        code=content["code"],
        version=content["version"],
        name=_label(content, "name"),
        lead_department=_label(content, "lead_department"),
        applies_to=_label(content, "applies_to"),
        prerequisites=tuple(lookup.prerequisite(one) for one in content["prerequisites"]),
        dimensions=tuple(lookup.dimension(one) for one in content["dimensions"]),
        bonus=tuple(
            Bonus(one["code"], _label(one, "name"), Decimal(one["points"]), one["inferred"])
            for one in content["bonus"]
        ),
        bonus_cap=Decimal(content["bonus_cap"]),
        pass_mark=Decimal(content["pass_mark"]),
        dimension_floor=Decimal(content["dimension_floor"]),
        levels=tuple(
            Level(one["code"], _label(one, "name"), Decimal(one["min_score"])) for one in content["levels"]
        ),
        validity_years=content["validity_years"],
        notice_working_days=content["notice_working_days"],
        spot_checks_per_year=content["spot_check_per_year"],
        blind=content["blind"],
        site_visit=SiteVisit(content["site_visit"]),
        sources=tuple(lookup.sources.values()),
        inferred=frozenset(name for name in _INFERRED if content[f"{name}_inferred"]),
    )


class _Lookup:
    """Builds the parts that name documents and kinds of evidence by code."""

    def __init__(self, content: Content) -> None:
        self.sources = {code: _source(code, one) for code, one in content["documents"].items()}
        self.evidence = {
            code: EvidenceKind(code, _label(one)) for code, one in content["evidence_kinds"].items()
        }

    def prerequisite(self, one: Content) -> Prerequisite:
        return Prerequisite(
            one["code"], _label(one, "text"), one["veto"], one["inferred"], self._sources(one)
        )

    def dimension(self, one: Content) -> Dimension:
        indicators = tuple(self._indicator(indicator) for indicator in one["indicators"])
        return Dimension(one["code"], _label(one, "name"), Decimal(one["weight"]), indicators)

    def _indicator(self, one: Content) -> Indicator:
        return Indicator(
            code=one["code"],
            name=_label(one, "name"),
            kind=IndicatorKind(one["kind"]),
            unit=_label(one, "unit") if "unit_zh" in one else None,
            max_points=Decimal(one["max_points"]),
            rule=_rule(one["rule"]),
            rule_text=_label(one, "rule"),
            evidence=tuple(self.evidence[code] for code in one["evidence"]),
            sources=self._sources(one),
            inferred=one["inferred"],
            points_inferred=one["points_inferred"],
            may_not_apply=one.get("may_not_apply", False),
        )

    def _sources(self, one: Content) -> tuple[Source, ...]:
        return tuple(self.sources[code] for code in one["sources"])


def _rule(rule: Content) -> Rule:
    match rule["type"]:
        case "all_or_nothing":
            return AllOrNothing()
        case "linear":
            return Linear(Decimal(rule["zero_at"]), Decimal(rule["full_at"]))
        case "per_unit":
            return PerUnit(Decimal(rule["full_at"]))
        case "deduct":
            return Deduct(Decimal(rule["points_each"]))
        case "rubric":
            levels = (RubricLevel(one["code"], Decimal(one["share"]), _label(one)) for one in rule["levels"])
            return Rubric(tuple(levels))
        case "piecewise":
            return Piecewise(
                tuple(Breakpoint(Decimal(one["at"]), Decimal(one["share"])) for one in rule["points"])
            )
        case unknown:
            raise ValueError(f"unknown rule {unknown!r}")


def _source(code: str, one: Content) -> Source:
    return Source(
        code=code,
        title=_label(one, "title"),
        issuer=_label(one, "issuer"),
        document=one.get("document"),
        year=one.get("year"),
        url=one.get("url"),
        seen=_label(one, "seen"),
    )


def _label(one: Content, name: str = "") -> Label:
    prefix = f"{name}_" if name else ""
    return Label(zh_Hans=one[f"{prefix}zh"], en=one[f"{prefix}en"], zh_Hant=one[f"{prefix}zh_Hant"])


def _plain(value: Any) -> Any:
    """Exact decimals as JSON numbers; a float's shortest form gives the printed digits back."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Mapping():
            return {key: _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            return value
