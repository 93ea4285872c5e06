"""A test client that reads every page it fetches and fails on a page that is not whole.

    page = client.get_page("/reports/new")
    answer = client.submit(page.form(), {"description": "Two bags behind the school"})
    assert answer.status_code == 303

Turn the reading off (`client.checks = False`) only where a test is about a broken page.
"""

from collections.abc import Mapping
from contextvars import Context
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from portal.core.transaction import commit
from tests.support.page import Form, Page
from tests.support.page_checks import fragment_faults, page_faults


class PageResponse:
    """Adds the parsed page to the answers of the client."""

    @cached_property
    def page(self) -> Page:
        return Page(self.get_data(as_text=True))


class PageClient(FlaskClient):
    """Checks every HTML answer; follows and sends forms as a browser would."""

    def __init__(self, application: Flask, response_wrapper: type, *args: Any, **kwargs: Any) -> None:
        wrapper = type("PageResponse", (PageResponse, response_wrapper), {})
        super().__init__(application, wrapper, *args, **kwargs)
        self.checks = True
        self.session: Session | None = None
        self.url = "/"

    @classmethod
    def of(cls, app: Flask, session: Session) -> "PageClient":
        """A client that commits what the test arranged in this session before each request.

        The session starts afresh after it, so the test sees what the request changed.
        """
        client: PageClient = app.test_client()
        client.session = session
        return client

    @classmethod
    def unchecked(cls, app: Flask) -> "PageClient":
        """A client without cookies of its own that takes every answer as it comes."""
        client: PageClient = app.test_client(use_cookies=False)
        client.checks = False
        return client

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if self.session is not None and has_app_context():  # a redirect that is followed has none
            commit(self.session)
        # In a context of its own: Flask would else lend the request the test's application context, and with
        # it the test's session, `g` and language.
        response = Context().run(super().open, *args, **kwargs)
        self.url = response.request.path
        if self.checks and response.status_code >= 500:
            raise AssertionError(f"{response.request.path}: {response.status}; its cause is in the log below")
        if self.checks and response.mimetype == "text/html" and response.request.method != "HEAD":
            self._check(response)
        return response

    def get_page(self, url: str, *, status: int = 200, **kwargs: Any) -> Page:
        """Fetch a page, through redirects, and expect this status."""
        response = self.get(url, follow_redirects=True, **kwargs)
        assert response.status_code == status, f"{url}: {response.status}\n{_start(response)}"
        return response.page

    def submit(
        self,
        form: Form,
        data: Mapping[str, Any] | None = None,
        *,
        button: tuple[str, str] | None = None,
        **kwargs: Any,
    ) -> TestResponse:
        """Send the form as it stands on the page, with these fields typed or chosen.

        A field that the form does not have is a mistake of the test. `None` leaves a field out, a list sends
        it several times, and a file is `(stream, name)`. Without an action it goes to the page fetched last.
        """
        values: MultiDict[str, Any] = MultiDict(form.values)
        for name, value in (data or {}).items():
            assert name in form.names, f"the form has no field {name!r}, only {sorted(form.names)}"
            values.setlist(name, [] if value is None else value if isinstance(value, list) else [value])
        if button:
            values.add(*button)
        kwargs.setdefault("content_type", "multipart/form-data" if form.multipart else None)
        return self.open(urljoin(self.url, form.action), method="POST", data=values, **kwargs)

    def _check(self, response: TestResponse) -> None:
        if response.status_code in {301, 302, 303, 307, 308} or not response.get_data():
            return
        page: Page = response.page
        host = urlsplit(response.request.url).netloc
        whole = page.html.lstrip()[:9].lower() == "<!doctype"
        if not whole and "HX-Request" not in response.request.headers:
            faults = ["a page without <!doctype html>"]
        else:
            faults = page_faults(page, response.headers, host) if whole else fragment_faults(page, host)
        if faults:
            listed = "\n  - ".join(faults)
            asked = f"{response.request.method} {response.request.path}"
            raise AssertionError(f"{asked} ({response.status}) is not whole:\n  - {listed}")


def sign_in(client: PageClient, email: str, password: str = "wufei-demo") -> None:
    """Sign in through the page, as a person does."""
    page = client.get_page("/sign-in")
    answer = client.submit(page.form("/sign-in"), {"email": email, "password": password})
    assert answer.status_code in {302, 303}, f"{email} could not sign in: {answer.status}\n{answer.page.text}"


def token_of(client: PageClient) -> str:
    """The token that whoever is signed in sends with each form, for a POST without its page."""
    return client.get_page("/account").form("/sign-out").values["csrf_token"][0]


def _start(response: TestResponse) -> str:
    text = response.page.text if response.mimetype == "text/html" else response.get_data(as_text=True)
    return text[:500]
