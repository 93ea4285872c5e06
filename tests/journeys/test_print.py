"""On paper: a page ends where its text ends, so that no empty sheet follows."""

import pytest

from tests.support.browser import sign_in_page


@pytest.mark.parametrize("path", ["/standards/school", "/about"])
def test_nothing_stands_below_the_text(desktop, path):
    desktop.goto(path)
    desktop.emulate_media(media="print")

    below = desktop.evaluate(
        """() => {
            const end = Math.max(...[...document.querySelectorAll("main *")]
                .filter(one => one.getClientRects().length).map(one => one.getBoundingClientRect().bottom));
            return document.body.getBoundingClientRect().bottom - end;
        }"""
    )

    assert below < 40


def test_the_queue_is_a_table_with_nothing_to_press(desktop):
    sign_in_page(desktop, "dispatcher@demo.example")
    desktop.set_viewport_size({"width": 680, "height": 960})
    desktop.goto("/panel/reports")

    assert desktop.locator("main thead").bounding_box()["x"] < 0
    desktop.emulate_media(media="print")

    assert desktop.locator("main thead").bounding_box()["x"] >= 0
    assert desktop.locator("main .button:visible, .key-hints:visible, .side:visible").count() == 0
