"""Reads of divisions. What a form or a map asks is answered from memory; see `gazetteer`."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, select
from sqlalchemy.orm import Session, undefer

from portal.core.errors import Invalid, Unavailable
from portal.core.i18n import Label
from portal.core.i18n import lazy_gettext as _l
from portal.places.datum import to_wgs84
from portal.places.gazetteer import AreaEntry, Gazetteer, SiteEntry
from portal.places.geometry import Shape
from portal.places.models import Area, Site
from portal.places.types import AreaLevel, LocatedPlace, PlaceInput, Point

KEPT_SECONDS = 300.0
# By connection pool: disposing of an engine, as after a change of database, begins a new one.
_kept: WeakKeyDictionary[Pool, tuple[float, Gazetteer]] = WeakKeyDictionary()
_lock = threading.Lock()
NO_CITY = Gazetteer(AreaEntry(code="", level=AreaLevel.CITY, parent_code=None, name=Label("", "", "")), {})


def gazetteer(session: Session) -> Gazetteer:
    """The city this portal serves, kept for five minutes. Raises Unavailable before one is loaded."""
    pool = session.get_bind().engine.pool
    kept = _kept.get(pool)
    if kept is None or kept[0] < time.monotonic():
        loaded = _load(session)
        with _lock:
            _kept[pool] = kept = (time.monotonic() + KEPT_SECONDS, loaded)
    return kept[1]


def known_gazetteer(session: Session) -> Gazetteer:
    """The same for lists, which are no less a list while there is no city yet: then one without divisions."""
    try:
        return gazetteer(session)
    except Unavailable:
        return NO_CITY


def locate(session: Session, place: PlaceInput) -> LocatedPlace:
    """The division of a place, its point in WGS-84, and what was given.

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


def forget_gazetteer(session: Session) -> None:
    """After a change of divisions: this process reads them anew, others within five minutes."""
    with _lock:
        _kept.pop(session.get_bind().engine.pool, None)


def _load(session: Session) -> Gazetteer:
    city = find_city(session)
    if city is None:
        raise Unavailable(
            _l(
                "The portal is still being set up: its districts and streets are not there yet."
                " Please come back later."
            )
        )
    rows = session.scalars(
        select(Area)
        .where(Area.code.startswith(city.code, autoescape=True))
        .options(undefer(Area.boundary))
        .order_by(Area.code)
    ).all()
    sites = session.scalars(
        select(Site).where(Site.area_code.startswith(city.code, autoescape=True)).order_by(Site.id)
    ).all()
    areas = {row.code: _entry(row) for row in rows}
    return Gazetteer(
        city=areas[city.code],
        areas=areas,
        sites=tuple(SiteEntry(s.kind, s.area_code, s.name, Point(lng=s.lng, lat=s.lat)) for s in sites),
        shapes={row.code: Shape.from_geojson(row.boundary) for row in rows if row.boundary},
    )


def _entry(row: Area) -> AreaEntry:
    known = row.lng is not None and row.lat is not None
    centre = Point(lng=row.lng or 0.0, lat=row.lat or 0.0) if known else None
    return AreaEntry(row.code, row.level, row.parent_code, row.name, centre)


def find_city(session: Session) -> Area | None:
    return session.scalars(select(Area).where(Area.serves).order_by(Area.code).limit(1)).first()


def city_code(session: Session) -> str | None:
    """The code of the city that this portal serves; None before its places are loaded."""
    return session.scalar(select(Area.code).where(Area.serves).order_by(Area.code).limit(1))


def find_area(session: Session, code: str) -> Area | None:
    """Any division of the country, where the table was imported."""
    return session.scalars(select(Area).where(Area.code == code)).one_or_none()


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
