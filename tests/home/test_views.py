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


def test_the_privacy_page_says_how_long_the_cookie_of_a_sign_in_stays(make_app):
    page = make_app(session_days=11).test_client().get("/privacy", headers={"Accept-Language": "en"})

    assert "11 days" in page.text


@pytest.mark.parametrize("path", ["/privacy", "/about"])
def test_no_record_of_opened_identities_is_promised_before_there_is_a_page_of_it(app, client, path):
    said = client.get_page(path, headers={"Accept-Language": "en"}).text
    written = {str(rule) for rule in app.url_map.iter_rules()}

    promised = "can read that record" in said or "can read the entry" in said
    assert ("/account/identity-access" in written) == promised
