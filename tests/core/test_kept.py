"""Public pages kept for a moment: only for readers without a cookie of their own."""

import pytest
from flask import Flask, Response, request

from portal.core import compression, kept
from portal.core.i18n import set_locale


@pytest.fixture
def asked():
    """A small portal of one page that counts how often it is made; answers a function that asks for it."""
    app, made = Flask(__name__), []
    kept.init_app(app, 60)
    compression.init_app(app)

    @app.before_request
    def _language() -> None:
        set_locale(request.args.get("lang", "zh_Hans"))

    @app.get("/page")
    @kept.kept
    def page() -> Response:
        made.append(request.full_path)
        response = Response("x" * 2000, mimetype="text/html", status=int(request.args.get("status", "200")))
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
        for name in cookies:
            client.set_cookie(name, "dark")
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
