"""The place part of a form: what is typed is kept, what is impossible is said and removed."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.core.forms import BaseForm
from portal.places.forms import PlaceFields
from portal.places.queries import gazetteer
from portal.places.types import Datum, PlaceInput, Point


class PlaceForm(PlaceFields, BaseForm):
    pass


def filled(app: Flask, city: Session, **values: str) -> PlaceForm:
    with app.test_request_context(method="POST"):
        form = PlaceForm(formdata=MultiDict(values), meta={"csrf": False})
        form.offer_areas(gazetteer(city))
        form.validate()
        return form


def test_fields_become_one_place(app: Flask, city: Session) -> None:
    form = filled(
        app,
        city,
        lng="101.2",
        lat="40.6",
        accuracy="15",
        datum="gcj02",
        area_code="990101001",
        address=" 桥头 ",
    )
    assert form.errors == {}
    assert form.to_place() == PlaceInput(
        point=Point(lng=101.2, lat=40.6, datum=Datum.GCJ02, accuracy_m=15),
        area_code="990101001",
        address="桥头",
    )


def test_empty_fields_are_an_empty_place(app: Flask, city: Session) -> None:
    assert filled(app, city).to_place().empty


@pytest.mark.parametrize(
    "position",
    [
        {"lng": "abc", "lat": "40.6"},
        {"lng": "101.2"},
        {"lng": "40.6", "lat": "101.2"},
        {"lng": "999", "lat": "40.6"},
        {"lng": "nan", "lat": "nan"},
        {"lng": "1e2", "lat": "40"},
        {"lng": "１０１", "lat": "４０"},
        {"lng": "101.2", "lat": "40.6", "datum": "bd09"},
        {"lng": "101.2", "lat": "40.6", "accuracy": "-3"},
        {"lng": "1" * 5000, "lat": "40.6"},
        {"lng": "<script>", "lat": "'"},
    ],
)
def test_impossible_position_is_said_and_removed(app: Flask, city: Session, position: dict[str, str]) -> None:
    form = filled(app, city, address="老粮站", area_code="990101001", **position)
    assert form.error_summary() == [("area_code", "位置信息无法使用，已经去掉。请从列表中选择。")]
    assert form.to_place() == PlaceInput(area_code="990101001", address="老粮站")


def test_address_of_two_hundred_characters_is_the_limit(app: Flask, city: Session) -> None:
    assert filled(app, city, address="路" * 200).errors == {}
    assert list(filled(app, city, address="路" * 201).errors) == ["address"]


def test_list_groups_streets_by_district(app: Flask, city: Session) -> None:
    choices = filled(app, city).area_code.choices
    assert list(choices) == ["", "柳桥区", "鹤岭区", "新禾区"]
    assert choices["柳桥区"] == [
        ("990101001", "鼓楼街道"),
        ("990101002", "柳桥街道"),
        ("990101003", "文昌街道"),
        ("990101004", "南浦街道"),
        ("990101", "柳桥区（不清楚哪个街道）"),
    ]
