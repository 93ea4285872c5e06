"""Areas of points: holes, islands, borders shared by two areas, circles that cross them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.places.geometry import GeometryError, Shape, border_distance_m, centroid, contains, touched


def box(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def shape(*rings: list[list[float]]) -> Shape:
    return Shape.from_geojson({"type": "Polygon", "coordinates": list(rings)})


WEST = shape(box(101.0, 40.0, 101.1, 40.1))
EAST = shape(box(101.1, 40.0, 101.2, 40.1))
BOTH = [("990101", WEST), ("990102", EAST)]


def test_point_inside_and_outside() -> None:
    assert contains(WEST, (101.05, 40.05))
    assert not contains(WEST, (101.15, 40.05))
    assert not contains(WEST, (101.05, 40.2))


@given(st.floats(40.0, 40.1))
def test_point_on_shared_border_is_in_both(lat: float) -> None:
    assert touched(BOTH, (101.1, lat)) == ("990101", "990102")


def test_corner_belongs_to_the_area() -> None:
    assert contains(WEST, (101.0, 40.0))


def test_hole_is_outside_but_its_border_is_not() -> None:
    ring = shape(box(0, 0, 4, 4), box(1, 1, 3, 3))
    assert contains(ring, (0.5, 0.5))
    assert not contains(ring, (2, 2))
    assert contains(ring, (1, 2))


def test_islands_belong_together() -> None:
    two = [[box(0, 0, 1, 1)], [box(5, 5, 6, 6)]]
    islands = Shape.from_geojson({"type": "MultiPolygon", "coordinates": two})
    assert contains(islands, (5.5, 5.5))
    assert not contains(islands, (3, 3))


def test_circle_across_the_border_names_both_nearest_first() -> None:
    assert touched(BOTH, (101.0995, 40.05), 100) == ("990101", "990102")
    assert touched(BOTH, (101.1005, 40.05), 100) == ("990102", "990101")
    assert touched(BOTH, (101.0995, 40.05), 10) == ("990101",)


def test_point_outside_every_area_touches_none() -> None:
    assert touched(BOTH, (102.0, 40.05), 500) == ()


def test_border_distance_is_in_metres() -> None:
    assert border_distance_m(WEST, (101.05, 40.09)) == pytest.approx(1112, abs=2)


def test_centroid_of_a_box_is_its_middle() -> None:
    assert centroid(WEST) == pytest.approx((101.05, 40.05))


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]},
    ],
)
def test_broken_geometry_is_refused(geometry: dict[str, object]) -> None:
    with pytest.raises(GeometryError):
        Shape.from_geojson(geometry)
