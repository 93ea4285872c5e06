"""What a first visit costs, with empty caches on a phone: bytes over the wire, requests, waiting, moving."""

from contextlib import contextmanager

import pytest

LIMIT = 60_000
SCRIPT_LIMIT = 25_000
MOST_REQUESTS = 8
MOST_MOVED = 0.05
SHOWN = """() => new Promise((done) => {
    new PerformanceObserver((all) => all.getEntriesByName("first-contentful-paint").forEach(() => done()))
        .observe({ type: "paint", buffered: true });
})"""
NOTED = """() => new Promise((done) => {
    const look = () => (document.cookie.includes("wufei_sheet_wufei=") ? done() : setTimeout(look, 50));
    look();
})"""
SHEET_BYTES = """() => performance.getEntriesByType("resource")
    .filter((one) => one.name.endsWith(".css")).map((one) => one.transferSize)"""
MOVED = """() => new Promise((done) => {
    let moved = 0;
    new PerformanceObserver((all) => all.getEntries().forEach((one) => { moved += one.value; }))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(moved), 200);
})"""


@pytest.mark.parametrize("path", ["/", "/reports/new"])
def test_the_first_load_is_light(phone, path):
    requests = load_first(phone, path)

    scripts = sum(size for kind, size in requests if kind == "Script")
    assert sum(size for _, size in requests) <= LIMIT, requests
    assert scripts <= SCRIPT_LIMIT, requests
    assert len(requests) <= MOST_REQUESTS, requests


def test_the_home_page_shows_a_cleaned_place_in_pictures_of_its_size(phone):
    requests = load_first(phone, "/")

    # Else the measure above would be of a page without its heaviest part.
    assert [kind for kind, _ in requests].count("Image") >= 2
    shown = phone.locator(".before-after img").evaluate_all("all => all.map(one => one.currentSrc)")
    assert len(shown) == 2
    assert all("/thumbnail" in address for address in shown)


def test_a_first_page_is_read_before_any_other_address_answers(phone):
    with held(phone, "**/static/**"):
        phone.goto("/register", wait_until="commit")
        phone.evaluate(SHOWN)

        assert phone.evaluate("getComputedStyle(document.querySelector('.bottom-bar')).position") == "fixed"


def test_a_second_page_takes_its_style_sheet_from_the_browser(phone):
    phone.goto("/register")
    phone.evaluate(NOTED)

    phone.goto("/notices")

    assert phone.locator("style").count() == 0
    assert phone.evaluate(SHEET_BYTES) == [0]


@pytest.mark.parametrize("path", ["/", "/reports/new", "/standards/school", "/register"])
def test_nothing_moves_when_the_scripts_arrive(phone, live_server, path):
    phone.context.add_cookies([{"name": "wufei_lang", "value": "en", "url": live_server.url}])
    with held(phone, "**/*.js"):
        phone.goto(path, wait_until="commit")
        phone.evaluate(SHOWN)
    phone.wait_for_load_state("networkidle")

    assert phone.evaluate(MOVED) <= MOST_MOVED


@contextmanager
def held(page, addresses):
    """What the page asks for at these addresses is not answered until the block ends."""
    waiting = []
    page.route(addresses, lambda route: waiting.append(route))  # noqa: PLW0108 -- it must take an attribute
    yield
    for route in waiting:
        route.continue_()
    page.unroute(addresses)


def load_first(page, path):
    """Kind and bytes over the wire of everything that the page loads, down to its foot."""
    kinds, requests = {}, []
    watch = page.context.new_cdp_session(page)
    watch.send("Network.enable")
    watch.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    watch.on(
        "Network.loadingFinished",
        lambda event: requests.append((kinds.get(event["requestId"], "?"), int(event["encodedDataLength"]))),
    )
    page.goto(path)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    # What stands in the page itself (data: addresses) costs nothing more.
    return [(kind, size) for kind, size in requests if size > 0]
