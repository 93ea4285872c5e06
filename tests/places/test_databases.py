"""Divisions on both databases: loaded, corrected, asked, and held to by the database itself."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor
from portal.core.transaction import commit
from portal.places.loading import Loaded, import_divisions
from portal.places.models import Area
from portal.places.national import check_divisions
from portal.places.queries import find_area, locate
from portal.places.types import PlaceInput, Point
from tests.factories.places import NOW, make_city

SOME = (
    "11\t北京市",
    "110101\t东城区",
    "110101001\t东华门街道",
    "44\t广东省",
    "4419\t东莞市",
    "441900003\t东城街道",
)


def test_city_and_country_live_together(each_session):
    make_city(each_session)
    divisions = [*check_divisions(SOME)]
    load = {"source": "test", "actor": Actor.system(), "now": NOW}
    assert import_divisions(each_session, divisions, **load) == Loaded(6, 0, 0)
    assert import_divisions(each_session, divisions, **load) == Loaded(0, 0, 6)
    commit(each_session)
    make_city(each_session)

    below, top = select(Area.name_zh_hans), select(Area.code).order_by(Area.code)
    assert each_session.scalars(below.where(Area.parent_code == "4419")).all() == ["东城街道"]
    assert each_session.scalars(top.where(Area.parent_code.is_(None))).all() == ["11", "44", "9901"]
    assert find_area(each_session, "999999") is None
    found = locate(each_session, PlaceInput(point=Point(lng=101.21078, lat=40.61637, accuracy_m=10)))
    assert found.area_code == "990101001"
    served = each_session.scalars(select(Area.code).where(Area.serves)).all()
    assert served == ["9901"]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("UPDATE areas SET level = 'city' WHERE code = '990101'", "code_fits_level"),
        ("UPDATE areas SET parent_code = '990102' WHERE code = '990101001'", "code_begins_with_parent"),
        ("UPDATE areas SET serves = true WHERE code = '990101'", "serves_a_city"),
    ],
)
def test_database_refuses_what_the_loader_would(each_session, change, constraint):
    make_city(each_session)
    with pytest.raises(IntegrityError, match=constraint):
        each_session.execute(text(change))
