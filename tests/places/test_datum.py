"""Known pairs, the way there and back, and the mistakes that must not pass in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.places.datum import distance_m, metres_per_degree, public_point, to_gcj02, to_wgs84
from portal.places.types import Datum, Point, PointError, in_china

lngs = st.floats(72.1, 137.7)
lats = st.floats(0.9, 55.7)


def wgs(lng: float, lat: float) -> Point:
    return Point(lng=lng, lat=lat)


@pytest.mark.parametrize(
    ("lng", "lat", "gcj_lng", "gcj_lat"),
    [
        # Published control values of the common open implementations (eviltransform, coordtransform, gcoord).
        (116.404, 39.915, 116.41024449916938, 39.91640428150164),
        (121.4999, 31.2304, 121.5044, 31.2285),
        (87.6168, 43.8256, 87.6197, 43.8269),
    ],
)
def test_conversion_meets_published_values(lng: float, lat: float, gcj_lng: float, gcj_lat: float) -> None:
    found = to_gcj02(wgs(lng, lat))
    expected = Point(lng=gcj_lng, lat=gcj_lat, datum=Datum.GCJ02)
    assert distance_m(found, expected) < 15


def test_conversion_is_exact_in_beijing() -> None:
    found = to_gcj02(wgs(116.404, 39.915))
    assert found.pair == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-9)


@given(lngs, lats)
def test_there_and_back_is_within_a_centimetre(lng: float, lat: float) -> None:
    start = wgs(lng, lat)
    assert distance_m(to_wgs84(to_gcj02(start)), start) < 0.01


@given(lngs, lats)
def test_back_and_there_is_within_a_centimetre(lng: float, lat: float) -> None:
    start = Point(lng=lng, lat=lat, datum=Datum.GCJ02)
    assert distance_m(to_gcj02(to_wgs84(start)), start) < 0.01


@given(lngs, lats)
def test_shift_in_china_is_never_silent(lng: float, lat: float) -> None:
    start = wgs(lng, lat)
    moved = to_gcj02(start)
    assert 5 < distance_m(Point(lng=moved.lng, lat=moved.lat), start) < 2000


def test_conversion_happens_once() -> None:
    gcj = to_gcj02(wgs(116.4, 39.9))
    assert to_gcj02(gcj) is gcj
    back = to_wgs84(gcj)
    assert to_wgs84(back) is back


def test_outside_china_nothing_moves() -> None:
    london = wgs(-0.1276, 51.5072)
    assert to_gcj02(london).pair == london.pair
    assert to_gcj02(london).datum is Datum.GCJ02


@given(lngs, lats)
def test_exchanged_pair_never_converts_to_itself(lng: float, lat: float) -> None:
    """(39.9, 116.4) is refused; where both readings lie in China neither can be known to be wrong."""
    if in_china(lat, lng):
        point = Point(lng=lat, lat=lng)
        assert to_gcj02(point).pair != point.pair
    else:
        with pytest.raises(PointError) as caught:
            Point(lng=lat, lat=lng)
        assert caught.value.swapped


def test_western_pair_exchanged_is_refused_although_it_is_on_the_earth() -> None:
    with pytest.raises(PointError) as caught:
        Point(lng=43.8256, lat=87.6168)
    assert caught.value.swapped


def test_order_cannot_be_given_by_position() -> None:
    with pytest.raises(TypeError):
        Point(116.4, 39.9)  # type: ignore[misc]  # what is refused


@pytest.mark.parametrize(
    ("lng", "lat", "accuracy"),
    [
        (181.0, 10.0, None),
        (10.0, -90.5, None),
        (float("nan"), 10.0, None),
        (10.0, float("inf"), None),
        (116.4, 39.9, -1.0),
        (116.4, 39.9, float("nan")),
    ],
)
def test_impossible_numbers_are_refused(lng: float, lat: float, accuracy: float | None) -> None:
    with pytest.raises(PointError):
        Point(lng=lng, lat=lat, accuracy_m=accuracy)


def test_distance_of_a_degree_of_latitude() -> None:
    assert distance_m(wgs(116, 39), wgs(116, 40)) == pytest.approx(111_195, abs=5)


def test_distance_refuses_mixed_datums() -> None:
    with pytest.raises(ValueError, match="different datums"):
        distance_m(wgs(116, 39), to_gcj02(wgs(116, 39)))


@given(lngs, lats, st.sampled_from([10, 50, 100, 500]))
def test_public_point_is_near_and_stable(lng: float, lat: float, precision_m: int) -> None:
    start = wgs(lng, lat)
    shown = public_point(start, precision_m)
    assert distance_m(start, shown) <= precision_m * 0.72
    assert public_point(shown, precision_m) == shown


@pytest.mark.parametrize("precision_m", [50, 100, 500])
@pytest.mark.parametrize(("east", "north"), [(0.35, 0), (-0.35, 0), (0, 0.35), (0, -0.35), (0.35, -0.35)])
def test_public_point_is_the_same_for_all_around_it(precision_m: int, east: float, north: float) -> None:
    """Neither direction tells on which side of the corner somebody stood."""
    corner = public_point(wgs(101.22012, 40.62093), precision_m)
    per_lng, per_lat = metres_per_degree(corner.lat)
    beside = wgs(corner.lng + east * precision_m / per_lng, corner.lat + north * precision_m / per_lat)
    shown = public_point(beside, precision_m)
    assert shown.lat == corner.lat
    assert shown.lng == corner.lng
