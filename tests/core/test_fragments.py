"""A part of a page is made once for each way it can look, and never shown to a reader it was not made for."""

import pytest

from portal.core.fragments import Fragments
from portal.core.i18n import in_locale


@pytest.fixture
def made() -> list[str]:
    return []


@pytest.fixture
def render(made):
    def render(text: str) -> str:
        made.append(text)
        return text

    return render


def test_what_looks_alike_is_made_once(app, render, made):
    fragment = Fragments()
    for _ in range(3):
        assert fragment("header", "home", caller=lambda: render("Home")) == "Home"
    assert made == ["Home"]


@pytest.mark.parametrize("cookie", ["wufei_theme=dark", "wufei_type=large"])
def test_colours_and_type_size_have_their_own(app, render, made, cookie):
    fragment = Fragments()
    with app.test_request_context("/"):
        fragment("header", caller=lambda: render("plain"))
    with app.test_request_context("/", headers={"Cookie": cookie}):
        assert fragment("header", caller=lambda: render("chosen")) == "chosen"


def test_an_unknown_choice_in_a_cookie_is_no_choice(app, render, made):
    fragment = Fragments()
    for value in ("pink", "green"):
        with app.test_request_context("/", headers={"Cookie": f"wufei_theme={value}"}):
            fragment("header", caller=lambda: render("plain"))
    assert made == ["plain"]


def test_languages_and_names_have_their_own(app, render):
    fragment = Fragments()
    assert fragment("header", caller=lambda: render("标题")) == "标题"
    assert fragment("footer", caller=lambda: render("页脚")) == "页脚"
    with in_locale("en"):
        assert fragment("header", caller=lambda: render("Header")) == "Header"


def test_the_one_used_longest_ago_is_thrown_away(app, render, made):
    fragment = Fragments(most=2)
    for name in ("one", "two", "one", "three", "one", "two"):
        fragment(name, caller=lambda name=name: render(name))
    assert made == ["one", "two", "three", "two"]


def test_a_page_keeps_its_language_and_look_however_often_others_were_made(client):
    for cookie, wanted in (("light", 'aria-pressed="true"'), ("dark", 'aria-pressed="true"')):
        client.set_cookie("wufei_theme", cookie)
        for lang, words in (("zh_Hans", "显示"), ("en", "Display"), ("zh_Hans", "显示")):
            page = client.get(f"/about?lang={lang}").text
            assert words in page
            assert f'name="theme" value="{cookie}" {wanted}' in page
