"""The home page and the signs of life."""

import pytest

LANGUAGES = [("zh-CN", "zh-Hans-CN"), ("en-GB,en", "en"), ("zh-HK", "zh-Hant")]


@pytest.mark.parametrize(("asked", "lang"), LANGUAGES)
def test_the_home_page_speaks_the_readers_language(client, asked, lang):
    page = client.get_page("/", headers={"Accept-Language": asked})

    assert page.lang == lang


def test_an_unknown_address_is_a_page_that_says_so(client):
    page = client.get_page("/no-such-page", status=404)

    assert page.h1


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_signs_of_life_answer(client, path):
    assert client.get(path).status_code == 200


def test_the_database_of_each_kind_answers(each_app):
    answer = each_app.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json["calendar"] in ("known", "provisional")
