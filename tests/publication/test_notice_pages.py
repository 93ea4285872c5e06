"""Notices through their pages: an objection up to its published reply, and the decision before it."""

import pytest

from portal.accounts.queries import get_person
from portal.applications.types import ApplicationState
from portal.audit.queries import list_entries_of
from portal.core.actor import Actor, Role
from portal.publication.actions import notice as verbs
from portal.publication.queries import get_notice, get_objection, list_objections
from portal.publication.types import NoticeState, Object, ObjectionState
from portal.reviews.queries import list_seats
from tests.factories.accounts import make_grant, make_member, make_person, make_staff
from tests.factories.applications import make_submitted
from tests.factories.media import vault
from tests.factories.places import make_city
from tests.factories.publication import make_notice, make_proposed, make_publisher
from tests.factories.reviews import make_officer, make_reviewers, review_fully
from tests.factories.standards import make_standard
from tests.support.page_client import PageClient, sign_in, token_of
from tests.support.portals import arranged

LANGUAGES = ("zh_Hans", "en", "zh_Hant")


@pytest.fixture
def application(session):
    make_city(session)
    make_standard(session, "school")
    return make_submitted(session, make_person(session))


@pytest.fixture
def publisher(session):
    return make_publisher(session)


@pytest.fixture
def notice(session, application, publisher):
    return make_notice(session, application, publisher, seconds=10**9)


def object_to(session, notice, text="They burn leaves."):
    now = notice.opened_at
    return verbs.object_to(session, notice, Object(text), vault().sealer, actor=Actor.guest(), now=now)


def address(notice):
    return f"/panel/notices/{notice.no}"


# --- objections -------------------------------------------------------------------------------------------


@pytest.mark.both
@pytest.mark.parametrize("verdict", ["dismiss", "uphold"])
def test_an_objection_is_taken_up_and_answered_in_public(
    client, as_person, session, notice, publisher, verdict
):
    page = client.get_page(f"/notices/{notice.no}")
    client.submit(page.form("/objections"), {"text": "They burn leaves.", "contact": "138 0000 0000"})
    office = as_person(publisher)
    page = office.get_page(address(notice))
    assert "They burn leaves." in page.text
    assert "138 0000 0000" not in page.text
    assert office.submit(page.form("/admission")).status_code == 303
    assert get_notice(session, notice.no).state is NoticeState.HELD
    held = client.get_page(f"/notices/{notice.no}")
    assert not [form for form in held.forms if form.action.endswith("/objections")]

    answer = office.get_page(address(notice)).form("/answer")
    assert office.submit(answer, {"verdict": verdict, "reply": "We went there."}).status_code == 303

    found = get_notice(session, notice.no)
    upheld = verdict == "uphold"
    assert found.state is (NoticeState.WITHDRAWN if upheld else NoticeState.OPEN)
    assert found.application.state is (
        ApplicationState.REJECTED if upheld else ApplicationState.PUBLIC_NOTICE
    )
    shown = client.get_page(f"/notices/{notice.no}").text
    assert "We went there." in shown
    assert "They burn leaves." not in shown


def test_an_objection_that_is_not_taken_up_gets_its_reason(client, as_person, session, notice, publisher):
    objection = object_to(session, notice)
    office = as_person(publisher)
    form = office.get_page(address(notice)).form("/non-admission")
    refused = office.submit(form)
    assert refused.status_code == 422
    assert office.submit(refused.page.form("/non-admission"), {"reply": "No fact."}).status_code == 303
    session.refresh(objection)
    assert objection.state is ObjectionState.NOT_ADMITTED
    assert "No fact." in client.get_page(f"/notices/{notice.no}").text


def test_an_empty_objection_is_shown_again_with_what_was_typed(client, notice):
    form = client.get_page(f"/notices/{notice.no}").form("/objections")
    answer = client.submit(form, {"contact": "me@test.example"})
    assert answer.status_code == 422
    assert answer.page.form("/objections").values["contact"] == ["me@test.example"]


def test_a_refused_reply_is_shown_at_its_own_objection(as_person, session, notice, publisher):
    first, second = object_to(session, notice), object_to(session, notice, "And plastic.")
    office = as_person(publisher)
    url = f"{address(notice)}/objections/{second.id}/non-admission"
    answer = office.post(url, data={"csrf_token": token_of(office), "reply": "x" * 3000})
    assert answer.status_code == 422
    assert answer.page.form("/non-admission").action.endswith(f"/{second.id}/non-admission")
    assert list_objections(session, get_notice(session, notice.no)) == [first, second]


@pytest.mark.both
def test_an_answer_sent_twice_is_published_once(as_person, session, notice, publisher):
    objection = object_to(session, notice)
    office = as_person(publisher)
    form = office.get_page(address(notice)).form("/non-admission")
    sent = [office.submit(form, {"reply": reply}).status_code for reply in ("First.", "Second.")]
    assert sent == [303, 409]
    assert get_objection(session, objection.id).reply == "First."


