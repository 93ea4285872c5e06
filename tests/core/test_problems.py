"""What a person reads when a form was refused whole."""

import pytest

from tests.factories.places import make_city
from tests.factories.reports import make_report


@pytest.fixture
def expired(client, session):
    """Send a form of a page whose session is gone."""
    make_city(session)
    report = make_report(session, "received")

    def send(words, came_from, field="text"):
        client.get_page(f"/reports/{report.ref}/support")
        client.delete_cookie("wufei_session")
        answer = client.post(
            f"/reports/{report.ref}/support",
            data={field: words},
            headers={"Referer": f"http://localhost{came_from.replace('REF', report.ref)}"},
        )
        assert answer.status_code == 400
        return answer.page, report.ref

    return send


@pytest.mark.parametrize(
    ("words", "kept"), [("在上游，靠近石桥。", True), ("upstream", False), ("a" * 12, True)]
)
def test_what_was_written_is_there_to_be_copied(expired, words, kept):
    page, _ = expired(words, "/reports/REF/support")
    assert (words in page.text) is kept


@pytest.mark.parametrize("field", ["was-school-1.1", "version-school-1.1", "submission_id", "next"])
def test_what_only_the_page_itself_wrote_is_not_shown_as_theirs(expired, field):
    page, _ = expired("96b9b2164034530c", "/reports/REF/support", field)
    assert "96b9b2164034530c" not in page.text


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("/reports/REF/answer", "/reports/REF/answer"),
        ("/reports/REF/withdrawal", "/reports/REF"),
        ("//elsewhere.example/reports", None),
        ("/no-such-page/at-all", None),
    ],
)
def test_the_page_can_be_opened_again(expired, came_from, leads_to):
    page, ref = expired("", came_from)
    links = set(page.links.values())
    assert "/" in links
    assert not any("elsewhere" in link for link in links)
    if leads_to:
        assert leads_to.replace("REF", ref) in links
