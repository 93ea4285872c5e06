"""Standards for tests: small made-up values, and the real starting content in the database."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.i18n import Label
from portal.standards.actions import import_standard, publish
from portal.standards.content import build, canonical, content_hash
from portal.standards.loading import Loaded, load_shared, load_standard
from portal.standards.models import StandardVersion
from portal.standards.types import (
    AllOrNothing,
    Bonus,
    Dimension,
    Indicator,
    IndicatorKind,
    Level,
    Prerequisite,
    Rubric,
    RubricLevel,
    Rule,
    SiteVisit,
    Standard,
)

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
FOLDER = Path(__file__).parents[2] / "config" / "standards"

RUBRIC = Rubric(
    tuple(
        RubricLevel(code, Decimal(share), Label(code, code, code))
        for code, share in (("full", "1"), ("mostly", "0.6"), ("started", "0.3"), ("none", "0"))
    )
)


def a_label(text: str) -> Label:
    return Label(zh_Hans=text, en=text, zh_Hant=text)


def an_indicator(
    code: str = "a-1.1",
    *,
    rule: Rule | None = None,
    max_points: str | int = 10,
    kind: IndicatorKind | None = None,
    **overrides: Any,
) -> Indicator:
    rule = rule or AllOrNothing()
    if kind is None:
        match rule:
            case AllOrNothing():
                kind = IndicatorKind.BOOLEAN
            case Rubric():
                kind = IndicatorKind.RUBRIC
            case _:
                kind = IndicatorKind.NUMBER
    values: dict[str, Any] = {
        "name": a_label(code),
        "unit": None,
        "rule_text": a_label(code),
        "evidence": (),
        "sources": (),
        "inferred": True,
        "points_inferred": True,
    }
    return Indicator(code=code, kind=kind, max_points=Decimal(max_points), rule=rule, **values | overrides)


def a_dimension(code: str, *indicators: Indicator) -> Dimension:
    weight = sum((one.max_points for one in indicators), Decimal(0))
    return Dimension(code, a_label(code), weight, indicators)


def a_prerequisite(code: str = "a-P1", *, veto: bool = True) -> Prerequisite:
    return Prerequisite(code, a_label(code), veto, inferred=True, sources=())


def a_standard(*dimensions: Dimension, **overrides: Any) -> Standard:
    values: dict[str, Any] = {
        "code": "a",
        "version": "2026.1",
        "name": a_label("a"),
        "lead_department": a_label("lead"),
        "applies_to": a_label("applies"),
        "prerequisites": (),
        "bonus": (Bonus("X1", a_label("X1"), Decimal(6), True), Bonus("X2", a_label("X2"), Decimal(7), True)),
        "bonus_cap": Decimal(10),
        "pass_mark": Decimal(80),
        "dimension_floor": Decimal("0.5"),
        "levels": tuple(
            Level(code, a_label(code), Decimal(mark)) for code, mark in (("3", 80), ("4", 90), ("5", 95))
        ),
        "validity_years": 3,
        "notice_working_days": 5,
        "spot_checks_per_year": 1,
        "blind": False,
        "site_visit": SiteVisit.SAMPLE,
        "sources": (),
    }
    return Standard(dimensions=dimensions or (a_dimension("a-1", an_indicator()),), **values | overrides)


@cache
def a_file(code: str = "school") -> Loaded:
    """The real file of a cell type, read and checked once."""
    return load_standard(FOLDER / code / "2026.1.yaml", load_shared(FOLDER))


def another_file(version: str = "2026.1", code: str = "school", **changes: Any) -> Loaded:
    """The real file of a cell type with other content, under this version."""
    base = a_file(code)
    content = json.loads(base.canonical, parse_float=Decimal) | {"version": version} | changes
    written = canonical(content)
    return replace(base, standard=build(content), canonical=written, hash=content_hash(written))


def make_standard(session: Session, code: str = "school", *, now: datetime = NOW) -> StandardVersion:
    """The real standard of a cell type, published."""
    row = import_standard(session, a_file(code), actor=Actor.system(), now=now)
    publish(session, row, actor=Actor.system(), now=now)
    return row
