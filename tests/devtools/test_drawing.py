"""The drawn city: the same every time, and tiled without gap or overlap."""

import json
import random
from itertools import combinations, pairwise

import pytest

from portal.devtools.city import FOLDER
from portal.devtools.drawing.city import draw_city, render
from portal.places.city_files import CityFiles, read_city
from portal.places.geometry import touched
from portal.places.types import AreaLevel


@pytest.fixture(scope="module")
def files() -> CityFiles:
    return read_city(FOLDER)


def test_drawing_again_gives_the_committed_files() -> None:
    import yaml

    plan = yaml.safe_load((FOLDER / "plan.yaml").read_text(encoding="utf-8"))
    for name, collection in draw_city(plan).items():
        committed = (FOLDER / f"{name}.geojson").read_text(encoding="utf-8")
        assert render(collection) == committed, (
            f"draw {name}.geojson again: flask --app wsgi devtools draw-city"
        )


def test_every_point_is_in_one_street_one_district_or_outside(files: CityFiles) -> None:
    west, south, east, north = files.city.shape.bbox
    rng = random.Random(1)
    inside = 0
    for _ in range(900):
        pair = (rng.uniform(west, east), rng.uniform(south, north))
        streets, districts, city = (
            touched([(a.code, a.shape) for a in files.areas if a.level is level], pair)
            for level in (AreaLevel.STREET, AreaLevel.DISTRICT, AreaLevel.CITY)
        )
        assert len(streets) == len(districts) == len(city)
        assert len(streets) <= 1
        if streets:
            inside += 1
            assert streets[0].startswith(districts[0])
    assert inside > 450


def test_neighbours_share_their_border_point_for_point(files: CityFiles) -> None:
    """Each edge of a street is on the city's outline or also, reversed, an edge of one other street."""
    outline = edges(files.city.shape.polygons[0][0])
    streets = [edges(a.shape.polygons[0][0]) for a in files.areas if a.level is AreaLevel.STREET]
    for one, other in combinations(streets, 2):
        assert not one & other
    together = set().union(*streets)
    assert {edge for edge in together if edge[::-1] not in together} == outline


def edges(ring: tuple[tuple[float, float], ...]) -> set[tuple[tuple[float, float], tuple[float, float]]]:
    return set(pairwise(ring))


def test_river_runs_through_all_three_districts(files: CityFiles) -> None:
    water = json.loads((FOLDER / "water.geojson").read_text(encoding="utf-8"))["features"]
    (river,) = (f for f in water if f["properties"]["kind"] == "river")
    districts = [(a.code, a.shape) for a in files.areas if a.level is AreaLevel.DISTRICT]
    crossed = {
        code for pair in river["geometry"]["coordinates"][0] for code in touched(districts, tuple(pair))
    }
    assert crossed == {"990101", "990102", "990103"}
