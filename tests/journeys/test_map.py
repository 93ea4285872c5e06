"""The public map in a real browser: reports are large targets, and none lies upon another."""

import pytest

PLACES = ".map-report"
BOXES = """all => all.map(one => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return [left, top, right, bottom];
})"""


def open_map(page):
    page.emulate_media(reduced_motion="reduce")
    page.goto("/map")
    page.locator(PLACES).first.wait_for()


@pytest.mark.parametrize(("size", "least"), [("normal", 44), ("large", 60)])
def test_reports_are_large_targets_that_do_not_overlap(phone, live_server, size, least):
    phone.context.add_cookies([{"name": "wufei_type", "value": size, "url": live_server.url}])
    open_map(phone)

    boxes = phone.locator(PLACES).evaluate_all(BOXES)

    assert len(boxes) > 5
    assert all(right - left >= least and bottom - top >= least for left, top, right, bottom in boxes)
    assert not any(one is not other and overlap(one, other) for one in boxes for other in boxes)


def overlap(one, other):
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return min(wide, high) > 0.5


def test_several_that_stand_apart_come_apart_by_keyboard_and_each_leads_to_its_report(phone):
    open_map(phone)
    several = phone.locator("button.map-report")
    before = several.count()

    for _ in range(6):
        if phone.locator("a.map-report").count() > 0 and several.count() < before:
            break
        several.first.press("Enter")
        phone.wait_for_timeout(300)
    link = phone.locator("a.map-report").first
    href = link.get_attribute("href")
    link.press("Enter")
    phone.wait_for_url(f"**{href}")

    assert "/reports/R" in href


def test_reports_at_one_place_are_listed_and_the_list_closes(phone):
    ours = [report_at(phone, "101.2202", "40.6205") for _ in range(2)]
    phone.route("**/data/reports.geojson*", lambda route: answer_with(route, ours))  # else others stand near
    open_map(phone)

    stack = phone.locator("[data-map-stack]")
    for _ in range(8):
        if stack.is_visible():
            break
        phone.locator("button.map-report").evaluate_all(
            "all => all.sort((a, b) => b.textContent - a.textContent)[0].click()"
        )
        phone.wait_for_timeout(300)

    assert stack.locator("a").count() >= 2
    assert phone.evaluate("document.activeElement.closest('[data-map-stack]') !== null")
    phone.keyboard.press("Escape")
    assert not stack.is_visible()


def report_at(page, lng, lat):
    page.goto("/reports/new")
    page.locator("input[name=category]").first.check(force=True)
    page.fill("textarea[name=description]", "两袋垃圾")
    page.evaluate(
        "([lng, lat]) => { for (const [name, value] of Object.entries({ lng, lat })) "
        "document.querySelector(`[name=${name}]`).value = value }",
        [lng, lat],
    )
    page.locator("form#report > button[type=submit]").click()
    page.wait_for_url("**/receipt**")
    return page.url.split("/")[-2]


def answer_with(route, refs):
    """The map's data as they are, but of these reports only."""
    answer = route.fetch()
    data = answer.json()
    data["features"] = [one for one in data["features"] if one["properties"]["url"].split("/")[-1] in refs]
    route.fulfill(response=answer, json=data)
