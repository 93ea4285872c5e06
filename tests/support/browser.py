"""A real Chromium on a phone or a desk, looking at a live server.

Debian's own Chromium is driven by Playwright; where it is missing the tests fail and say so. A page is
watched while a test uses it: errors in scripts, refused content and loads from other hosts fail the test.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.live_server import LiveServer

MISSING = "The browser tests need Chromium (`make test` installs Debian's package `chromium`)."
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK = {"viewport": {"width": 1280, "height": 800}}


class PageWatch:
    """Collects what a page should never do."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.faults: list[str] = []
        self.host = host
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("console", self._console)
        context.on("request", self._request)

    def _console(self, message: Any) -> None:
        # A refused form answers 422, an absent thing 404: the browser logs these, and they are no faults.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        url = urlsplit(request.url)
        if url.scheme in {"http", "https"} and url.netloc != self.host:
            self.faults.append(f"loads from another host: {request.url}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    flags = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def live_server(demo_folder: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The portal as `make run` starts it, with the demonstration city of its own; one for each module."""
    server = LiveServer.start(tmp_path_factory.mktemp("live"), demo_folder)
    yield server
    server.stop()


@contextmanager
def opened_page(browser: Browser, server: LiveServer, **options: Any) -> Iterator[Page]:
    """A page in a browser profile of its own, watched until it is closed."""
    options = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "base_url": server.url} | options
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    watch = PageWatch(context, urlsplit(server.url).netloc)
    try:
        yield context.new_page()
    finally:
        context.close()
    assert watch.faults == []


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Callable[..., Any]:
    """For tests with several people or devices: `with open_page(**PHONE) as page: …`."""
    return lambda **options: opened_page(chromium, live_server, **options)


@pytest.fixture
def phone(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    with opened_page(chromium, live_server, **PHONE) as page:
        yield page


@pytest.fixture
def phone_without_js(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    with opened_page(chromium, live_server, java_script_enabled=False, **PHONE) as page:
        yield page


@pytest.fixture
def desktop(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    with opened_page(chromium, live_server, **DESK) as page:
        yield page


def press(page: Page, text: str) -> None:
    """Press the first button of the page's own content with this text, and wait for the next page."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=text, exact=True).first.click()


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def sign_in_page(page: Page, email: str, password: str = "wufei-demo") -> None:
    """Sign in by typing, as a person does."""
    page.goto("/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)
