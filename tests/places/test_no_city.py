"""A new installation whose places have not been imported: what needs them says so, the rest is there."""

import pytest


@pytest.mark.parametrize(
    "path", ["/", "/reports", "/register", "/notices", "/standards", "/verify", "/reports/track"]
)
def test_lists_are_empty_and_open(client, path):
    assert client.get_page(path).h1


def test_no_report_stands_on_the_map_yet(client):
    assert client.get("/data/reports.geojson?area=9901").get_json(force=True)["features"] == []


@pytest.mark.parametrize("path", ["/map", "/reports/new"])
def test_what_cannot_be_without_places_says_that_they_are_not_there_yet(client, path):
    client.checks = False
    page = client.get_page(path, status=503)
    assert "设置" in page.text or "建设" in page.text
