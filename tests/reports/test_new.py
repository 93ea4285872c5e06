"""Reporting from the page, without a script: nothing typed is lost, nothing arrives twice."""

import re
import sqlite3
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from portal.core.clock import utcnow
from portal.core.db import db
from portal.reports.models import Report, ReportPhoto, ReportReporter
from portal.reports.types import PlaceSource
from tests.factories.places import make_city
from tests.factories.reports import a_jpeg
from tests.support.page import text_of

ADDRESS = {"area_code": "990101001", "address": "Behind the bus stop"}
WORDS = {"category": "household", "description": "Three bags"} | ADDRESS


@pytest.fixture(autouse=True)
def _city(session):
    make_city(session)


def new_form(client):
    return client.get_page("/reports/new").form()


def count(session):
    return session.scalar(select(func.count(Report.id)))


def said_at_top(answer):
    """The error summary: each text with the field that it links to."""
    summary = next(answer.page.all("div", class_="error-summary"))
    return {text_of(link): link.get("href") for link in answer.page.all("a", within=summary)}


def sent_report(client, **values):
    answer = client.submit(new_form(client), WORDS | values)
    assert answer.status_code == 303, answer.page.text
    return answer.location


@pytest.mark.both
def test_words_and_an_address_are_enough(client, session):
    page = client.get_page(sent_report(client))
    report = session.scalars(select(Report)).one()
    assert (report.category, report.area_code, report.place_source) == (
        "household",
        "990101001",
        PlaceSource.ADDRESS,
    )
    assert report.ref in page.text
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page.text)


def test_a_photo_that_knows_its_place_is_enough(client, session):
    photo = a_jpeg(lng=101.2201, lat=40.6209)
    answer = client.submit(new_form(client), {"category": "household", "photos": (photo, "IMG_1.jpg")})
    assert answer.status_code == 303, answer.page.text
    report = session.scalars(select(Report)).one()
    assert report.place_source is PlaceSource.PHOTO
    assert (round(report.lng, 4), round(report.lat, 4), report.datum) == (101.2201, 40.6209, "wgs84")
    assert session.scalar(select(func.count(ReportPhoto.id))) == 1


def test_a_photo_from_elsewhere_marks_no_place(client, session):
    """An old photo, or one that a friend sent: who never marked a place is not told that theirs is wrong."""
    photo = a_jpeg(lng=11.885, lat=43.467)
    answer = client.submit(new_form(client), {"category": "household", "photos": (photo, "a.jpg")})
    assert answer.status_code == 422
    assert answer.page.form().values["lng"] == [""]
    assert "街道或乡镇" in " ".join(said_at_top(answer))
    assert "不在" not in " ".join(said_at_top(answer))
    sent = client.submit(answer.page.form(), ADDRESS)
    assert sent.status_code == 303
    assert session.scalars(select(Report)).one().lng is None


def test_a_refused_form_keeps_its_photos_and_words(client, session):
    form = new_form(client)
    answer = client.submit(
        form, {"description": "Near <b>the</b> bridge 😀 شارع", "photos": (a_jpeg(), "a.jpg")}
    )
    assert answer.status_code == 422
    again = answer.page.form()
    assert again.values["description"] == ["Near <b>the</b> bridge 😀 شارع"]
    assert len(again.values["staged_photos"]) == 1
    assert again.values["submission_id"] == form.values["submission_id"]
    assert client.submit(again, {"category": "other"} | ADDRESS).status_code == 303
    assert session.scalar(select(func.count(ReportPhoto.id))) == 1


@pytest.mark.parametrize(
    ("missing", "linked"),
    [("category", "#category-0"), ("address", "#address"), ("description", "#photos")],
)
def test_what_is_missing_is_said_at_its_field(client, session, missing, linked):
    answer = client.submit(new_form(client), WORDS | {missing: ""})
    assert answer.status_code == 422
    assert linked in answer.page.links.values()
    assert count(session) == 0


