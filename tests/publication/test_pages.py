"""What the public sees of notices and certificates, and the document that they hang on the wall."""

import io
import re
from copy import deepcopy

import pytest
import zxingcpp
from PIL import Image

from portal.accounts.queries import actor_of, list_members_of
from portal.core.actor import Actor
from portal.publication.actions.decision import decide
from portal.publication.actions.notice import close, open_notice
from portal.publication.models import Decision
from portal.publication.queries import get_certificate
from portal.publication.trace import digest_of, sheet_of
from portal.publication.types import Decide, DecisionKind
from portal.standards.queries import get_by_hash
from portal.standards.types import IndicatorKind
from tests.factories.accounts import make_person
from tests.factories.applications import make_submitted
from tests.factories.places import make_city
from tests.factories.publication import LATER, make_certificate, make_notice, make_publisher
from tests.factories.reviews import CALENDAR, make_officer
from tests.factories.standards import make_standard
from tests.factories.visits import make_concluded
from tests.support.page_client import PageClient, sign_in

LANGUAGES = ("zh_Hans", "en", "zh_Hant")


@pytest.fixture
def application(session):
    make_city(session)
    make_standard(session, "school")
    return make_submitted(session, make_person(session))


@pytest.fixture
def certificate(session, application):
    return make_certificate(session, application)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_certificate_opens(client, certificate, language):
    for path in ("", "/score-sheet"):
        client.get_page(f"/certificates/{certificate.no}{path}?lang={language}")
    for path in ("/register", "/notices", "/verify"):
        client.get_page(f"{path}?lang={language}")


def test_the_page_says_valid_first(client, certificate):
    page = client.get_page(f"/certificates/{certificate.no}?lang=en")
    assert page.text.index("Valid") < page.text.index(certificate.holder, page.text.index("Valid"))


def test_the_score_sheet_is_computed_again_and_names_nobody(client, session, certificate):
    page = client.get_page(f"/certificates/{certificate.no}/score-sheet?lang=en")
    assert "the same result" in page.text
    trace = client.get(f"/certificates/{certificate.no}/score-sheet.json").get_data(as_text=True)
    assert "Person" not in trace
    assert "reviewer_id" not in trace


def test_the_score_sheet_shows_every_value_that_was_counted(client, session, certificate):
    content = deepcopy(certificate.decision.content)
    standard = get_by_hash(session, certificate.decision.standard_hash)
    kinds = {code: one.kind for code, one in standard.indicators.items()}
    odd = {IndicatorKind.RATIO: "0.123", IndicatorKind.NUMBER: "4567"}
    for seat in content["seats"]:
        for code, line in seat["indicators"].items():
            line["answer"] = odd.get(kinds[code], line["answer"])
    kept = {one.key: getattr(certificate.decision, one.key) for one in Decision.__table__.columns}
    certificate.decision = Decision(**(kept | {"id": None, "content": content}))
    text = client.get_page(f"/certificates/{certificate.no}/score-sheet?lang=en").text
    seats = len(content["seats"])
    assert text.count("12.3%") == seats * list(kinds.values()).count(IndicatorKind.RATIO) > 0
    assert text.count("4567") == seats * list(kinds.values()).count(IndicatorKind.NUMBER) > 0


@pytest.mark.both
def test_the_score_sheet_shows_what_decides_beside_the_points(client, session, certificate):
    standard = get_by_hash(session, certificate.decision.standard_hash)
    page = client.get_page(f"/certificates/{certificate.no}/score-sheet?lang=en")
    assert all(one.text.text("en") in page.text for one in standard.prerequisites)
    assert all(one.name.text("en") in page.text for one in standard.bonus)
    level = next(one for one in standard.levels if one.code == certificate.decision.level)
    assert page.text.count(level.name.text("en")) == 2
    assert "Judged: Yes · Yes" in page.text
    assert "without a visit to the site" in page.text


def test_the_score_sheet_shows_what_was_found_on_site_and_no_name(client, session):
    make_standard(session, "factory")
    application = make_submitted(session, make_person(session), cell_type="factory")
    officer = make_officer(session)
    visit = make_concluded(session, application, officer)
    command = Decide(DecisionKind.PROPOSE, "Seen and proved.")
    decide(session, application, command, actor=actor_of(session, officer), now=LATER)
    publisher = actor_of(session, make_publisher(session))
    notice = open_notice(session, application, actor=publisher, calendar=CALENDAR, now=LATER, demo_seconds=60)
    certificate = close(session, notice, actor=Actor.system(), now=notice.ends_at)
    page = client.get_page(f"/certificates/{certificate.no}/score-sheet?lang=en")
    assert "The place is as stated in the application" in page.text
    assert page.text.count("Confirmed on site") == len(certificate.decision.content["site_visit"]["findings"])
    for told in (officer.name, visit.no, visit.accompanied_by, visit.summary):
        assert told not in page.text


