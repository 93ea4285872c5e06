"""Pictures and data of the base map, made once per city, language and theme."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import request, url_for

from portal.core.assets import STATIC
from portal.core.i18n import gettext as _
from portal.core.web import locale, settings
from portal.places.city_settings import CitySettings, read_city_settings
from portal.places.geometry import Pair, in_bbox
from portal.places.map_data import BaseMap, compact, read_base_map
from portal.places.map_svg import draw_map
from portal.places.map_view import MapView

THEMES = ("auto", "light", "dark")
OVERVIEW_WIDTHS = {"small": 360, "large": 1120}
LOCATOR_SIZE = (480, 280)
LOCATOR_PX_PER_KM = 130


def city_settings() -> CitySettings:
    return read_city_settings(settings().content_dir)


@lru_cache(maxsize=4)
def base_map(folder: Path) -> BaseMap:
    return read_base_map(folder)


@lru_cache(maxsize=16)
def base_for_browsers(folder: Path, locale: str) -> dict[str, Any]:
    return compact(base_map(folder), locale)


@lru_cache(maxsize=1)
def _palette() -> str:
    return (STATIC / "css" / "map-palette.css").read_text(encoding="utf-8")


def asked_theme(theme: str | None) -> str:
    return theme if theme in THEMES else "auto"


def _theme() -> str:
    return asked_theme(request.cookies.get("wufei_theme"))


def locator_address(lng: float, lat: float, radius: float = 0, datum: str = "wgs84") -> str:
    """Language and theme belong to the address of a picture, so that shared caches may keep it."""
    return url_for(
        "places.locator_picture",
        lng=f"{lng:.5f}",
        lat=f"{lat:.5f}",
        datum=datum,
        radius=f"{radius:.0f}",
        lang=locale(),
        theme=_theme(),
    )


def overview_address(size: str) -> str:
    return url_for("places.overview_picture", size=size, lang=locale(), theme=_theme())


def place_addresses() -> dict[str, str]:
    """What the scripts of a map ask; each already carries a query, so that more is added with `&`."""
    return {
        "at": url_for("places.at_point", lang=locale()),
        "base": url_for("places.base_data", lang=locale()),
        "locator": url_for("places.locator_picture", lang=locale(), theme=_theme()),
    }


def map_tiles() -> dict[str, str]:
    """A tile provider's address, its tiles' datum and its approval number (审图号), where one is set."""
    tiles = settings().map_tiles
    if not tiles:
        return {}
    return {"tiles": tiles, "tiles-datum": settings().map_datum, "tiles-note": settings().map_approval}


def note() -> str:
    return map_note(city_settings().geography_kind)


def map_note(kind: str) -> str:
    """What every picture of the map says about itself."""
    return {"invented": _("Invented city, drawn for demonstration"), "sketch": _("Sketch map")}.get(kind, "")


@lru_cache(maxsize=32)
def overview(folder: Path, kind: str, locale: str, theme: str, size: str) -> str:
    base = base_map(folder)
    width = OVERVIEW_WIDTHS[size]
    return draw_map(
        base,
        MapView.around(base.bbox, width, width // 60),
        locale=locale,
        theme=theme,
        palette=_palette(),
        title=_("Map of the city"),
        note=map_note(kind),
    )


def on_the_map(folder: Path, pair: Pair) -> bool:
    return in_bbox(pair, base_map(folder).bbox)


@lru_cache(maxsize=256)
def locator(folder: Path, kind: str, locale: str, theme: str, pair: Pair, radius_m: float) -> str:
    """The surroundings of one place with a pin on it."""
    return draw_map(
        base_map(folder),
        MapView(pair, LOCATOR_PX_PER_KM, *LOCATOR_SIZE),
        locale=locale,
        theme=theme,
        palette=_palette(),
        title=_("Map of the surroundings"),
        note=map_note(kind),
        pin=pair,
        radius_m=radius_m,
    )