def test_all_that_is_missing_is_said_at_once_in_the_order_of_the_page(client, session):
    answer = client.submit(new_form(client))
    assert answer.status_code == 422
    assert list(said_at_top(answer).values()) == ["#photos", "#category-0", "#area_code"]
    assert "并在下面写明具体位置" in answer.page.text
    said = {"category": "household", "description": "Bags", "area_code": "990101001", "address": "Gate"}
    assert client.submit(answer.page.form(), said).status_code == 303


def test_a_wrong_photo_hides_nothing_else_that_is_missing(client):
    values = {"area_code": "990101001", "photos": (BytesIO(b"not a photo"), "a.jpg")}
    answer = client.submit(new_form(client), values)
    assert list(said_at_top(answer).values()) == ["#photos", "#category-0", "#address"]
    assert answer.page.form().values["area_code"] == ["990101001"]


def test_neither_photo_nor_words_is_called_optional_but_one_of_them_needed(client):
    page = client.get_page("/reports/new")
    labels = [
        text_of(next(page.all("label", for_=name, class_="field-label")))
        for name in ("photos", "description")
    ]
    assert all("至少一项" in label and "选填" not in label for label in labels)


@pytest.mark.parametrize(
    "values",
    [
        {"lng": "999", "lat": "40"},
        {"lng": "nan", "lat": "30.1"},
        {"lng": "40.62", "lat": "101.22"},
        {"lng": "117.2", "lat": ""},
        {"area_code": "000000", "address": "x"},
        {"area_code": "'; DROP TABLE reports; --", "address": "x"},
        {"category": "gold"},
        {"description": "x" * 10_000},
        {"address": "x" * 500},
    ],
)
def test_what_cannot_be_is_refused_and_kept(client, session, values):
    form = new_form(client)
    for name in ("lng", "lat"):
        form.values.setdefault(name, [""])
    answer = client.submit(form, WORDS | values)
    assert answer.status_code == 422
    assert answer.page.form().values["description"][0].startswith(("Three", "xxx"))
    assert count(session) == 0


@pytest.mark.both
@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "😀" * 500,
        "\u202eevil\u202c",
        "إلقاء نفايات",
        "'; --",
        "{{ 7*7 }}",
        "%(x)s",
    ],
)
def test_any_words_are_kept_as_they_were_typed(client, session, text):
    sent_report(client, description=text)
    assert session.scalars(select(Report.description)).one() == text


def test_sending_twice_shows_the_same_number_and_code(client, session):
    form = new_form(client)
    first, second = (client.submit(form, WORDS) for _ in range(2))
    assert first.location == second.location
    assert count(session) == 1
    assert (
        client.get_page(first.location).by_id("receipt-secret").text
        == client.get_page(second.location).by_id("receipt-secret").text
    )


@pytest.mark.both
def test_sending_twice_with_a_photo_counts_once(client, session):
    form, photo = new_form(client), a_jpeg().getvalue()
    for _ in range(2):
        answer = client.submit(form, WORDS | {"photos": (BytesIO(photo), "a.jpg")})
        assert answer.status_code == 303
    assert (count(session), session.scalar(select(func.count(ReportPhoto.id)))) == (1, 1)


def lose_the_answer(client, given):
    """Forget the cookies that came with an answer which the phone never received."""
    for name, path in (("wufei_visitor", "/"), ("wufei_proof", "/reports")):
        if name not in given:
            client.delete_cookie(name, path=path)


def test_a_new_phone_whose_first_answer_was_lost_sends_again_and_gets_its_receipt(client, session):
    opened = client.get("/reports/new")
    given = {cookie.partition("=")[0] for cookie in opened.headers.getlist("Set-Cookie")}
    form = opened.page.form()
    first = client.submit(form, WORDS)
    lose_the_answer(client, given)

    again = client.submit(form, WORDS)

    assert (again.status_code, again.location) == (303, first.location)
    assert count(session) == 1
    assert client.get_page(again.location).by_id("receipt-secret").text


