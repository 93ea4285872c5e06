"""Which unit routing suggests, and why."""

import pytest

from portal.reports.routing import RouteReason, Suggestion, UnitOption, suggest

CITY = UnitOption(1, "ecology-city", "ecology", "9901")
EAST = UnitOption(2, "sanitation-east", "sanitation", "990101")
WEST = UnitOption(3, "sanitation-west", "sanitation", "990102")
STREET = UnitOption(4, "sanitation-bridge-street", "sanitation", "990101003")
OFFICE = UnitOption(5, "street-office", "street", "990103")
UNITS = [CITY, EAST, WEST, STREET, OFFICE]


@pytest.mark.parametrize(
    ("kind", "area", "unit", "reason"),
    [
        ("sanitation", "990101003", STREET, RouteReason.OWN_AREA),
        ("sanitation", "990101001", EAST, RouteReason.WIDER_AREA),
        ("ecology", "990102001", CITY, RouteReason.WIDER_AREA),
        ("water", "990102001", WEST, RouteReason.FALLBACK),
        ("water", "990103001", OFFICE, RouteReason.FALLBACK),
    ],
)
def test_suggest_takes_the_right_kind_with_the_smallest_area(kind, area, unit, reason):
    found = suggest(UNITS, unit_kind=kind, area_code=area, fallback=("street", "sanitation"))
    assert (found.unit_id, found.reason) == (unit.id, reason)
    assert (found.unit_kind, found.area_code) == (unit.kind, unit.area_code)


def test_suggest_names_the_unit_across_the_border_too():
    found = suggest(UNITS, unit_kind="sanitation", area_code="990101001", nearby_codes=("990102004",))
    assert (found.unit_id, found.also) == (EAST.id, (WEST.id,))


def test_suggest_says_nothing_where_no_unit_covers_the_place():
    assert suggest(UNITS, unit_kind="ecology", area_code="110105003") == Suggestion(None)


def test_suggest_does_not_depend_on_the_order_of_units():
    twin = UnitOption(9, "a-second-one", "sanitation", "990101")
    one = suggest([*UNITS, twin], unit_kind="sanitation", area_code="990101001")
    other = suggest([twin, *reversed(UNITS)], unit_kind="sanitation", area_code="990101001")
    assert one == other
