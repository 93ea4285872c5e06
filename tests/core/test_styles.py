"""Style sheets: in the page on a first visit, allowed by their hash; at their own address from then on."""

import gzip
import hashlib
import re
from base64 import b64encode

import pytest

from portal.core import assets, styles
from tests.support.page_client import PageClient

PACKED = {"Accept-Encoding": "gzip"}
LINK = '<link rel="stylesheet" href="/static/'


@pytest.fixture
def ask(app):
    """Asks for a page as a browser does; answers it unpacked, and its policy for styles."""

    def asked(path="/standards", **cookies):
        client = PageClient.unchecked(app)
        headers = PACKED | {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        answer = client.get(path, headers=headers)
        policy = re.search("style-src ([^;]*);", answer.headers["Content-Security-Policy"])[1]
        return gzip.decompress(answer.data).decode(), policy

    return asked


def test_a_first_page_carries_its_style_sheets_and_the_policy_knows_them(ask):
    page, policy = ask()

    found = re.findall(r"<style data-sheet=\"([^\"]+)\" data-note=\"([^\"]+)\">(.*?)</style>", page, re.S)
    assert [text for *_, text in found] == [sheet_text("wufei"), sheet_text("standard")]
    assert [address for address, *_ in found] == [
        assets.asset("css/wufei.css"),
        assets.asset("css/standard.css"),
    ]
    assert policy.split() == ["'self'", *(source_of(text) for *_, text in found)]
    assert LINK not in page


def test_a_browser_that_has_a_style_sheet_gets_its_address(ask):
    page, policy = ask(wufei_sheet_wufei=assets.version())

    assert page.count(LINK) == 1
    assert page.count("<style") == 1
    assert policy.split() == ["'self'", source_of(sheet_text("standard"))]


def test_a_style_sheet_of_an_earlier_version_does_not_count(ask):
    assert ask(wufei_sheet_wufei="0123456789")[0].count("<style") == 2


def test_who_unpacks_nothing_gets_addresses(client):
    answer = client.get("/standards")

    assert LINK in answer.text
    assert "<style" not in answer.text
    assert "sha256" not in answer.headers["Content-Security-Policy"]


def test_pages_are_kept_apart_by_the_style_sheets_that_a_browser_has(make_app):
    client = PageClient.unchecked(make_app(kept_page_seconds=60))
    had = {"Cookie": f"wufei_sheet_wufei={assets.version()}"}

    for _ in range(2):
        first, later = (client.get("/reports", headers=PACKED | more) for more in ({}, had))
        assert b"<style" in gzip.decompress(first.data)
        assert b"<style" not in gzip.decompress(later.data)
        assert "sha256" in first.headers["Content-Security-Policy"]
        assert "sha256" not in later.headers["Content-Security-Policy"]


def test_no_style_sheet_can_end_its_element(tmp_path, monkeypatch):
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "bad.css").write_text("p::after { content: '</style><script>' }")
    monkeypatch.setattr(styles, "STATIC", tmp_path)

    with pytest.raises(ValueError, match=r"bad\.css"):
        styles.sheets.__wrapped__()


def sheet_text(name):
    return (assets.STATIC / "css" / f"{name}.css").read_text(encoding="utf-8-sig").strip()


def source_of(text):
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
