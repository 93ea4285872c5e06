"""The pages of a visit to the site: who sees them, what may be typed, what a POST refuses."""

import io

import pytest

from portal.accounts.queries import get_person
from portal.applications.types import ApplicationState
from portal.core.actor import Role
from portal.core.clock import local_date, utcnow
from portal.reviews.queries import get_visit, inspected_of, list_inspectors, list_seats
from portal.reviews.types import Sighting, VisitState
from portal.standards.queries import get_by_hash
from tests.factories.accounts import make_grant, make_person, make_staff
from tests.factories.applications import make_submitted
from tests.factories.places import make_city
from tests.factories.reviews import make_officer
from tests.factories.standards import make_standard
from tests.factories.visits import make_concluded, make_visit, plan, record
from tests.media.pictures import jpeg
from tests.support.page_client import sign_in

LANGUAGES = ("zh_Hans", "en", "zh_Hant")


@pytest.fixture
def application(session):
    make_city(session)
    make_standard(session, "factory")
    return make_submitted(session, cell_type="factory")


@pytest.fixture
def officer(session):
    return make_officer(session)


@pytest.fixture
def visit(session, application, officer):
    return make_visit(session, application, officer)


def address(visit, verb=""):
    return f"/panel/site-visits/{visit.no}{verb}"


def today():
    return local_date(utcnow()).isoformat()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_open_in_every_state_and_language(client, session, visit, officer, language):
    sign_in(client, officer.email)
    for step in (
        lambda: None,
        lambda: plan(session, visit, officer),
        lambda: record(session, visit, officer),
    ):
        step()
        client.get_page(f"{address(visit)}?lang={language}")
        client.get_page(f"/panel/site-visits?state=all&lang={language}")


@pytest.mark.both
def test_an_officer_plans_records_and_concludes_on_pages(client, session, visit, officer):
    sign_in(client, officer.email)
    page = client.get_page(address(visit))
    answer = client.submit(page.form("/plan"), {"day": today(), "inspectors": str(officer.id)})
    assert answer.status_code == 303

    page = client.get_page(address(visit))
    standard = get_by_hash(session, visit.application.standard_hash)
    codes = [one.code for one in standard.prerequisites]
    client.submit(page.form("/findings"), {f"outcome-{code}": "confirmed" for code in codes})
    client.submit(page.form("/photos"), {"photos": (io.BytesIO(jpeg()), "site.jpg")})

    page = client.get_page(address(visit))
    answer = client.submit(page.form("/conclusion"), {"verdict": "borne_out", "summary": "All as stated."})
    assert answer.status_code == 303
    found = get_visit(session, visit.no)
    assert found.state is VisitState.CONCLUDED
    assert inspected_of(session, found).seen == dict.fromkeys(codes, Sighting.CONFIRMED)
    decision = client.get_page(f"/panel/applications/{visit.application.ref}/decision?lang=en")
    assert "All as stated." in decision.text
    client.submit(decision.form("/proposal"), {"reasons": "Seen."})
    assert get_visit(session, visit.no).application.state is ApplicationState.PROPOSED


def test_a_plan_without_anybody_is_shown_again_with_what_was_typed(client, visit, officer):
    sign_in(client, officer.email)
    page = client.get_page(address(visit))
    answer = client.submit(page.form("/plan"), {"day": "2020-02-31", "accompanied_by": "Mr Luo"})
    assert answer.status_code == 422
    again = answer.page.form("/plan")
    assert again.values["accompanied_by"] == ["Mr Luo"]
    assert "请在名单中至少选择一名核查人员" in answer.page.text


def test_a_line_without_a_reason_is_shown_again_and_the_others_are_kept(client, session, visit, officer):
    plan(session, visit, officer)
    sign_in(client, officer.email)
    page = client.get_page(f"{address(visit)}?lang=en")
    first, second = (
        one.code for one in get_by_hash(session, visit.application.standard_hash).prerequisites[:2]
    )
    typed = {f"outcome-{first}": "not_confirmed", f"outcome-{second}": "confirmed"}
    answer = client.submit(page.form("/findings"), typed)
    assert answer.status_code == 422
    assert "请说明现场的实际情况" in answer.page.text
    assert answer.page.form("/findings").values[f"outcome-{first}"] == ["not_confirmed"]
    assert set(inspected_of(session, get_visit(session, visit.no)).findings) == {second}


def test_the_second_window_is_told_and_loses_nothing(client, session, visit, officer):
    plan(session, visit, officer)
    sign_in(client, officer.email)
    code = get_by_hash(session, visit.application.standard_hash).prerequisites[0].code
    first, second = client.get_page(address(visit)), client.get_page(f"{address(visit)}?lang=en")
    client.submit(
        first.form("/findings"), {f"outcome-{code}": "not_confirmed", f"note-{code}": "From the first"}
    )
    answer = client.submit(second.form("/findings"), {f"note-{code}": "From the second"})
    assert answer.status_code == 422
    said = answer.page.text.partition("另一窗口已保存")[2]
    assert said.index("现场情况") < said.index("现场不属实") < said.index("From the first") < 100
    assert f"#item-{code}" in answer.page.links.values()
    again = answer.page.form("/findings")
    assert again.values[f"note-{code}"] == ["From the second"]
    assert client.submit(again).status_code == 303
    kept = inspected_of(session, get_visit(session, visit.no)).findings
    assert kept[code].note == "From the second"


