import hashlib
import json

import pytest
from sqlalchemy import event

from portal.core.actor import Actor
from portal.core.db import db
from portal.standards.actions import import_all, import_standard, retire
from tests.factories.standards import NOW, a_file, another_file, make_standard


@pytest.fixture
def statements(app):
    """The statements that the pages send to the database."""
    found = []
    with app.app_context():
        engine = db.engine

    def note(*call):
        found.append(call[2])

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("lang", "name"), [("zh_Hans", "无废学校"), ("en", "Zero-waste school"), ("zh_Hant", "無廢學校")]
)
def test_the_list_shows_each_standard_in_force(client, session, lang, name):
    make_standard(session, "school")
    make_standard(session, "market")
    page = client.get_page(f"/standards?lang={lang}")
    assert page.links[name] == "/standards/school/2026.1"
    assert len(list(page.all("article"))) == 2


def test_the_list_is_found_by_word_and_leads_to_the_indicator(client, session):
    make_standard(session, "school")
    make_standard(session, "market")
    page = client.get_page("/standards?lang=en&q=Textbooks")
    assert "1 standard mentions “Textbooks”." in page.text
    assert page.links["Textbooks, uniforms and stationery reused"] == "/standards/school/2026.1#school-4.1"


@pytest.mark.parametrize("words", ["submarine", "<script>alert(1)</script>", "%" * 3000, "\u202e", "'; DROP"])
def test_a_word_that_nothing_mentions_gets_an_answer(client, session, words):
    make_standard(session)
    page = client.get("/standards", query_string={"lang": "en", "q": words}).page
    assert "No standard mentions this" in page.text


def test_an_empty_portal_says_so(client):
    assert "No standard has been published yet" in client.get_page("/standards?lang=en").text


@pytest.mark.parametrize("lang", ["zh_Hans", "en", "zh_Hant"])
def test_a_standard_shows_every_item_with_its_points(client, session, lang):
    make_standard(session)
    page = client.get_page(f"/standards/school/2026.1?lang={lang}")
    standard = a_file().standard
    for indicator in standard.indicators.values():
        entry = page.by_id(indicator.code)
        words = "".join(entry.itertext())
        assert indicator.name.text(lang) in words
        assert f"{indicator.max_points}" in words
    for one in standard.prerequisites:
        assert one.text.text(lang) in "".join(page.by_id(one.code).itertext())
    assert a_file().hash in page.text


def test_every_link_within_a_standard_has_its_place(client, session):
    make_standard(session, "factory")
    page = client.get_page("/standards/factory/2026.1")
    places = {node.get("href")[1:] for node in page.all("a") if node.get("href", "").startswith("#")}
    assert places - set(page.ids) == set()


def test_copies_on_other_sites_are_named_but_not_linked(client, session):
    make_standard(session, "mall")
    page = client.get_page("/standards/mall/2026.1")
    foreign = [node.get("href") for node in page.all("a") if node.get("href", "").startswith("http")]
    assert foreign
    assert all(".gov.cn/" in address for address in foreign)


def test_the_type_leads_to_the_version_in_force(client, session):
    make_standard(session)
    answer = client.get("/standards/school")
    assert (answer.status_code, answer.location) == (303, "/standards/school/2026.1")


def test_a_retired_version_says_so_and_offers_no_application(client, session):
    row = make_standard(session)
    retire(session, row, actor=Actor.system(), now=NOW)
    page = client.get_page("/standards/school/2026.1?lang=en")
    assert "This version is no longer in force" in page.text
    assert "Apply under this standard" not in page.links


@pytest.mark.parametrize(
    "url",
    [
        "/standards/none",
        "/standards/none/1",
        "/standards/school/2026.1",
        "/standards/school/2026.1.json",
        "/standards/学校",
    ],
)
def test_drafts_and_unknown_standards_are_not_found(client, session, url):
    import_standard(session, a_file(), actor=Actor.system(), now=NOW)
    assert client.get(url).status_code == 404


def test_a_new_version_says_what_it_changed(client, session):
    make_standard(session)
    import_all(session, [another_file("2026.2", pass_mark=85)], actor=Actor.system(), now=NOW)
    page = client.get_page("/standards/school/2026.2?lang=en")
    assert "What changed since version 2026.1" in page.text
    assert "Settings: pass mark" in page.text
    assert "What changed" not in client.get_page("/standards/school/2026.1?lang=en").text


def test_the_download_is_what_the_hash_was_made_of(client, session):
    make_standard(session)
    answer = client.get("/standards/school/2026.1.json")
    assert answer.mimetype == "application/json"
    assert hashlib.sha256(answer.data).hexdigest() == a_file().hash
    assert json.loads(answer.data)["code"] == "school"
    again = client.get("/standards/school/2026.1.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("url", ["/standards", "/standards/school/2026.1", "/standards?q=school"])
def test_pages_need_few_statements(client, session, statements, url):
    for code in ("school", "market", "factory"):
        make_standard(session, code)
    client.get_page(url)
    statements.clear()
    client.get_page(url)
    reads = [one for one in statements if one.lstrip().upper().startswith("SELECT")]
    assert len(reads) <= 4


@pytest.mark.parametrize("code", ["household", "school"])
def test_no_standard_promises_that_reviewers_do_not_know_who_applies(client, session, code):
    make_standard(session, code)
    page = client.get_page(f"/standards/{code}/2026.1")
    assert "评审专家知道申报单位的名称：先声明有无利益冲突，再查看申报材料。" in page.text
    assert "隐去" not in page.text
