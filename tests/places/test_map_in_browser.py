"""The map as a person with a browser meets it."""

import pytest

from tests.factories.places import make_city
from tests.support.portals import PortalFolder, arranged, close, make_portal


@pytest.fixture(scope="module")
def demo_folder(migrated_folder, tmp_path_factory):
    """A city without people or reports: the map needs no more."""
    folder = PortalFolder(tmp_path_factory.mktemp("city"))
    folder.fill_from(migrated_folder)
    app = make_portal(folder.settings())
    with arranged(app) as session:
        make_city(session)
    close(app)
    return folder


def names_on(page):
    return page.locator(".map-label:not([hidden]) span").all_inner_texts()


def test_map_opens_and_shows_more_when_one_comes_nearer(desktop):
    desktop.goto("/map")
    desktop.locator(".map.is-live").wait_for()
    far = names_on(desktop)
    assert {"柳桥区", "鹤岭区", "新禾区", "白鹭湖"} <= set(far)
    assert "柳桥滨河公园" not in far

    for _ in range(4):
        desktop.get_by_role("button", name="放大").click()
        desktop.wait_for_timeout(400)
    near = names_on(desktop)
    assert "柳桥滨河公园" in near
    assert "鹤岭区" not in near


def test_map_moves_with_the_arrow_keys(desktop):
    desktop.goto("/map")
    desktop.locator(".map.is-live").wait_for()
    desktop.locator(".map-canvas").focus()
    for _ in range(3):
        desktop.keyboard.press("+")
        desktop.wait_for_timeout(400)
    before = names_on(desktop)
    for _ in range(8):
        desktop.keyboard.press("ArrowRight")
        desktop.wait_for_timeout(300)
    assert names_on(desktop) != before


def test_without_a_script_a_picture_stands_there(phone_without_js):
    phone_without_js.goto("/map")
    picture = phone_without_js.locator(".map picture img")
    assert picture.is_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
