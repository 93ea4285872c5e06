"""What a schema cannot say about a standard: sums, pairs and order. Each problem names its place."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from portal.core.content import Where

Found = Iterator[tuple[Where, str]]

_RULES_OF_KIND = {
    "boolean": {"all_or_nothing"},
    "rubric": {"rubric"},
    "number": {"linear", "per_unit", "deduct", "piecewise"},
    "ratio": {"linear", "piecewise"},
}


def problems(content: Mapping[str, Any], *, code: str, version: str, known: Mapping[str, Any]) -> Found:
    """Everything inconsistent; `known` maps "sources" and "evidence" to the codes that exist."""
    if content["code"] != code:
        yield ("code",), f"the folder is '{code}', the code says '{content['code']}'"
    if content["version"] != version:
        yield ("version",), f"the file is named '{version}', the version says '{content['version']}'"
    if content["blind"]:
        # The name stands on the invitation, so a standard that promised otherwise would not be true.
        yield ("blind",), "reviewers are told who applies, to declare a conflict; it must be false"
    yield from _unknown((), content, "sources", known)
    yield from _codes(content)
    for at, one in enumerate(content["prerequisites"]):
        yield from _sourced(("prerequisites", at), one, known)
    for at, dimension in enumerate(content["dimensions"]):
        yield from _dimension(("dimensions", at), dimension, known)
    total = sum(dimension["weight"] for dimension in content["dimensions"])
    if total != 100:
        yield ("dimensions",), f"the weights add up to {total}, not to 100"
    yield from _levels(content)


def _codes(content: Mapping[str, Any]) -> Found:
    seen: dict[str, Where] = {}
    for where, code in _all_codes(content):
        if code in seen:
            yield where, f"the code '{code}' is used twice"
        seen[code] = where


def _all_codes(content: Mapping[str, Any]) -> Iterator[tuple[Where, str]]:
    for part in ("prerequisites", "bonus", "dimensions"):
        for at, one in enumerate(content[part]):
            yield (part, at, "code"), one["code"]
            for inner, indicator in enumerate(one.get("indicators", ())):
                yield (part, at, "indicators", inner, "code"), indicator["code"]


def _dimension(where: Where, dimension: Mapping[str, Any], known: Mapping[str, Any]) -> Found:
    indicators = dimension["indicators"]
    points = sum(one["max_points"] for one in indicators)
    if points != dimension["weight"]:
        yield (*where, "weight"), f"the weight is {dimension['weight']}, its indicators add up to {points}"
    if all(one.get("may_not_apply") for one in indicators):
        yield where, "at least one indicator of a dimension must always apply"
    for at, one in enumerate(indicators):
        inside = (*where, "indicators", at)
        yield from _sourced(inside, one, known)
        yield from _unknown(inside, one, "evidence", known)
        yield from _rule(inside, one)


def _sourced(where: Where, one: Mapping[str, Any], known: Mapping[str, Any]) -> Found:
    yield from _unknown(where, one, "sources", known)
    if not one["inferred"] and not one["sources"]:
        yield (*where, "inferred"), "not inferred, but no source is named"


def _unknown(where: Where, one: Mapping[str, Any], name: str, known: Mapping[str, Any]) -> Found:
    for at, code in enumerate(one[name]):
        if code not in known[name]:
            yield (*where, name, at), f"'{code}' is not in {name}.yaml"


def _rule(where: Where, indicator: Mapping[str, Any]) -> Found:
    kind, rule = indicator["kind"], indicator["rule"]
    if rule["type"] not in _RULES_OF_KIND[kind]:
        yield (*where, "rule"), f"the rule '{rule['type']}' does not fit an indicator of kind '{kind}'"
        return
    if (kind in ("number", "ratio")) != ("unit_zh" in indicator):
        yield where, "numbers and ratios have a unit, yes-or-no questions and levels have none"
    match rule["type"]:
        case "linear" if rule["zero_at"] == rule["full_at"]:
            yield (*where, "rule", "full_at"), "zero_at and full_at are the same"
        case "rubric":
            yield from _falling((*where, "rule", "levels"), rule["levels"])
        case "piecewise":
            yield from _rising((*where, "rule", "points"), [one["at"] for one in rule["points"]])
    if kind == "ratio":
        yield from _shares((*where, "rule"), rule)


def _shares(where: Where, rule: Mapping[str, Any]) -> Found:
    values = {name: rule[name] for name in ("zero_at", "full_at") if name in rule}
    values |= {f"points.{at}": one["at"] for at, one in enumerate(rule.get("points", ()))}
    for name, value in values.items():
        if not -1 <= Decimal(value) <= 1:
            yield (*where, name), f"{name} of a ratio is a share between 0 and 1, not {value}"


def _falling(where: Where, levels: list[Mapping[str, Any]]) -> Found:
    shares = [level["share"] for level in levels]
    if shares != sorted(set(shares), reverse=True) or shares[0] != 1 or shares[-1] != 0:
        yield where, "levels go from share 1 down to share 0"
    if len({level["code"] for level in levels}) != len(levels):
        yield where, "two levels have the same code"


def _rising(where: Where, values: list[Any]) -> Found:
    if values != sorted(set(values)):
        yield where, "breakpoints rise"


def _levels(content: Mapping[str, Any]) -> Found:
    marks = [level["min_score"] for level in content["levels"]]
    yield from _rising(("levels",), marks)
    if marks[0] != content["pass_mark"]:
        yield ("levels", 0, "min_score"), f"the first level starts at the pass mark {content['pass_mark']}"
