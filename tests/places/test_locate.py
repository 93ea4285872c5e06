"""Where a report is: chosen, pinned, typed, or several of these at once."""

import pytest
from sqlalchemy.orm import Session

from portal.core.errors import Invalid, Unavailable
from portal.places.datum import distance_m, to_gcj02
from portal.places.queries import gazetteer, locate
from portal.places.types import Datum, LocatedPlace, PlaceInput, Point

MARKET = "鼓楼农贸市场"
GULOU, WENCHANG, LIUQIAO_DISTRICT, CITY = "990101001", "990101003", "990101", "9901"


def at_market(session: Session, **changes: object) -> Point:
    (site,) = (site for site in gazetteer(session).sites if site.name.zh_Hans == MARKET)
    return Point(**{"lng": site.point.lng, "lat": site.point.lat, **changes})  # type: ignore[arg-type]  # values by name


def test_point_finds_its_street(city: Session) -> None:
    point = at_market(city, accuracy_m=12.0)
    assert locate(city, PlaceInput(point=point)) == LocatedPlace(area_code=GULOU, point=point, original=point)


def test_gcj_point_is_converted_once_and_kept_as_it_was(city: Session) -> None:
    given = to_gcj02(at_market(city, accuracy_m=30.0))
    found = locate(city, PlaceInput(point=given))
    assert found.original == given
    assert found.datum is Datum.GCJ02
    assert found.point is not None
    assert found.point.datum is Datum.WGS84
    assert distance_m(found.point, at_market(city)) < 0.01


def test_circle_over_a_border_names_the_neighbours(city: Session) -> None:
    """The north end of the bridge: nobody can say from the phone which bank the reporter stood on."""
    border = gazetteer(city).shapes[GULOU].polygons[0][0]
    on_river = min(border, key=lambda pair: pair[1])
    found = locate(city, PlaceInput(point=Point(lng=on_river[0], lat=on_river[1] + 0.0004, accuracy_m=90)))
    assert found.area_code == GULOU
    assert "990101002" in found.nearby_codes


def test_point_outside_the_city_offers_the_list(city: Session) -> None:
    with pytest.raises(Invalid) as caught:
        locate(city, PlaceInput(point=Point(lng=116.4, lat=39.9)))
    assert [str(text) for text in caught.value.errors["area_code"]] == [
        "这个位置不在澄川市范围内，请从列表中选择街道或乡镇。"
    ]


def test_choice_beats_a_point_that_lies_elsewhere(city: Session) -> None:
    found = locate(city, PlaceInput(point=at_market(city), area_code=WENCHANG, address="书院路口"))
    assert found == LocatedPlace(area_code=WENCHANG, address="书院路口", point_dropped=True)


def test_choice_of_a_district_is_made_precise_by_the_point(city: Session) -> None:
    found = locate(city, PlaceInput(point=at_market(city), area_code=LIUQIAO_DISTRICT))
    assert (found.area_code, found.point) == (GULOU, at_market(city))


def test_choice_alone_is_enough(city: Session) -> None:
    assert locate(city, PlaceInput(area_code=GULOU)) == LocatedPlace(area_code=GULOU)


def test_address_alone_is_enough(city: Session) -> None:
    found = locate(city, PlaceInput(address="老粮站旁边"))
    assert found == LocatedPlace(area_code=CITY, address="老粮站旁边")


@pytest.mark.parametrize("code", ["990101999", "110101001", "1", "' OR 1=1", "9901010010"])
def test_unknown_place_code_is_refused(city: Session, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        locate(city, PlaceInput(area_code=code))
    assert list(caught.value.errors) == ["area_code"]


def test_nothing_at_all_is_refused(city: Session) -> None:
    with pytest.raises(Invalid):
        locate(city, PlaceInput())


def test_before_a_city_is_loaded_there_is_a_clear_answer(session: Session) -> None:
    with pytest.raises(Unavailable):
        locate(session, PlaceInput(address="x"))
