"""The reporter's side after sending: number and code, progress, answer, verdict."""

import re

import pytest

from portal.core.actor import Actor, ActorKind
from portal.reports import actions
from portal.reports.queries import list_events
from portal.reports.types import MergeReport, ReportState
from tests.factories.accounts import make_person
from tests.factories.places import make_city
from tests.factories.reports import NOW, SECRET, a_dispatcher, a_jpeg, make_report
from tests.support.page_client import sign_in


@pytest.fixture(autouse=True)
def _city(session):
    make_city(session)


@pytest.fixture
def own(client, session):
    """Make a report in some state and open it with its number and code."""

    def make(state):
        report = make_report(session, state)
        answer = client.submit(
            client.get_page("/reports/track").form("/reports/track"), {"ref": report.ref, "secret": SECRET}
        )
        assert answer.location == f"/reports/{report.ref}/progress"
        return report

    return make


@pytest.mark.parametrize("typing", [str, str.lower, lambda code: f"  {code.replace('-', ' ')} "])
def test_number_and_code_may_be_typed_in_any_way(client, session, typing):
    report = make_report(session)
    form = client.get_page("/reports/track").form("/reports/track")
    answer = client.submit(form, {"ref": typing(report.ref), "secret": typing(SECRET)})
    assert answer.location == f"/reports/{report.ref}/progress"


def test_letters_that_look_like_digits_count_as_them(client, session):
    report = make_report(session, secret="0K3F-1QXM-2B4T")
    form = client.get_page("/reports/track").form("/reports/track")
    assert client.submit(form, {"ref": report.ref, "secret": "OK3F-IQXM-2B4T"}).status_code == 303


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(client, session):
    report = make_report(session)
    form = client.get_page("/reports/track").form("/reports/track")
    texts = []
    for ref, secret in ((report.ref, "AAAA-AAAA-AAAA"), ("R261122-AAAAAA", SECRET)):
        answer = client.submit(form, {"ref": ref, "secret": secret})
        assert answer.status_code == 422
        texts.append(answer.page.text)
    assert texts[0] == texts[1]


def test_guessing_is_stopped(make_app):
    from tests.support.page_client import PageClient
    from tests.support.portals import arranged

    app = make_app(limits_off=False)
    with arranged(app) as session:
        client = PageClient.of(app, session)
        form = client.get_page("/reports/track").form("/reports/track")
        answers = [client.submit(form, {"ref": "R1", "secret": "A"}) for _ in range(11)]
        assert [answer.status_code for answer in answers] == [422] * 10 + [429]
        assert re.search(r"请在 \d+ 分钟后再试", answers[-1].page.text)


def test_wrong_guesses_by_others_never_keep_the_reporter_out(make_app):
    from tests.support.page_client import PageClient
    from tests.support.portals import arranged

    app = make_app(limits_off=False)
    with arranged(app) as session:
        report, answers = make_report(session), []
        for secret in ["AAAA-AAAA-AAAA"] * 31 + [SECRET]:
            phone = PageClient.of(app, session)
            form = phone.get_page("/reports/track").form("/reports/track")
            answers.append(phone.submit(form, {"ref": report.ref, "secret": secret}).status_code)
    assert answers == [422] * 30 + [429, 303]


def test_without_the_code_there_is_no_progress_page(client, session):
    report = make_report(session)
    answer = client.get(f"/reports/{report.ref}/progress")
    assert (answer.status_code, answer.location) == (303, f"/reports/track?ref={report.ref}")
    assert client.get("/reports/R261122-AAAAAA/progress").status_code == 303


@pytest.mark.parametrize("state", list(ReportState))
def test_the_reporter_sees_their_report_in_every_state(client, own, state):
    report = own(state)
    page = client.get_page(f"/reports/{report.ref}/progress")
    assert report.ref in page.text
    assert "Bags behind the bus stop" in page.text


@pytest.mark.parametrize(("state", "day"), [("awaiting_reporter", "27 Nov"), ("resolved", "30 Nov")])
def test_the_reporter_reads_until_when_their_word_is_waited_for(client, session, own, state, day):
    report = own(state)
    client.set_cookie("wufei_lang", "en")
    assert f"after {day} 2026" in client.get_page(f"/reports/{report.ref}/progress").text