@pytest.fixture
def full_disk(app, session):
    """The database refuses to grow, as on a full disk. Reading goes on."""

    def refuse(connection, _cursor, statement, _parameters, _context, _many):
        if statement.startswith("INSERT"):
            raise OperationalError(statement, {}, sqlite3.OperationalError("database or disk is full"))

    def fill():
        event.listen(db.engine, "before_cursor_execute", refuse)

    def make_room():
        event.remove(db.engine, "before_cursor_execute", refuse)

    return fill, make_room


def test_on_a_full_disk_the_draft_stays_on_the_page_and_can_be_sent_when_there_is_room(
    client, session, full_disk
):
    fill, make_room = full_disk
    form = new_form(client)
    client.checks = False
    fill()
    answer = client.submit(form, WORDS)
    make_room()

    assert answer.status_code == 503
    again = answer.page.form()
    assert again.values["description"] == ["Three bags"]
    assert client.submit(again).status_code == 303
    assert count(session) == 1


def test_going_back_to_report_something_else_loses_neither(client, session):
    form = new_form(client)
    client.submit(form, WORDS)
    answer = client.submit(form, WORDS | {"description": "And a sofa"})
    assert answer.status_code == 409
    again = answer.page.form()
    assert again.values["description"] == ["And a sofa"]
    assert client.submit(again).status_code == 303
    assert count(session) == 2


def test_another_phone_learns_nothing_from_a_number(client, session):
    location = sent_report(client)
    client.delete_cookie("wufei_proof", path="/reports")
    answer = client.get(location)
    assert answer.status_code == 303
    assert answer.location.startswith("/reports/track")


def test_an_expired_page_keeps_what_was_typed(client, session):
    form = new_form(client)
    form.values["csrf_token"] = ["old"]
    answer = client.submit(form, WORDS)
    assert answer.status_code == 422
    assert answer.page.form().values["description"] == ["Three bags"]
    assert client.submit(answer.page.form()).status_code == 303


def test_a_form_without_its_id_still_sends_once(client, session):
    form = new_form(client)
    form.values["submission_id"] = ["not an id"]
    assert client.submit(form, WORDS).status_code == 303
    assert count(session) == 1


def test_a_phone_that_reports_very_often_waits_and_keeps_its_draft(make_app):
    from tests.support.page_client import PageClient
    from tests.support.portals import arranged

    app = make_app(limits_off=False)
    with arranged(app) as session:
        make_city(session)
        client = PageClient.of(app, session)
        for _ in range(10):
            sent_report(client)
        answer = client.submit(new_form(client), WORDS)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.page.form().values["description"] == ["Three bags"]
        assert count(session) == 10


def test_refused_reports_do_not_use_up_the_allowance(make_app):
    from tests.support.page_client import PageClient
    from tests.support.portals import arranged

    app = make_app(limits_off=False)
    with arranged(app) as session:
        make_city(session)
        client = PageClient.of(app, session)
        for _ in range(12):
            assert client.submit(new_form(client), WORDS | {"address": ""}).status_code == 422
        for _ in range(10):
            sent_report(client)
        assert count(session) == 10


@pytest.mark.both
def test_the_reporter_stands_apart_and_sealed(client, session):
    sent_report(client, email="wang@test.example")
    row = session.scalars(select(ReportReporter)).one()
    assert row.phone_key
    assert row.sealed_email
    assert b"wang@test" not in row.sealed_email


def test_an_urgent_kind_shows_how_to_stay_safe(client):
    page = client.get_page(sent_report(client, category="hazardous"))
    assert "请勿触碰" in page.text


def test_every_form_is_another(client):
    ids = {new_form(client).values["submission_id"][0] for _ in range(3)}
    assert len(ids) == 3
    assert str(uuid4()) not in ids


def test_the_report_is_due_from_now_on(client, session):
    sent_report(client)
    report = session.scalars(select(Report)).one()
    assert abs(report.submitted_at - utcnow()) < timedelta(minutes=1)
    assert report.due_at > report.submitted_at
