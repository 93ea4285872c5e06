"""Pictures of the map: clipping, compact data, and labels that do not run into each other."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.devtools.city import FOLDER
from portal.places.clipping import clip_line, clip_ring
from portal.places.map_data import BaseMap, compact, read_base_map
from portal.places.map_labels import box_of, overlap, place_labels
from portal.places.map_view import MapView

BOX = (0.0, 0.0, 10.0, 10.0)


@pytest.fixture(scope="module")
def base() -> BaseMap:
    return read_base_map(FOLDER)


def test_ring_around_the_box_becomes_the_box() -> None:
    around = [(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0), (-5.0, -5.0)]
    assert sorted(set(clip_ring(around, BOX))) == [(0.0, 0.0), (0.0, 10.0), (10.0, 0.0), (10.0, 10.0)]


@given(st.lists(st.tuples(st.floats(-30, 30), st.floats(-30, 30)), min_size=3, max_size=9))
def test_clipped_ring_lies_in_the_box_and_is_closed(points: list[tuple[float, float]]) -> None:
    found = clip_ring([*points, points[0]], BOX)
    assert all(-1e-6 <= x <= 10 + 1e-6 and -1e-6 <= y <= 10 + 1e-6 for x, y in found)
    assert not found or found[0] == found[-1]


def test_line_leaves_and_comes_back_in_parts() -> None:
    line = [(1.0, 1.0), (2.0, 1.0), (20.0, 1.0), (20.0, 5.0), (20.0, 9.0), (5.0, 9.0)]
    assert clip_line(line, BOX) == [[(1.0, 1.0), (2.0, 1.0), (20.0, 1.0)], [(20.0, 9.0), (5.0, 9.0)]]


def test_compact_data_unfolds_to_the_same_points(base: BaseMap) -> None:
    (river,) = (f for f in compact(base, "en")["features"] if f["k"] == "river")
    steps, (x, y), found = river["r"][0], (0, 0), []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x / 100_000, y / 100_000))
    (drawn,) = base.of("water", "river")
    assert found == list(drawn.runs[0])


@pytest.mark.parametrize("width", [360, 1120])
@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_no_name_lies_over_another(base: BaseMap, width: int, locale: str) -> None:
    labels = place_labels(base, MapView.around(base.bbox, width, 8), locale)
    assert len(labels) >= 3
    assert [(a.text, b.text) for a, b in combinations(labels, 2) if overlap(box_of(a), box_of(b))] == []


def test_view_puts_its_box_around_the_picture() -> None:
    view = MapView((101.2, 40.6), 100, 400, 200)
    west, south, east, north = view.box(0)
    assert view.xy((west, north)) == pytest.approx((0, 0), abs=1e-6)
    assert view.xy((east, south)) == pytest.approx((400, 200), abs=1e-6)
    assert [round(a - b) for a, b in pairwise(view.xy((101.2, 40.6)))] == [100]
