"""Measures on certificates through their pages: who sees what, what is shown at once, what a POST refuses."""

from datetime import timedelta

import pytest

from portal.accounts.queries import get_person, list_members_of
from portal.core.actor import Role
from portal.publication.queries import get_certificate, list_measures
from portal.publication.types import CertificateState, MeasureKind, MeasureState
from portal.standards.queries import get_by_hash
from tests.factories.accounts import NOW, make_grant, make_person, make_staff
from tests.factories.applications import make_submitted
from tests.factories.places import make_city
from tests.factories.publication import make_certificate, make_measure, make_publisher
from tests.factories.reviews import make_officer
from tests.factories.standards import make_standard
from tests.support.page_client import token_of

LANGUAGES = ("zh_Hans", "en", "zh_Hant")


@pytest.fixture
def certificate(session):
    make_city(session)
    make_standard(session, "school")
    return make_certificate(session, make_submitted(session, make_person(session)))


def address(certificate):
    return f"/panel/certificates/{certificate.no}"


def ground_of(session, certificate):
    return get_by_hash(session, certificate.decision.standard_hash).prerequisites[0].code


def state_of(session, certificate):
    return get_certificate(session, certificate.no).state


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_open_in_every_language(as_person, session, certificate, language):
    officer = as_person(make_officer(session))
    officer.get_page(f"/panel/certificates?lang={language}")
    officer.get_page(f"{address(certificate)}?lang={language}")
    make_measure(session, certificate, MeasureKind.SUSPEND, publisher=make_publisher(session))
    make_measure(session, certificate, MeasureKind.MENDED)
    officer.get_page(f"{address(certificate)}?lang={language}")
    as_person(make_publisher(session)).get_page(f"{address(certificate)}?lang={language}")


@pytest.mark.both
def test_a_suspension_shows_at_once_on_page_register_and_check(client, as_person, session, certificate):
    officer, publisher = as_person(make_officer(session)), as_person(make_publisher(session))
    page = officer.get_page(address(certificate))
    typed = {"kind": "suspend", "reason": "Waste was burnt on 3 November."}
    assert officer.submit(page.form("/measures"), typed).status_code == 303
    assert "Valid" in client.get_page(f"/certificates/{certificate.no}?lang=en").text
    assert "待发布员确认" in publisher.get_page("/panel/certificates").text

    page = publisher.get_page(address(certificate))
    assert publisher.submit(page.form("/confirmation")).status_code == 303

    shown = client.get_page(f"/certificates/{certificate.no}?lang=en")
    assert "Suspended" in shown.text
    assert "Waste was burnt" in shown.text
    assert "Checked against the register just now" not in shown.text
    assert "does not count at present" in client.get(f"/certificates/{certificate.no}/document?lang=en").text
    checked = client.get("/verify", query_string={"no": certificate.no})
    assert checked.location.endswith(f"/certificates/{certificate.no}")
    listed = client.get_page("/register?state=suspended&lang=en").text
    assert certificate.holder in listed
    assert certificate.holder not in client.get_page("/register?state=active&lang=en").text


def test_bad_input_is_shown_again_with_what_was_typed(as_person, session, certificate):
    officer = as_person(make_officer(session))
    page = officer.get_page(address(certificate))
    answer = officer.submit(page.form("/measures"), {"kind": "revoke", "reason": "Lies."})
    assert answer.status_code == 422
    assert "请指明违反了哪一条前置条件" in answer.page.text
    again = answer.page.form("/measures")
    assert (again.values["reason"], again.values["kind"]) == (["Lies."], ["revoke"])
    assert list_measures(session, certificate) == []
    answer = officer.submit(page.form("/measures"), {"kind": "suspend", "reason": "x" * 3000})
    assert answer.status_code == 422


@pytest.mark.parametrize("kind", ["", "mended", "expire", "no-such", "renew"])
def test_a_measure_that_is_not_offered_is_refused_by_post(as_person, session, certificate, kind):
    officer = as_person(make_officer(session))
    token = officer.get_page(address(certificate)).form("/measures").values["csrf_token"][0]
    sent = {"csrf_token": token, "kind": kind, "reason": "Because."}
    assert officer.post(f"{address(certificate)}/measures", data=sent).status_code == 422
    assert list_measures(session, certificate) == []


def test_a_proposal_sent_twice_is_made_once(as_person, session, certificate):
    officer = as_person(make_officer(session))
    form = officer.get_page(address(certificate)).form("/measures")
    typed = {"kind": "suspend", "reason": "Burnt."}
    assert [officer.submit(form, typed).status_code for _ in range(2)] == [303, 409]
    assert len(list_measures(session, certificate)) == 1


