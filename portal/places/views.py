"""The public map, its pictures and data, and what place fields ask while a person fills them in."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.errors import NotFound
from portal.core.web import locale, render, session
from portal.places import presentation
from portal.places.datum import to_wgs84
from portal.places.forms import read_point
from portal.places.gazetteer import AreaEntry, Gazetteer, SiteEntry
from portal.places.geometry import Pair
from portal.places.queries import gazetteer
from portal.places.types import Point, PointError

blueprint = Blueprint("places", __name__)

DAY = 86_400
SEARCH_LENGTH = 60
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@blueprint.get("/map")
@policy.public
def public_map() -> str:
    return render("places/map.html", city=gazetteer(session()))


# Components are imported without the page's context, so what they need of it are template globals.
blueprint.add_app_template_global(presentation.locator_address)
blueprint.add_app_template_global(presentation.overview_address)
blueprint.add_app_template_global(presentation.place_addresses)
blueprint.add_app_template_global(presentation.map_tiles)
blueprint.add_app_template_global(presentation.note, "map_note")


@blueprint.get("/map/base.json")
@policy.public
def base_data() -> Response:
    """The base map as browsers draw it, in the language of `?lang=`."""
    folder = presentation.city_settings().geography
    return _kept(jsonify(presentation.base_for_browsers(folder, locale())))


@blueprint.get("/map/overview.svg")
@policy.public
def overview_picture() -> Response:
    """`?size=small|large&theme=auto|light|dark&lang=…`"""
    size, city = request.args.get("size", "large"), presentation.city_settings()
    if size not in presentation.OVERVIEW_WIDTHS:
        raise NotFound
    return _picture(presentation.overview(city.geography, city.geography_kind, locale(), _theme(), size))


@blueprint.get("/map/locator.svg")
@policy.public
def locator_picture() -> Response:
    """`?lng=…&lat=…`, with `datum` and `radius` (metres) where known; NotFound beside the city."""
    city = presentation.city_settings()
    pair = _asked_pair()
    if not presentation.on_the_map(city.geography, pair):
        raise NotFound
    radius = min(max(request.args.get("radius", 0.0, type=float), 0.0), 2000.0)
    return _picture(
        presentation.locator(city.geography, city.geography_kind, locale(), _theme(), pair, radius)
    )


def _theme() -> str:
    return presentation.asked_theme(request.args.get("theme"))


def _asked_point() -> Point:
    try:
        point = read_point(request.args)
    except (PointError, ValueError) as error:
        raise NotFound from error
    if point is None:
        raise NotFound
    return point


def _asked_pair() -> Pair:
    lng, lat = to_wgs84(_asked_point()).pair
    return round(lng, 5), round(lat, 5)


def _picture(svg: str) -> Response:
    response = Response(svg, mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return _kept(response)


def _kept(response: Response) -> Response:
    """Shared caches may keep what depends on its address alone: the language must be part of it."""
    if "lang" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={DAY}"
    return response


@blueprint.get("/places/areas")
@policy.public
def areas() -> ResponseReturnValue:
    """Districts of the city, or the streets and towns below `?parent=`."""
    city = gazetteer(session())
    parent = request.args.get("parent", "")
    if parent and city.find(parent) is None:
        raise NotFound
    found = city.streets(parent) if parent else city.districts
    return _kept(jsonify(areas=[_row(city, entry) for entry in found]))


@blueprint.get("/places/search")
@policy.public
def search() -> ResponseReturnValue:
    """Divisions and landmarks by name: `?q=`."""
    city = gazetteer(session())
    found = city.search(request.args.get("q", "")[:SEARCH_LENGTH])
    return _kept(jsonify(places=[_row(city, entry) for entry in found]))


@blueprint.get("/places/at")
@policy.public
def at_point() -> ResponseReturnValue:
    """The divisions at a point, the most likely first; none outside the city."""
    city = gazetteer(session())
    codes = city.at(_asked_point()).codes
    return jsonify(areas=[{"code": code, "name": city.full_name(code)} for code in codes])


def _row(city: Gazetteer, entry: AreaEntry | SiteEntry) -> dict[str, object]:
    row: dict[str, object] = {"name": entry.name.text()}
    point = entry.point if isinstance(entry, SiteEntry) else entry.centre
    if point:
        row |= {"lng": point.lng, "lat": point.lat}
    if isinstance(entry, SiteEntry):
        return row | {
            "kind": entry.kind.value,
            "code": entry.area_code,
            "in": city.full_name(entry.area_code),
        }
    return row | {"kind": entry.level.value, "code": entry.code, "in": city.full_name(entry.parent_code)}
