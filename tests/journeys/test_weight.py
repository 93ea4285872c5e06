"""What a first visit costs: bytes over the wire, scripts, requests, with empty caches on a phone."""

import pytest

LIMIT = 60_000
SCRIPT_LIMIT = 25_000
MOST_REQUESTS = 8


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