@pytest.mark.both
def test_a_confirmation_sent_twice_takes_effect_once(as_person, session, certificate):
    make_measure(session, certificate, MeasureKind.SUSPEND)
    publisher = as_person(make_publisher(session))
    form = publisher.get_page(address(certificate)).form("/confirmation")
    assert [publisher.submit(form).status_code for _ in range(2)] == [303, 409]
    assert state_of(session, certificate) is CertificateState.SUSPENDED


def test_a_refusal_needs_its_reason(as_person, session, certificate):
    measure = make_measure(session, certificate, MeasureKind.SUSPEND)
    publisher = as_person(make_publisher(session))
    form = publisher.get_page(address(certificate)).form("/refusal")
    assert publisher.submit(form).status_code == 422
    assert publisher.submit(form, {"reply": "Not proved."}).status_code == 303
    session.refresh(measure)
    assert measure.state is MeasureState.REFUSED


def test_who_proposes_gets_no_button_and_no_post(as_person, session, certificate):
    both = make_officer(session)
    make_grant(session, both, Role.PUBLISHER, area="9901")
    measure = make_measure(session, certificate, MeasureKind.SUSPEND, officer=both)
    client = as_person(both)
    page = client.get_page(address(certificate))
    assert not [form for form in page.forms if "/measures/" in form.action]
    token = token_of(client)
    for verb, sent in (("confirmation", {}), ("refusal", {"reply": "No."})):
        url = f"{address(certificate)}/measures/{measure.id}/{verb}"
        assert client.post(url, data={"csrf_token": token, **sent}).status_code == 403
    assert state_of(session, certificate) is CertificateState.ACTIVE


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.AUDITOR])
def test_only_an_officer_proposes(as_person, session, certificate, role):
    client = as_person(make_staff(session, role))
    page = client.get_page(address(certificate))
    assert not [form for form in page.forms if form.action.endswith("/measures")]
    assert client.post(f"{address(certificate)}/measures").status_code in (400, 403)


def test_of_another_district_it_does_not_exist(as_person, session, certificate):
    client = as_person(make_officer(session, area="990103"))
    client.get_page(address(certificate), status=404)
    assert certificate.holder not in client.get_page("/panel/certificates").text


@pytest.mark.both
def test_a_revocation_is_appealed_against_and_answered(client, as_person, session, certificate):
    ground = ground_of(session, certificate)
    make_measure(
        session, certificate, MeasureKind.REVOKE, ground=ground, publisher=make_publisher(session), now=NOW
    )
    owner = as_person(get_person(session, list_members_of(session, certificate.organisation_id)[0].person_id))
    public = f"/certificates/{certificate.no}"
    assert f"{public}/appeal" not in client.get_page(public).links.values()
    assert f"{public}/appeal" in owner.get_page(public).links.values()
    form = owner.get_page(f"{public}/appeal").form("/appeal")
    assert owner.submit(form).status_code == 422
    assert owner.submit(form, {"text": "It was another school."}).status_code == 303
    assert owner.submit(form, {"text": "Again."}).status_code == 409
    assert "It was another school." not in client.get_page(public).text

    publisher = as_person(make_publisher(session))
    page = publisher.get_page(address(certificate))
    assert "It was another school." in page.text
    assert publisher.submit(page.form("/reply"), {"reply": "True."}).status_code == 422
    answer = publisher.submit(page.form("/reply"), {"verdict": "uphold", "reply": "You were right."})
    assert answer.status_code == 303
    assert state_of(session, certificate) is CertificateState.ACTIVE
    assert "You were right." in client.get_page(public).text


def test_a_stranger_has_no_appeal_page(as_person, session, certificate):
    make_measure(
        session,
        certificate,
        MeasureKind.REVOKE,
        ground=ground_of(session, certificate),
        publisher=make_publisher(session),
    )
    stranger = make_person(session)
    as_person(stranger).get_page(f"/certificates/{certificate.no}/appeal", status=403)


def test_a_replaced_certificate_leads_to_the_newer_one(client, as_person, session, certificate):
    owner = get_person(session, list_members_of(session, certificate.organisation_id)[0].person_id)
    again = make_submitted(session, owner, organisation=certificate.organisation)
    later = certificate.issued_at + timedelta(days=1)
    newer = make_certificate(session, again, now=later)
    officer, publisher = as_person(make_officer(session)), as_person(make_publisher(session))
    page = officer.get_page(address(certificate))
    officer.submit(page.form("/measures"), {"kind": "renew", "reason": "Certified anew."})
    publisher.submit(publisher.get_page(address(certificate)).form("/confirmation"))
    shown = client.get_page(f"/certificates/{certificate.no}")
    assert f"/certificates/{newer.no}" in shown.links.values()
