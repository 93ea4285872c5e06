"""Pages in a real browser: axe finds nothing in any look, they fit a phone, they work without JavaScript."""

import pytest

from tests.support.axe import axe_faults

PAGES = [
    "/",
    "/about",
    "/accessibility",
    "/privacy",
    "/sign-in",
    "/standards",
    "/standards/school",
    "/no-such-page",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_fits_in_every_look(phone, live_server, path):
    phone.emulate_media(reduced_motion="reduce")
    phone.goto(path)
    assert axe_faults(phone) == []

    phone.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert axe_faults(phone) == []

    phone.set_viewport_size({"width": 320, "height": 640})
    assert overflow(phone) <= 0

    phone.context.add_cookies([{"name": "wufei_type", "value": "large", "url": live_server.url}])
    phone.reload()
    assert phone.get_attribute("html", "data-type") == "large"
    assert axe_faults(phone) == []
    assert overflow(phone) <= 0


def test_a_person_chooses_a_language_without_javascript(phone_without_js):
    phone_without_js.goto("/")
    phone_without_js.locator("details[data-menu] summary").first.click()

    phone_without_js.get_by_role("button", name="English").first.click()

    assert phone_without_js.get_attribute("html", "lang") == "en"


def overflow(page):
    """By how many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")
