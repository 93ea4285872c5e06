"""English words in letters of twice the size, on a phone: the whole frame stays on the screen."""

import pytest

from tests.support.browser import PHONE, sign_in_page

OFFICER = "officer@demo.example"

OUTSIDE = """([selector, size]) => {
    document.documentElement.style.fontSize = size;
    const isOutside = at => at.width && (at.left < 0 || at.right > document.documentElement.clientWidth + .5);
    return [...document.querySelectorAll(selector)]
        .filter(one => isOutside(one.getBoundingClientRect()))
        .map(one => one.outerHTML.slice(0, 80));
}"""
OVERLAPPING = """selector => {
    const places = [...document.querySelectorAll(selector)].map(one => one.getBoundingClientRect());
    const touch = (one, two) => one.left < two.right - .5 && two.left < one.right - .5
        && one.top < two.bottom - .5 && two.top < one.bottom - .5;
    const seen = places.filter(at => at.width);
    return seen.flatMap((one, i) => seen.slice(i + 1).filter(two => touch(one, two))).length;
}"""
SHOWN = ":not(.visually-hidden, .menu-body, .menu-body *)"
FRAME = ":is(.site-header, .bottom-bar) *"
WORDS = ".brand-name strong, .brand-name > span, .header-tools > *, .bottom-bar a > span"


def in_english(page, url):
    page.context.add_cookies([{"name": "wufei_lang", "value": "en", "url": url}])


@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (360, "200%")])
def test_the_frame_of_a_public_page_has_room(phone, live_server, width, size):
    in_english(phone, live_server.url)
    phone.set_viewport_size({"width": width, "height": 740})
    phone.goto("/reports/track")

    assert phone.evaluate(OUTSIDE, [FRAME + SHOWN, size]) == []
    assert phone.evaluate(OVERLAPPING, WORDS) == 0


def test_the_words_of_the_bar_stand_on_one_line_in_large_type(phone, live_server):
    in_english(phone, live_server.url)
    phone.context.add_cookies([{"name": "wufei_type", "value": "large", "url": live_server.url}])
    phone.goto("/reports/track")

    heights = phone.locator(".bottom-bar a > span").evaluate_all(
        "all => all.map(one => one.getClientRects().length && one.getBoundingClientRect().height)"
    )

    assert len({round(height) for height in heights}) == 1, heights


def test_the_header_of_the_panel_has_room_for_many_unread_messages(open_page, live_server):
    with open_page(**PHONE) as page:
        sign_in_page(page, OFFICER)
        in_english(page, live_server.url)
        page.set_viewport_size({"width": 320, "height": 740})
        page.goto("/panel")
        page.evaluate(
            """() => {
                for (const old of document.querySelectorAll(".header-tools .unread")) old.remove();
                document.querySelector(".header-tools a[href='/account']")
                    .insertAdjacentHTML("beforeend", '<span class="unread">99+</span>');
            }"""
        )

        outside = page.evaluate(OUTSIDE, [".site-header *" + SHOWN, "200%"])

        assert outside == []
        assert page.evaluate(OVERLAPPING, WORDS) == 0


def test_the_display_menu_of_the_panel_opens_within_the_screen(open_page, live_server):
    with open_page(**PHONE) as page:
        sign_in_page(page, OFFICER)
        page.goto("/panel")
        page.locator("details[data-menu] summary").first.click()

        assert page.locator(".menu-body button").count() == 8
        assert page.evaluate(OUTSIDE, [".menu-body, .menu-body *", "100%"]) == []
