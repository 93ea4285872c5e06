"""All places by name."""

from __future__ import annotations

from collections.abc import Callable

from portal.devtools.scenes.places import road, rural, town, water, works
from portal.devtools.scenes.places.site import Site
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.weather import Weather

PLACES: dict[str, Callable[[Weather, Chance], Site]] = {
    "estate": town.estate,
    "bin-station": town.bin_station,
    "alley": town.alley,
    "market": town.market,
    "school-gate": town.school_gate,
    "roadside": road.roadside,
    "under-bridge": road.under_bridge,
    "vacant-lot": road.vacant_lot,
    "parking": road.parking,
    "river-bank": water.river_bank,
    "scenic-path": water.scenic_path,
    "village-lane": rural.village_lane,
    "field-edge": rural.field_edge,
    "construction": works.construction,
    "factory-yard": works.factory_yard,
}
