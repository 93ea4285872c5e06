"""On paper: a page ends where its text ends, so that no empty sheet follows."""

import pytest


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
