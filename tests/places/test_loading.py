"""The country's table and the city's files: loaded whole, loaded twice, refused when wrong."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.transaction import writing
from portal.devtools.city import FOLDER, load_city
from portal.places.city_files import CityFileError, read_city
from portal.places.loading import Loaded, import_divisions
from portal.places.models import Area, Site
from portal.places.national import Division, DivisionError, check_divisions, read_divisions
from portal.places.queries import find_area, gazetteer
from portal.places.types import AreaLevel
from tests.factories.places import NOW


def load(session: Session, divisions: list[Division]) -> Loaded:
    with writing(session):
        return import_divisions(session, divisions, source="test", actor=Actor.system(), now=NOW)


def test_country_loads_whole_and_only_once(session: Session) -> None:
    divisions = read_divisions()
    assert load(session, divisions) == Loaded(41_935, 0, 0)
    assert load(session, divisions) == Loaded(0, 0, 41_935)
    per_level = dict(session.execute(select(Area.level, func.count()).group_by(Area.level)).all())
    assert {level.value: count for level, count in per_level.items()} == {
        "province": 34,
        "city": 333,
        "district": 2845,
        "street": 38723,
    }
    town = find_area(session, "341824103")
    assert town is not None
    assert (town.name_zh_hans, town.parent_code, town.name.text("en")) == ("上庄镇", "341824", "上庄镇")
    below = select(Area.name_zh_hans).where(Area.parent_code == "4419").order_by(Area.code).limit(2)
    assert session.scalars(below).all() == ["东城街道", "南城街道"]


def test_new_name_is_corrected_and_the_old_stays_known(session: Session) -> None:
    load(session, [*check_divisions(["11\t北京市", "1101\t老城", "110101\t东城区"])])
    assert load(session, [*check_divisions(["11\t北京市", "110101\t东城新区"])]) == Loaded(0, 1, 1)
    assert [area.code for area in session.scalars(select(Area).order_by(Area.code))] == [
        "11",
        "1101",
        "110101",
    ]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["11\t北京市", "1\tx"], "line 2"),
        (["11\t北京市", "110\tx"], "line 2"),
        (["11\t北京市", "11\t北京市"], "twice"),
        (["11\t北京市", "120101\t和平区"], "no province"),
        (["11\t"], "line 1"),
        (["１１\t北京市"], "line 1"),
    ],
)
def test_unknown_codes_are_refused(lines: list[str], reason: str) -> None:
    with pytest.raises(DivisionError, match=reason):
        list(check_divisions(lines))


def test_city_loads_twice_as_once(city: Session) -> None:
    before = (count(city, Area), count(city, Site))
    with writing(city):
        assert load_city(city, NOW) == Loaded(0, 16, 0)
    assert (count(city, Area), count(city, Site)) == before == (16, 80)


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_city_stands_beside_the_country(city: Session) -> None:
    load(city, [*check_divisions(["11\t北京市", "110101\t东城区"])])
    assert gazetteer(city).find("110101") is None
    assert gazetteer(city).city.name.en == "Chengchuan"


def test_city_is_invented() -> None:
    """No real division has the city's code or the name of the city or of a district of it."""
    ours = read_city(FOLDER)
    names = {area.name.zh_Hans for area in ours.areas if area.level is not AreaLevel.STREET}
    assert not [d for d in read_divisions() if d.code.startswith("99") or d.name in names]


def test_wrong_city_file_is_named_with_its_feature(tmp_path: Path) -> None:
    for name in ("areas", "sites"):
        (tmp_path / f"{name}.geojson").write_bytes((FOLDER / f"{name}.geojson").read_bytes())
    broken = json.loads((tmp_path / "areas.geojson").read_text(encoding="utf-8"))
    broken["features"][4]["properties"]["code"] = "880101001"
    (tmp_path / "areas.geojson").write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(CityFileError, match=r"areas\.geojson: feature 5"):
        read_city(tmp_path)
