"""Public pages kept for a moment: only for readers without a cookie of their own."""

import pytest
from flask import Flask, Response, request

from portal.core import compression, kept
from portal.core.i18n import LOCALES, set_locale


@pytest.fixture
def asked():
    """A small portal of one page that counts how often it is made; answers a function that asks for it."""
    app, made = Flask(__name__), []
    kept.init_app(app, 60)
    compression.init_app(app)

    @app.before_request
    def _language() -> None:
        wanted = request.args.get("lang")
        set_locale(wanted if wanted in LOCALES else "zh_Hans")

    @app.get("/page")
    @kept.kept("page", "cookie", "status")
    def page() -> Response:
        made.append(request.full_path)
        shown = "x" * 2000 + request.query_string.decode()
        response = Response(shown, mimetype="text/html", status=int(request.args.get("status", "200")))
        if "cookie" in request.args:
            response.set_cookie("a", "b")
        return response

    @app.get("/thing")
    @kept.kept_by_version(lambda: request.headers.get("X-Version"))
    def thing() -> str:
        made.append(request.full_path)
        return "x"

    def ask(query="", cookies=(), path="/page", **headers):
        client, before = app.test_client(), len(made)
        for cookie in cookies:
            name, _, value = cookie.partition("=")
            client.set_cookie(name, value or "dark")
        answer = client.get(f"{path}?{query}", headers=headers)
        return answer, len(made) > before

    return ask


def test_a_page_is_made_once_for_all(asked):
    (first, made_first), (second, made_second) = asked(), asked()
    assert (made_first, made_second) == (True, False)
    assert (first.data, dict(first.headers)) == (second.data, dict(second.headers))


def test_a_kept_page_is_compressed_for_those_who_can_read_it(asked):
    packed = {"Accept-Encoding": "gzip"}
    assert asked(**packed)[0].headers["Content-Encoding"] == "gzip"
    again, made = asked(**packed)
    assert (again.headers["Content-Encoding"], made) == ("gzip", False)
    plain, made = asked()
    assert ("Content-Encoding" in plain.headers, made) == (False, True)


@pytest.mark.parametrize("other", [{"query": "page=2"}, {"query": "lang=en"}, {"cookies": ["wufei_theme"]}])
def test_what_a_page_differs_by_keeps_it_apart(asked, other):
    asked()
    assert asked(**other)[1]
    assert not asked(**other)[1]


@pytest.mark.parametrize(
    "own", [{"cookies": ["wufei_session"]}, {"query": "cookie=1"}, {"query": "status=404"}]
)
def test_a_page_of_somebodys_own_is_never_kept(asked, own):
    assert [asked(**own)[1] for _ in range(2)] == [True, True]


def test_a_page_with_a_version_is_kept_until_that_changes(asked):
    made = [asked(path="/thing", **{"X-Version": version})[1] for version in ("1", "1", "2", "2", "1")]
    assert made == [True, False, True, False, False]
    assert [asked(path="/thing")[1] for _ in range(2)] == [True, True]


def test_what_the_view_does_not_know_neither_fills_the_memory_nor_reaches_the_page(asked):
    assert asked("page=2")[1]
    for junk in (
        "page=2&x=1",
        "utm_source=chat&page=2",
        "page=2&page=3",
        "page=2&category=",
        "x=%00&page=2",
        "page=2&lang=xx",
    ):
        assert not asked(junk)[1], junk
    assert asked("page=3&next=//evil.example")[1]
    answer, made = asked("page=3")
    assert not made
    assert b"evil" not in answer.data


def test_a_choice_that_there_is_not_does_not_fill_the_memory(asked):
    made = [asked(cookies=[f"wufei_theme={theme}"])[1] for theme in ("auto", "pink", "blue", "dark")]
    assert made == [True, False, False, True]


def test_pages_are_kept_up_to_a_number_of_bytes():
    pages = kept.KeptPages(60, most_bytes=10_000)
    for number in range(20):
        pages.keep((str(number),), Response(b"x" * 2000), 60)
    assert pages.bytes <= 10_000
    assert pages.find(("19",)) is not None
    assert pages.find(("0",)) is None
    pages.keep(("large",), Response(b"x" * 20_000), 60)
    assert (pages.find(("large",)), pages.bytes) == (None, 0)


def test_a_page_whose_time_is_over_leaves_the_memory():
    pages = kept.KeptPages(60)
    pages.keep(("a",), Response(b"x" * 2000), -1)
    assert pages.bytes > 2000
    assert (pages.find(("a",)), pages.bytes) == (None, 0)