def test_an_objection_of_another_notice_cannot_be_reached(as_person, session, notice, publisher):
    other = make_notice(session, make_submitted(session), seconds=10**9)
    objection = object_to(session, other)
    office = as_person(publisher)
    url = f"{address(notice)}/objections/{objection.id}/admission"
    assert office.post(url, data={"csrf_token": token_of(office)}).status_code == 404


# --- who may what -----------------------------------------------------------------------------------------


def test_an_outcome_is_chosen_and_never_taken_for_granted(as_person, session, notice, publisher):
    object_to(session, notice)
    office = as_person(publisher)
    office.submit(office.get_page(address(notice)).form("/admission"))

    refused = office.submit(office.get_page(address(notice)).form("/answer"), {"reply": "We went there."})

    assert refused.status_code == 422
    assert "We went there." in refused.text
    assert get_notice(session, notice.no).state is NoticeState.HELD


@pytest.mark.parametrize("role", [Role.CERTIFICATION_OFFICER, Role.AUDITOR])
@pytest.mark.parametrize("language", LANGUAGES)
def test_others_read_the_notice_and_get_no_form(as_person, session, notice, role, language):
    objection = object_to(session, notice)
    client = as_person(make_staff(session, role))
    client.get_page(f"/panel/notices?lang={language}")
    page = client.get_page(f"{address(notice)}?lang={language}")
    assert not [form for form in page.forms if "/objections/" in form.action]
    token = token_of(client)
    for verb in ("admission", "non-admission", "answer"):
        sent = {"csrf_token": token, "reply": "No.", "verdict": "dismiss"}
        answer = client.post(f"{address(notice)}/objections/{objection.id}/{verb}", data=sent)
        assert answer.status_code == 403
    assert get_objection(session, objection.id).state is ObjectionState.RECEIVED


def test_who_proposed_answers_no_objection(as_person, session, application, publisher):
    both = make_officer(session)
    make_grant(session, both, Role.PUBLISHER, area="9901")
    make_proposed(session, application, both)
    client = as_person(both)
    page = client.get_page(f"/panel/applications/{application.ref}/decision")
    assert not [form for form in page.forms if form.action.endswith(("/notice", "/return-to-screening"))]
    token = token_of(client)
    base = f"/panel/applications/{application.ref}"
    assert client.post(f"{base}/notice", data={"csrf_token": token}).status_code == 403
    sent = {"csrf_token": token, "reason": "Again."}
    assert client.post(f"{base}/return-to-screening", data=sent).status_code == 403

    office = as_person(publisher)
    page = office.get_page(f"{base}/decision")
    assert office.submit(page.form("/notice")).status_code == 303
    opened = client.get_page("/panel/notices")
    no = next(href for href in opened.links.values() if href.startswith("/panel/notices/"))
    objection = object_to(session, get_notice(session, no.rsplit("/", 1)[-1]))
    sent = {"csrf_token": token, "reply": "No."}
    assert client.post(f"{no}/objections/{objection.id}/non-admission", data=sent).status_code == 403
    assert client.post(f"{no}/closing", data={"csrf_token": token}).status_code in (403, 409)


@pytest.mark.parametrize("role", [Role.CERTIFICATION_OFFICER, Role.PUBLISHER])
def test_who_scored_neither_decides_nor_publishes(as_person, session, application, role):
    make_reviewers(session)
    review_fully(session, application, make_officer(session))
    reviewer = get_person(session, list_seats(session, application)[0].reviewer_id)
    make_grant(session, reviewer, role, area="9901")
    client = as_person(reviewer)
    base = f"/panel/applications/{application.ref}"
    page = client.get_page(f"{base}/decision")
    assert not [form for form in page.forms if form.action.startswith(base)]
    token = token_of(client)
    for verb in ("proposal", "refusal", "notice", "return-to-screening"):
        sent = {"csrf_token": token, "reasons": "Mine.", "reason": "Mine."}
        assert client.post(f"{base}/{verb}", data=sent).status_code in (403, 409)
    assert application.state is ApplicationState.SCORING


def test_the_applicants_own_people_do_not_decide(as_person, session, application):
    make_reviewers(session)
    review_fully(session, application, make_officer(session))
    officer = make_officer(session)
    make_member(session, application.organisation, officer)
    client = as_person(officer)
    url = f"/panel/applications/{application.ref}/proposal"
    sent = {"csrf_token": token_of(client), "reasons": "We are good."}
    assert client.post(url, data=sent).status_code == 403


# --- the decision -----------------------------------------------------------------------------------------


@pytest.fixture
def reviewed(session, application):
    make_reviewers(session)
    officer = make_officer(session)
    review_fully(session, application, officer)
    return officer


def test_a_decision_without_reasons_is_shown_again(as_person, reviewed, application):
    client = as_person(reviewed)
    form = client.get_page(f"/panel/applications/{application.ref}/decision").form("/proposal")
    answer = client.submit(form)
    assert answer.status_code == 422
    assert answer.page.form("/proposal")


def test_a_proposal_sent_twice_is_made_once(as_person, reviewed, application):
    client = as_person(reviewed)
    form = client.get_page(f"/panel/applications/{application.ref}/decision").form("/proposal")
    sent = [client.submit(form, {"reasons": "Proved."}).status_code for _ in range(2)]
    assert sent == [303, 409]


