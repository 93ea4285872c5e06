"""Pages in a real browser: axe finds nothing in any look, they fit a phone, they work without JavaScript."""

import pytest

from tests.support.axe import axe_faults
from tests.support.browser import sign_in_page

PUBLIC = [
    "/",
    "/about",
    "/sign-in",
    "/sign-up",
    "/map",
    "/reports",
    "/reports/…",
    "/reports/new",
    "/reports/track",
    "/standards",
    "/standards/school",
    "/notices",
    "/notices/…",
    "/register",
    "/certificates/…",
    "/certificates/…/score-sheet",
    "/verify",
    "/no-such-page",
]
OWN = [
    ("school", "/account"),
    ("citizen", "/account/inbox"),
    ("citizen", "/account/reports"),
    ("school", "/applications"),
    ("community", "/applications/…"),
    ("dispatcher", "/panel"),
    ("dispatcher", "/panel/reports"),
    ("dispatcher", "/panel/reports/…"),
    ("handler", "/panel/reports/…"),
    ("officer", "/panel"),
    ("officer", "/panel/applications"),
    ("officer", "/panel/applications/…"),
    ("officer", "/panel/site-visits"),
    ("officer", "/panel/site-visits/…"),
    ("officer", "/panel/certificates/…"),
    ("reviewer1", "/panel/reviews"),
    ("reviewer1", "/panel/reviews/…"),
    ("reviewer3", "/panel/reviews/…"),
    ("publisher", "/panel/notices"),
    ("publisher", "/panel/notices/…"),
    ("admin", "/panel/people"),
    ("admin", "/panel/people/…"),
    ("programme", "/panel/standards"),
    ("auditor", "/panel/audit"),
]
LISTS = {"/certificates/": "/register"}
"""Where the first of a kind is linked from, if it is not the list of the same name."""


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_accessible_and_fits_in_every_look(phone, live_server, path):
    open_page_of(phone, path)

    look_at_it(phone, live_server)


@pytest.mark.parametrize(("who", "path"), OWN)
def test_a_page_of_ones_own_is_accessible_and_fits_in_every_look(phone, live_server, who, path):
    sign_in_page(phone, f"{who}@demo.example")
    open_page_of(phone, path)

    look_at_it(phone, live_server)


def test_axe_sees_what_is_wrong(phone):
    phone.goto("/about")
    assert axe_faults(phone) == []

    phone.evaluate("document.documentElement.lang = '', document.querySelector('h1').style.color = '#ddd'")

    assert {fault.partition(":")[0] for fault in axe_faults(phone)} == {"html-has-lang", "color-contrast"}


def test_a_person_chooses_a_language_without_javascript(phone_without_js):
    phone_without_js.goto("/")
    phone_without_js.locator("details[data-menu] summary").first.click()

    phone_without_js.get_by_role("button", name="English").first.click()

    assert phone_without_js.get_attribute("html", "lang") == "en"


@pytest.mark.parametrize("who", ["school", "officer"])
def test_the_english_header_stays_on_one_line(desktop, who):
    sign_in_page(desktop, f"{who}@demo.example")
    desktop.goto("/about")

    desktop.locator("details[data-menu] summary").first.click()
    desktop.get_by_role("button", name="English").first.click()

    tops = desktop.locator(".site-nav .header-link").evaluate_all(
        "all => all.map(a => a.getBoundingClientRect().top)"
    )
    assert len(set(tops)) == 1


def test_what_is_in_focus_is_not_behind_the_bar_that_saves(desktop):
    sign_in_page(desktop, "community@demo.example")
    open_page_of(desktop, "/applications/…/sections/prerequisites")
    bar = "document.querySelector('.save-bar').getBoundingClientRect().top"

    for _ in range(40):
        desktop.keyboard.press("Tab")
        inside = desktop.evaluate("document.activeElement.closest('.answer-item') !== null")
        assert not inside or desktop.evaluate(
            f"document.activeElement.getBoundingClientRect().bottom <= {bar}"
        )


def test_in_double_type_the_steps_stand_below_the_facts(desktop):
    sign_in_page(desktop, "dispatcher@demo.example")
    open_page_of(desktop, "/panel/reports/…")
    places = "[...document.querySelectorAll('.split > *')].map(one => one.getBoundingClientRect().left)"
    facts, steps = desktop.evaluate(places)
    assert steps > facts

    desktop.evaluate("document.documentElement.style.fontSize = '200%'")

    facts, steps = desktop.evaluate(places)
    assert steps == facts


def open_page_of(page, path):
    """Go to the page; `…` stands for the first of its kind that the list links to."""
    # Colours at rest: axe would measure them in the middle of a transition.
    page.emulate_media(reduced_motion="reduce")
    kind, first, part = path.partition("…")
    if first:
        page.goto(LISTS.get(kind, kind.rstrip("/")))
        links = page.locator(f"main a[href^='{kind}']").evaluate_all("all => all.map(a => a.pathname)")
        own = (link for link in links if link.count("/") == kind.count("/") and "/new" not in link)
        path = next(own) + part
    page.goto(path)


def look_at_it(page, live_server):
    """In its light and dark colours, on the smallest phone, in large type, and on a desk."""
    assert axe_faults(page) == []
    # On a desk other things stand beside each other, and what is sticky may scroll by itself.
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert axe_faults(page) == []

    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) <= 0
    page.set_viewport_size({"width": 360, "height": 740})
    assert overflow_in_double_type(page) <= 0
    page.set_viewport_size({"width": 1280, "height": 800})
    assert overflow_in_double_type(page) <= 0
    page.set_viewport_size({"width": 320, "height": 640})
    page.context.add_cookies([{"name": "wufei_type", "value": "large", "url": live_server.url}])
    page.reload()
    assert page.get_attribute("html", "data-type") == "large"
    assert axe_faults(page) == []
    assert overflow(page) <= 0

    page.set_viewport_size({"width": 1280, "height": 800})
    assert overflow(page) <= 0


def overflow(page):
    """By how many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def overflow_in_double_type(page):
    """The same while the browser's own letters are twice their size."""
    return page.evaluate(
        """() => {
            const style = document.documentElement.style;
            style.fontSize = "200%";
            const over = document.documentElement.scrollWidth - innerWidth;
            style.removeProperty("font-size");
            return over;
        }"""
    )