def test_the_reporter_answers_a_question_with_a_photo(client, session, own):
    report = own("awaiting_reporter")
    assert "Which bank?" in client.get_page(f"/reports/{report.ref}/progress").text
    form = client.get_page(f"/reports/{report.ref}/answer").form()
    assert client.submit(form).status_code == 422
    answer = client.submit(form, {"text": "The north one", "photos": (a_jpeg(), "a.jpg")})
    assert answer.status_code == 303
    session.refresh(report)
    assert report.state is ReportState.IN_PROGRESS
    assert list_events(session, report)[-1].reason == "The north one"


def test_an_answer_that_came_too_late_says_so(client, session, own):
    report = own("in_progress")
    assert client.get(f"/reports/{report.ref}/answer").status_code == 303


@pytest.mark.parametrize(("chosen", "kept"), [(None, None), ("4", 4)])
def test_the_reporter_confirms(client, session, own, chosen, kept):
    report = own("resolved")
    form = client.get_page(f"/reports/{report.ref}/progress").form("/confirmation")
    assert client.submit(form, {"rating": chosen}).status_code == 303
    session.refresh(report)
    assert (report.state, report.rating) == (ReportState.CLOSED, kept)


@pytest.mark.both
def test_the_reporter_disputes_and_it_is_open_again(client, session, own):
    report = own("closed")
    form = client.get_page(f"/reports/{report.ref}/dispute").form()
    refused = client.submit(form, {"photos": (a_jpeg(), "a.jpg")})
    assert refused.status_code == 422
    assert client.submit(refused.page.form(), {"reason": "Half of it is there"}).status_code == 303
    session.refresh(report)
    assert report.state is ReportState.REOPENED


def test_a_second_dispute_gets_a_clear_answer(client, session, own):
    report = own("closed")
    form = client.get_page(f"/reports/{report.ref}/dispute").form()
    assert client.submit(form, {"reason": "Half of it is there"}).status_code == 303
    assert client.submit(form, {"reason": "Half of it is there"}).status_code == 409


def test_the_reporter_withdraws(client, session, own):
    report = own("received")
    form = client.get_page(f"/reports/{report.ref}/progress").form("/withdrawal")
    assert client.submit(form).status_code == 303
    session.refresh(report)
    assert report.state is ReportState.WITHDRAWN


@pytest.mark.parametrize("noun", ["confirmation", "withdrawal", "answer", "dispute"])
def test_nobody_else_acts_as_the_reporter(client, session, noun):
    report = make_report(session, "resolved")
    form = client.get_page("/reports/track").form("/reports/track")
    data = {"csrf_token": form.values["csrf_token"][0], "reason": "x"}
    assert client.post(f"/reports/{report.ref}/{noun}", data=data).status_code in {403, 404}
    session.refresh(report)
    assert report.state is ReportState.RESOLVED


@pytest.mark.both
def test_an_account_holds_the_reports_made_from_it(client, session):
    person, other = make_person(session), make_report(session)
    report = make_report(session, actor=Actor(ActorKind.PERSON, person.id))
    sign_in(client, person.email)
    page = client.get_page("/account/reports")
    hrefs = set(page.links.values())
    assert f"/reports/{report.ref}/progress" in hrefs
    assert f"/reports/{other.ref}/progress" not in hrefs
    assert client.get(f"/reports/{report.ref}/progress").status_code == 200


def test_an_account_without_reports_is_told_how_to_go_on(client, session):
    sign_in(client, make_person(session).email)
    assert "/reports/new" in client.get_page("/account/reports").links.values()


def test_whose_report_was_merged_finds_the_one_in_which_it_goes_on(client, session, own):
    report = own("received")
    lead = make_report(session)
    actions.merge(session, report, MergeReport(lead.ref), actor=a_dispatcher(session), now=NOW)

    page = client.get_page(f"/reports/{report.ref}/progress")

    assert f"/reports/{lead.ref}" in {node.get("href") for node in page.all("a")}


@pytest.mark.both
def test_whose_lead_is_withdrawn_sees_their_own_go_on(client, session, own):
    lead, follower = own("received"), own("received")
    actions.merge(session, follower, MergeReport(lead.ref), actor=a_dispatcher(session), now=NOW)
    session.commit()
    client.submit(client.get_page(f"/reports/{lead.ref}/progress").form("/withdrawal"))

    page = client.get_page(f"/reports/{follower.ref}/progress?lang=en")

    assert f"/reports/{lead.ref}" not in {node.get("href") for node in page.all("a")}
    assert "The leading report was withdrawn; this one goes on by itself" in page.text
    assert "Automatically" in page.text
    assert page.form("/withdrawal"), "it is theirs again, to be withdrawn too"