def test_a_publisher_sends_back_with_a_reason(as_person, session, application, reviewed, publisher):
    officer = as_person(reviewed)
    page = officer.get_page(f"/panel/applications/{application.ref}/decision")
    officer.submit(page.form("/proposal"), {"reasons": "Proved."})
    office = as_person(publisher)
    page = office.get_page(f"/panel/applications/{application.ref}/decision")
    assert office.submit(page.form("/return-to-screening")).status_code == 422
    answer = office.submit(page.form("/return-to-screening"), {"reason": "Look at water again."})
    assert answer.status_code == 303
    assert "Look at water again." in officer.get_page(f"/panel/applications/{application.ref}").text


def test_a_guest_is_asked_to_sign_in(client, notice):
    assert client.get(address(notice)).location.startswith("/sign-in")


# --- reaching who objects ---------------------------------------------------------------------------------


PHONE = "138 0000 0000"


@pytest.fixture
def reachable(session, notice):
    now, command = notice.opened_at, Object("They burn leaves.", contact=PHONE)
    return verbs.object_to(session, notice, command, vault().sealer, actor=Actor.guest(), now=now)


def contact_of(objection, notice):
    return f"{address(notice)}/objections/{objection.id}/contact"


def test_who_answers_opens_the_contact_with_a_reason_on_record(
    as_person, session, notice, publisher, reachable
):
    office = as_person(publisher)
    page = office.get_page(office.get_page(address(notice)).links["联系异议人"])
    assert PHONE not in page.text
    refused = office.submit(page.form("/contact"), {"reason": " "})
    assert refused.status_code == 422
    assert PHONE not in refused.text
    assert not [one for one in entries(session, notice) if one.action == "publication.open_contact"]

    opened = office.submit(page.form("/contact"), {"reason": "Which yard?"})

    assert PHONE in opened.text
    assert opened.headers["Cache-Control"] == "private, no-store"
    (entry,) = [one for one in entries(session, notice) if one.action == "publication.open_contact"]
    assert entry.actor == f"person:{publisher.id}"
    assert entry.data == {"objection": reachable.id, "reason": "Which yard?"}
    assert PHONE not in office.get_page(address(notice)).text


@pytest.mark.parametrize(
    "role", [Role.REVIEWER, Role.CERTIFICATION_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR]
)
def test_nobody_else_opens_the_contact(as_person, session, notice, reachable, role):
    client = as_person(make_staff(session, role))
    sent = {"csrf_token": token_of(client), "reason": "Which yard?"}
    assert client.get(contact_of(reachable, notice)).status_code == 403
    assert client.post(contact_of(reachable, notice), data=sent).status_code == 403


def test_a_publisher_who_reviewed_or_belongs_opens_no_contact(as_person, session, notice, reachable):
    seated = get_person(session, list_seats(session, notice.application)[0].reviewer_id)
    member = make_person(session)
    make_member(session, notice.application.organisation, member, "editor")
    for person in (seated, member):
        make_grant(session, person, Role.PUBLISHER)
        client = as_person(person)
        sent = {"csrf_token": token_of(client), "reason": "Which yard?"}
        assert client.post(contact_of(reachable, notice), data=sent).status_code == 403


def test_a_contact_stays_closed_once_the_objection_is_answered(
    as_person, session, notice, publisher, reachable
):
    office = as_person(publisher)
    sent = {"csrf_token": token_of(office), "reason": "Which yard?"}
    page = office.get_page(address(notice))
    office.submit(page.form("/non-admission"), {"reply": "No facts."})

    assert office.get(contact_of(reachable, notice)).status_code == 404
    answer = office.post(contact_of(reachable, notice), data=sent)
    assert answer.status_code == 409
    assert PHONE not in answer.text


def entries(session, notice):
    return list_entries_of(session, ("notice", notice.no))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "公示 5 个工作日之后，才能签发证书。"),
        (90, "演示环境：公示只持续 90 秒，正式运行时为 5 个工作日。"),
    ],
)
def test_the_publisher_reads_how_long_the_notice_will_really_last(make_app, seconds, said):
    app = make_app(demo_notice_seconds=seconds)
    with arranged(app) as session:
        make_city(session)
        make_standard(session, "school")
        ref = make_proposed(session, make_submitted(session, make_person(session))).ref
        client = PageClient.of(app, session)
        sign_in(client, make_publisher(session).email)
        text = client.get_page(f"/panel/applications/{ref}/decision").text
    assert said in text
    assert ("个工作日之后" in text) is (seconds is None)


def test_a_step_that_is_no_longer_possible_leads_back_to_its_page(as_person, notice, session, publisher):
    objection = object_to(session, notice)
    office = as_person(publisher)
    sent = {"csrf_token": token_of(office)}
    path = f"{address(notice)}/objections/{objection.id}/admission"
    assert office.post(path, data=sent).status_code == 303

    again = office.post(path, data=sent, headers={"Referer": f"http://localhost{address(notice)}"})

    assert again.status_code == 409
    assert f'href="{address(notice)}"' in again.text
