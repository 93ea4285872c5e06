"""axe-core in a browser page: what it finds, in words."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# No preload: axe would fetch style sheets by itself, and put them into the page against its content policy.
RULES = {
    "preload": False,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def axe_faults(page: Page) -> list[str]:
    """Each violation with the elements it concerns; empty where axe finds nothing."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{violation['id']}: {violation['help']}: "
        + " | ".join(node["html"][:160] for node in violation["nodes"])
        for violation in found
    ]
