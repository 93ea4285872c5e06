"""Find out where something is, and load divisions."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.places.datum import to_wgs84
from portal.places.gazetteer import Gazetteer
from portal.places.queries import gazetteer
from portal.places.types import LocatedPlace, PlaceInput, Point


def locate(session: Session, place: PlaceInput) -> LocatedPlace:
    """The division of a place, its point in WGS-84, and what was given. Reads only.

    A division that the person chose counts for more than a point: phones report from where they are, people
    report what they saw. A point that does not fit the choice is dropped, not stored (`point_dropped`).
    Raises Invalid (field `area_code`) for unknown divisions, for a point outside the city with nothing
    chosen, and when nothing at all was given.
    """
    city = gazetteer(session)
    if place.area_code is not None:
        return _from_choice(city, place)
    if place.point is not None:
        return _from_point(city, place, place.point)
    if place.address:
        return LocatedPlace(area_code=city.city.code, address=place.address)
    raise Invalid.field(
        "area_code", _l("Say where it is: choose the street or town, and write below where exactly.")
    )


def _from_choice(city: Gazetteer, place: PlaceInput) -> LocatedPlace:
    area = city.find(place.area_code)
    if area is None:
        raise Invalid.field(
            "area_code", _l("We do not know this street or town. Please choose one from the list.")
        )
    chosen = LocatedPlace(area_code=area.code, address=place.address)
    if place.point is None:
        return chosen
    fitting = tuple(code for code in city.at(place.point).codes if code.startswith(area.code))
    if not fitting:
        return replace(chosen, point_dropped=True)
    return replace(chosen, area_code=fitting[0], point=to_wgs84(place.point), original=place.point)


def _from_point(city: Gazetteer, place: PlaceInput, point: Point) -> LocatedPlace:
    codes = city.at(point).codes
    if not codes:
        raise Invalid.field(
            "area_code",
            _l(
                "This position is outside %(city)s. Please choose the street or town from the list.",
                city=city.city.name,
            ),
        )
    return LocatedPlace(
        area_code=codes[0],
        point=to_wgs84(point),
        original=point,
        address=place.address,
        nearby_codes=codes[1:],
    )