@pytest.mark.parametrize("said", [{"total": "99"}, {"level": "none"}, {"certifiable": False}])
def test_a_trace_that_does_not_give_what_was_decided_is_told(session, certificate, said):
    standard = get_by_hash(session, certificate.decision.standard_hash)
    changed = certificate.decision.content | said
    assert sheet_of(standard, certificate.decision.content, certificate.decision.hash).same
    assert not sheet_of(standard, changed, digest_of(changed)).same
    assert not sheet_of(standard, certificate.decision.content, "0" * 64).same


@pytest.mark.both
@pytest.mark.parametrize("change", [str.lower, lambda no: no.replace("-", " "), lambda no: f" {no} "])
def test_a_number_is_found_however_it_is_typed(client, certificate, change):
    answer = client.get("/verify", query_string={"no": change(certificate.no)})
    assert answer.location.endswith(f"/certificates/{certificate.no}")


def test_an_empty_number_is_asked_for(client):
    answer = client.get("/verify?no=&lang=en")
    assert answer.status_code == 422
    assert "Enter the number on the certificate." in answer.text
    assert "<title>Error:" in answer.text


def test_an_unknown_number_is_told_plainly(client):
    answer = client.get("/verify?no=C000000-XXXXXX&lang=en")
    assert answer.status_code == 404
    assert "not genuine" in answer.text


@pytest.mark.both
def test_an_objection_is_sent_without_an_account(client, session, application):
    notice = make_notice(session, application, seconds=10**9)
    page = client.get_page(f"/notices/{notice.no}")
    answer = client.submit(page.form("/objections"), {"text": "They burn leaves.", "contact": "138"})
    assert answer.status_code == 303
    shown = client.get_page(f"/notices/{notice.no}").text
    assert "They burn leaves." not in shown


def test_the_document_is_set_and_its_code_leads_to_the_page(client, session, certificate, run_jobs, tmp_path):
    run_jobs()
    session.rollback()
    assert get_certificate(session, certificate.no).pdf_key
    answer = client.get(f"/certificates/{certificate.no}/document")
    assert answer.data.startswith(b"%PDF")


def test_the_code_on_the_page_reads_back(client, certificate, app):
    """The code's path is rows of squares: they are put on an image and read by another program."""
    address = f"{app.extensions['wufei'].settings.public_url}/certificates/{certificate.no}"
    svg = client.get(f"/certificates/{certificate.no}").text
    svg = svg[svg.index("<svg", svg.index('class="qr"')) :]
    squares = re.findall(r"M([\d.]+),([\d.]+)H([\d.]+)V([\d.]+)", svg[: svg.index("</svg>")])
    side = max(float(right) for _, _, right, _ in squares) + 20
    image = Image.new("L", (round(side * 8), round(side * 8)), 255)
    for square in squares:
        left, top, right, bottom = (round(float(one) * 8) for one in square)
        image.paste(0, (left, top, right, bottom))
    assert zxingcpp.read_barcode(image).text == address


def test_unreadable_bytes_are_no_certificate(client):
    assert client.get("/certificates/%00%ff").status_code in (400, 404)
    assert io.BytesIO(client.get("/verify?no=%F0%9F%92%A7").data).read()


def test_an_application_leads_to_what_the_public_sees_of_it(app, session, application, certificate):
    """Its owner gets there; to others neither the application nor where it leads exists."""
    url = f"/applications/{application.ref}"
    owner, stranger = PageClient.of(app, session), PageClient.of(app, session)
    sign_in(owner, list_members_of(session, certificate.organisation_id)[0].person.email)
    sign_in(stranger, make_person(session).email)
    assert owner.get_page(url).links["查看证书"] == f"{url}/result"
    assert owner.get(f"{url}/result").location.endswith(f"/certificates/{certificate.no}")
    assert stranger.get(f"{url}/result").status_code == 404


def test_before_its_notice_an_application_leads_nowhere(app, session, application):
    owner = PageClient.of(app, session)
    sign_in(owner, list_members_of(session, application.organisation_id)[0].person.email)
    assert "等待形式审查" in owner.get_page(f"/applications/{application.ref}").text
    assert owner.get(f"/applications/{application.ref}/result").status_code == 404
