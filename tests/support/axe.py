"""axe-core in a browser page: what it finds, in words."""

from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    # Axe would fetch style sheets by itself, and put them into the page against its content policy.
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What is wrong in full; describing each element that is right took most of axe's time.
    "resultTypes": ["violations"],
}
EXCEPT = {"exclude": [[".leaflet-map-pane"]]}
"""A place on a map cannot move away from its neighbour; the list beside the map says the same."""
RUN = "([context, options]) => axe.run(context, options).then((results) => results.violations)"


def axe_faults(page: Page) -> list[str]:
    """Each violation with the elements it concerns; empty where axe finds nothing."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(RUN, [EXCEPT, RULES])
    return [
        f"{violation['id']}: {violation['help']}: "
        + " | ".join(node["html"][:160] for node in violation["nodes"])
        for violation in found
    ]


@cache
def _source() -> str:
    return str(Axe().axe_script)