def test_the_script_gets_versions_and_what_was_not_kept(client, session, visit, officer):
    plan(session, visit, officer)
    sign_in(client, officer.email)
    code = get_by_hash(session, visit.application.standard_hash).prerequisites[0].code
    form = client.get_page(address(visit)).form("/findings")
    accept = {"Accept": "application/json"}
    kept = client.submit(form, {f"outcome-{code}": "confirmed"}, headers=accept).get_json()
    assert (kept["versions"], kept["errors"], kept["stale"]) == ({code: 1}, {}, {})
    refused = client.submit(form, {f"outcome-{code}": "not_confirmed"}, headers=accept).get_json()
    assert list(refused["errors"]) == [f"note-{code}"]


def test_an_early_conclusion_is_shown_again_with_what_was_typed(client, session, visit, officer):
    plan(session, visit, officer)
    sign_in(client, officer.email)
    page = client.get_page(address(visit))
    answer = client.submit(page.form("/conclusion"), {"verdict": "differs", "summary": "Half seen."})
    assert answer.status_code == 422
    assert "还没有核查结果" in answer.page.text
    assert answer.page.form("/conclusion").values["summary"] == ["Half seen."]


def test_a_conclusion_sent_twice_is_told_and_done_once(client, session, visit, officer):
    plan(session, visit, officer)
    record(session, visit, officer)
    sign_in(client, officer.email)
    form = client.get_page(address(visit)).form("/conclusion")
    typed = {"verdict": "borne_out", "summary": "All as stated."}
    assert client.submit(form, typed).status_code == 303
    assert client.submit(form, typed).status_code == 409


@pytest.mark.parametrize("bad", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut off"])
def test_what_is_no_photo_is_refused_beside_its_field(client, session, visit, officer, bad):
    plan(session, visit, officer)
    sign_in(client, officer.email)
    page = client.get_page(address(visit))
    answer = client.submit(page.form("/photos"), {"photos": (io.BytesIO(bad), "site.jpg")})
    assert answer.status_code == 422
    assert "#photos" in answer.page.links.values()
    assert "<title>错误" in answer.text


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.AUDITOR])
def test_others_read_and_get_no_form(client, session, visit, officer, role):
    plan(session, visit, officer)
    reader = make_staff(session, role)
    sign_in(client, reader.email)
    page = client.get_page(address(visit))
    assert not [form for form in page.forms if "/site-visits/" in form.action]
    for verb in ("/plan", "/findings", "/photos", "/conclusion"):
        assert client.post(address(visit, verb)).status_code in (400, 403)


def test_an_officer_who_does_not_go_cannot_write_even_by_post(client, session, visit, officer):
    plan(session, visit, officer)
    sign_in(client, officer.email)
    forms = {verb: client.get_page(address(visit)).form(verb) for verb in ("/findings", "/conclusion")}
    other = make_officer(session)
    client.post("/sign-out", data={"csrf_token": forms["/findings"].values["csrf_token"][0]})
    sign_in(client, other.email)
    page = client.get_page(address(visit))
    token = page.form("/plan").values["csrf_token"][0]
    code = get_by_hash(session, visit.application.standard_hash).prerequisites[0].code
    sent = {"csrf_token": token, f"outcome-{code}": "confirmed"}
    assert client.post(address(visit, "/findings"), data=sent).status_code == 403
    sent = {"csrf_token": token, "visited_on": today(), "verdict": "borne_out", "summary": "x"}
    assert client.post(address(visit, "/conclusion"), data=sent).status_code == 403
    assert list_inspectors(session, get_visit(session, visit.no)) == [officer.id]


def test_a_reviewer_of_the_case_finds_nothing_even_as_an_officer(client, session, visit):
    reviewer = get_person(session, list_seats(session, visit.application)[0].reviewer_id)
    make_grant(session, reviewer, Role.CERTIFICATION_OFFICER, area="9901")
    sign_in(client, reviewer.email)
    client.get_page(address(visit), status=404)
    page = client.get_page(f"/panel/applications/{visit.application.ref}")
    assert visit.no not in page.text


def test_of_another_district_it_does_not_exist(client, session, visit):
    sign_in(client, make_officer(session, area="990103").email)
    client.get_page(address(visit), status=404)
    assert visit.no not in client.get_page("/panel/site-visits?state=all").text


def test_the_list_shows_what_is_to_be_done_until_it_is_done(client, session, application, officer):
    visit = make_concluded(session, application, officer)
    sign_in(client, officer.email)
    assert visit.no not in client.get_page("/panel/site-visits").text
    assert visit.no in client.get_page("/panel/site-visits?state=all").text


def test_a_citizen_is_kept_out(client, session, visit):
    sign_in(client, make_person(session).email)
    client.get_page("/panel/site-visits", status=403)
    client.get_page(address(visit), status=403)
