"""What everybody sees: the list, the page of a report, the data for maps. Never who reported."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.media.models import Photo
from portal.media.types import PhotoState
from portal.reports.catalogue import catalogue
from portal.reports.models import ReportReporter
from portal.reports.types import ReportState, Visibility
from portal.reports.views import verdict
from tests.factories.places import make_city
from tests.factories.reports import NOW, an_address, make_report, staged_photos


@pytest.fixture(autouse=True)
def _city(session):
    make_city(session)


def hrefs_of(page):
    return {node.get("href", "") for node in page.all("a")}


@pytest.mark.parametrize("state", list(ReportState))
def test_the_public_page_tells_nothing_about_the_reporter(client, session, state):
    report = make_report(session, state, email="wang@test.example", photos=staged_photos(session))
    alias = session.get(ReportReporter, report.id).alias
    html = client.get_page(f"/reports/{report.ref}").html
    for secret in ("Bags behind the bus stop", "1 Bridge Lane", "wang@", alias, "101.22012", "Which bank?"):
        assert secret not in html


def test_a_photo_is_a_placeholder_until_it_is_published(client, session):
    report = make_report(session, photos=staged_photos(session))
    photo = session.scalars(select(Photo)).one()
    assert photo.ref not in client.get_page(f"/reports/{report.ref}").html
    photo.state, photo.width, photo.height = PhotoState.PUBLISHED, 640, 480
    photo.fingerprint, photo.placeholder = "0" * 16, b"x"
    page = client.get_page(f"/reports/{report.ref}")
    assert f"/media/{photo.ref}/card" in page.html
    assert f"/media/{photo.ref}/thumbnail" in client.get_page("/reports").html


def test_a_hidden_report_is_not_there(client, session):
    report = make_report(session)
    report.visibility = Visibility.HIDDEN
    client.get_page(f"/reports/{report.ref}", status=404)
    assert report.ref not in client.get_page("/reports").html
    assert report.ref not in client.get("/data/reports.geojson").text


def test_a_number_typed_by_hand_finds_its_page(client, session):
    report = make_report(session)
    assert client.get(f"/reports/{report.ref.lower()}").location == f"/reports/{report.ref}"


@pytest.mark.parametrize("typed", ["%00", "%F0%9F%98%80", "-", "xyz", "%2e%2e%00", "<b>"])
def test_what_cannot_be_a_number_is_no_page(client, typed):
    answer = client.get(f"/reports/{typed}")
    assert answer.status_code == 404
    assert "没有内容" in answer.page.h1


@pytest.mark.both
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"a", "b", "c"}),
        ("category=bulky", {"b"}),
        ("area=990102", {"b"}),
        ("area=990101001", {"a", "c"}),
        ("state=done", {"c"}),
        ("state=open&category=household", {"a"}),
        ("area=110101&category=gold&state=x&page=x", {"a", "b", "c"}),
    ],
)
def test_the_list_is_filtered_by_kind_area_and_state(client, session, query, found):
    made = {
        "a": make_report(session),
        "b": make_report(session, category="bulky", place=an_address(area_code="990102001")),
        "c": make_report(session, "closed"),
    }
    hrefs = hrefs_of(client.get_page(f"/reports?{query}"))
    assert {name for name, report in made.items() if f"/reports/{report.ref}" in hrefs} == found


@pytest.mark.both
def test_withdrawn_and_merged_reports_are_left_out_of_the_list(client, session):
    refs = {make_report(session, state).ref for state in ("withdrawn", "merged")}
    html = client.get_page("/reports").html
    assert not any(ref in html for ref in refs)


@pytest.mark.both
def test_pages_follow_each_other_without_loss(client, session):
    refs = {make_report(session, now=NOW - timedelta(minutes=n % 5)).ref for n in range(30)}
    seen, url = [], "/reports?category=household"
    while url:
        page = client.get_page(url)
        seen += [href[9:] for href in hrefs_of(page) if href[9:] in refs]
        url = next((node.get("href") for node in page.all("a", rel="next")), None)
    assert len(seen) == 30
    assert set(seen) == refs


def test_an_empty_list_says_what_to_do(client):
    assert "/reports/new" in client.get_page("/reports").links.values()
    assert "/reports" in client.get_page("/reports?category=bulky").links.values()


def test_a_refused_report_says_where_to_turn(client, session):
    report = make_report(session, "rejected")
    assert "12369" in client.get_page(f"/reports/{report.ref}").text


@pytest.mark.both
def test_somebody_sees_it_too_and_counts_once(client, session):
    report = make_report(session)
    form = client.get_page(f"/reports/{report.ref}/support").form()
    assert [client.submit(form).status_code for _ in range(2)] == [303, 303]
    session.refresh(report)
    assert report.supporters == 1


@pytest.mark.both
def test_points_on_the_map_are_the_rounded_ones(client, session):
    report = make_report(session)
    make_report(session, place=an_address())
    features = json.loads(client.get("/data/reports.geojson").text)["features"]
    assert [feature["properties"]["ref"] for feature in features] == [report.ref]
    assert features[0]["geometry"]["coordinates"] == [report.public_lng, report.public_lat]


@pytest.mark.both
@pytest.mark.parametrize(
    ("bbox", "count"), [("101,40,102,41", 1), ("0,0,1,1", 0), ("x,y,z,1", 1), ("1,2,3", 1), ("", 1)]
)
def test_the_map_asks_for_a_box(client, session, bbox, count):
    make_report(session)
    assert len(json.loads(client.get(f"/data/reports.geojson?bbox={bbox}").text)["features"]) == count


def test_the_map_data_is_not_sent_twice(client, session):
    make_report(session)
    first = client.get("/data/reports.geojson")
    again = client.get("/data/reports.geojson", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_neighbour_reads_how_many_it_takes_in_this_city(client, session, monkeypatch):
    report = make_report(session, "in_progress")
    client.submit(client.get_page(f"/reports/{report.ref}/support").form())
    report.state, report.resolved_at = ReportState.RESOLVED, NOW
    content = catalogue()
    levels = replace(content.levels, dispute_supporters=7)
    monkeypatch.setattr(verdict, "catalogue", lambda: replace(content, levels=levels), raising=False)

    assert "满 7 人" in client.get_page(f"/reports/{report.ref}/dispute").text


def test_a_neighbour_hears_at_once_of_all_that_is_missing(client, session):
    report = make_report(session, "in_progress")
    client.submit(client.get_page(f"/reports/{report.ref}/support").form())
    report.state, report.resolved_at = ReportState.RESOLVED, NOW
    session.commit()

    answer = client.submit(client.get_page(f"/reports/{report.ref}/dispute").form())

    assert answer.status_code == 422
    summary = next(answer.page.all("div", class_="error-summary"))
    assert [node.get("href") for node in summary.iter("a")] == ["#reason", "#photos"]
