"""The pages of an application, as the applicant meets them."""

import io

import pytest

from portal.accounts.queries import actor_of
from portal.applications import actions
from portal.applications.queries import answers_by_code, evidence_by_code, get_application
from portal.applications.types import MoveApplication, RequestedCorrection, ReturnApplication
from portal.core.actor import Role
from portal.core.clock import WorkCalendar
from tests.factories.accounts import NOW, make_organisation, make_person, make_staff
from tests.factories.applications import make_application, make_submitted
from tests.factories.standards import make_standard
from tests.media.documents import PDF
from tests.support.page_client import sign_in


@pytest.fixture
def owner(session):
    make_standard(session, "school")
    return make_person(session)


@pytest.fixture
def application(session, owner):
    return make_application(session, owner, make_organisation(session, owner))


@pytest.fixture
def address(application, client, owner):
    sign_in(client, owner.email)
    return f"/applications/{application.ref}"


@pytest.fixture
def send_back(session, owner):
    """An application that an officer returned, asking for one correction."""

    def returned(code, text, note):
        application = make_submitted(session, owner)
        officer = actor_of(session, make_staff(session, Role.CERTIFICATION_OFFICER))
        actions.move(session, application, MoveApplication("screen"), actor=officer, now=NOW)
        command = ReturnApplication((RequestedCorrection(code, text),), note)
        actions.return_for_correction(
            session, application, command, actor=officer, calendar=WorkCalendar(), now=NOW
        )
        session.commit()
        return application

    return returned


def send(client, url, data=None, **kwargs):
    """Post with the token that any page of the same person carries."""
    form = client.get_page("/applications/new").form("/applications")
    token = {"csrf_token": form.values["csrf_token"]}
    return client.post(url, data=token | (data or {}), **kwargs)


def test_a_guest_reads_what_applying_means(client, owner):
    page = client.get("/applications")
    assert page.status_code == 200


def test_no_type_of_cell_is_chosen_for_the_applicant(client, session, owner):
    make_organisation(session, owner)
    sign_in(client, owner.email)
    form = client.get_page("/applications/new").form("/applications")
    assert form.values["cell_type"] == [""]


def test_a_letter_that_was_not_chosen_is_told_in_the_title(client, address):
    form = client.get_page(address).form("/commitment-letter")
    assert "<title>错误" in client.submit(form).text


@pytest.mark.both
def test_starting_twice_leads_to_the_same_application(client, session, owner):
    organisation = make_organisation(session, owner)
    sign_in(client, owner.email)
    form = {"organisation": str(organisation.id), "cell_type": "school"}
    first = send(client, "/applications", data=form)
    second = send(client, "/applications", data=form)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location


def test_what_can_be_kept_is_kept_although_one_field_is_wrong(client, session, address, application):
    answer = send(
        client,
        f"{address}/sections/school-1",
        data={"value-school-1.1": "yes", "value-school-1.3": "lots", "note-school-1.3": "kept text"},
    )
    assert answer.status_code == 422
    assert "kept text" in answer.text
    assert 'value="lots"' in answer.text
    session.rollback()
    assert answers_by_code(session, application)["school-1.1"].value is True


@pytest.mark.both
def test_a_stale_edit_is_told_and_loses_nothing(client, session, address, application):
    url = f"{address}/sections/school-1"
    send(client, url, data={"value-school-1.1": "yes", "note-school-1.1": "first version", "stay": "1"})
    answer = send(client, url, data={"note-school-1.1": "second version", "version-school-1.1": "0"})
    assert answer.status_code == 422
    assert "first version" in answer.text
    assert "second version" in answer.text
    kept = send(client, url, data={"note-school-1.1": "second version", "version-school-1.1": "1"})
    assert kept.status_code == 303


def test_what_one_did_not_touch_is_neither_asked_about_nor_put_back(client, session, address, application):
    """Two members fill in the same page: one saves while the other has it open."""
    url = f"{address}/sections/school-1"
    send(client, url, data={"value-school-1.1": "no", "stay": "1"})
    opened = client.get_page(url).form(url).values
    send(client, url, data={"value-school-1.1": "yes", "version-school-1.1": "1", "stay": "1"})
    answer = client.post(url, data=opened | {"value-school-1.3": "5", "stay": "1"})
    assert answer.status_code == 303
    session.rollback()
    answers = answers_by_code(session, application)
    assert (answers["school-1.1"].value, answers["school-1.3"].value) == (True, "0.05")


def test_the_script_gets_the_other_answer_to_show_beside_what_is_typed(client, session, address):
    url = f"{address}/sections/school-1"
    send(client, url, data={"value-school-1.3": "5", "note-school-1.3": "their words", "stay": "1"})
    typed = {"value-school-1.3": "6", "version-school-1.3": "0"}
    answer = send(client, url, data=typed, headers={"Accept": "application/json"})
    told = answer.get_json()["stale"]["school-1.3"]
    assert told["version"] == 1
    assert "their words" in told["notice"]
    assert "<strong>5</strong>" in told["notice"]


def test_a_page_that_is_no_longer_open_says_so_to_the_script(client, session, address, application):
    application = get_application(session, application.ref)
    page = client.get_page(f"{address}/sections/school-1").form("/sections/school-1").values
    application.state, application.submitted_at = "submitted", application.created_at
    session.commit()
    answer = client.post(f"{address}/sections/school-1", data=page, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert "已提交" in answer.get_json()["title"]


@pytest.mark.parametrize(
    ("code", "saved", "typed", "shown"),
    [("school-1.2", "mostly", "full", "基本落实，记录不全"), ("school-1.3", "5", "6", "5")],
)
def test_a_stale_answer_is_shown_as_people_say_it(client, session, address, code, saved, typed, shown):
    url = f"{address}/sections/school-1"
    send(client, url, data={f"value-{code}": saved, "stay": "1"})
    answer = send(client, url, data={f"value-{code}": typed, f"version-{code}": "0"})
    assert answer.status_code == 422
    assert f"对方填写： <strong>{shown}</strong>" in " ".join(answer.text.split())


@pytest.mark.both
def test_evidence_is_added_and_taken_off_without_losing_what_is_typed(client, session, address, application):
    url = f"{address}/sections/school-1"
    send(
        client,
        url,
        data={"value-school-1.1": "yes", "files-school-1.1": (io.BytesIO(PDF), "plan.pdf"), "stay": "1"},
        content_type="multipart/form-data",
    )
    session.rollback()
    link = evidence_by_code(session, application)["school-1.1"][0]
    send(client, url, data={"remove": str(link.id), "note-school-1.1": "typed", "version-school-1.1": "1"})
    session.rollback()
    assert evidence_by_code(session, application) == {}
    assert answers_by_code(session, application)["school-1.1"].note == "typed"


def test_a_disguised_file_is_refused_in_words_and_the_rest_is_kept(client, session, address, application):
    answer = send(
        client,
        f"{address}/sections/school-1",
        data={"value-school-1.1": "yes", "files-school-1.1": (io.BytesIO(b"MZ\x90\x00program"), "plan.pdf")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "plan.pdf" in answer.text
    session.rollback()
    assert answers_by_code(session, application)["school-1.1"].value is True


def test_the_script_learns_versions_points_and_faults(client, address):
    answer = send(
        client,
        f"{address}/sections/school-1",
        data={"value-school-1.1": "yes", "value-school-1.3": "lots"},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200
    assert answer.json["versions"] == {"school-1.1": 1}
    assert list(answer.json["errors"]) == ["value-school-1.3"]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\u202egnp.exe", "😀" * 100, "'; DROP TABLE people;--"]
)
def test_any_text_is_shown_as_typed(client, address, text):
    send(client, f"{address}/sections/school-1", data={"note-school-1.1": text, "stay": "1"})
    page = client.get(f"{address}/sections/school-1")
    assert "<script>alert" not in page.text
    assert page.status_code == 200


def test_a_text_beyond_the_limit_is_told_with_both_numbers_and_kept(client, address):
    answer = send(client, f"{address}/sections/school-1", data={"note-school-1.1": "x" * 10_000})
    assert answer.status_code == 422
    assert "10000" in answer.text
    assert "x" * 10_000 in answer.text


def test_a_stranger_finds_nothing(client, session, application):
    stranger = make_person(session)
    make_organisation(session, stranger)
    sign_in(client, stranger.email)
    assert client.get(f"/applications/{application.ref}").status_code == 404
    assert send(client, f"/applications/{application.ref}/sections/school-1").status_code == 404


def test_an_unfinished_application_says_what_is_missing(client, session, address, application):
    answer = send(client, f"{address}/submission", data={"declared_true": "y"})
    assert answer.status_code == 422
    session.rollback()
    assert get_application(session, application.ref).submitted_at is None


@pytest.mark.parametrize(
    "path", ["", "/sections/school-1", "/sections/prerequisites", "/withdrawal", "/commitment-letter"]
)
def test_every_page_opens_in_every_language(client, address, path):
    for language in ("zh_Hans", "en", "zh_Hant"):
        assert client.get(f"{address}{path}?lang={language}").status_code == 200


def test_what_is_to_be_corrected_is_marked_until_it_is_changed(client, session, owner, send_back):
    """The officer's remark stands with the requests; a section with an open one is not complete."""
    application = send_back("school-1.1", "Which body?", "The rest is fine.")
    sign_in(client, owner.email)
    address = f"/applications/{application.ref}"
    page = client.get_page(address)
    assert "The rest is fine." in page.text
    assert page.text.count("待补正") == 1
    form = client.get_page(f"{address}/sections/school-1").form("/sections/school-1")
    assert client.submit(form, {"note-school-1.1": "The council, see page 2."}).status_code == 303
    changed = client.get_page(address).text
    assert "待补正" not in changed
    assert "已作修改" in changed


def test_too_many_files_are_told_at_their_item_and_the_rest_is_kept(client, session, address, application):
    """Of one item twenty are taken at once; of all that wait, no more than the portal lets wait."""

    def files(count):
        return [(io.BytesIO(PDF), f"page {number}.pdf") for number in range(1, count + 1)]

    typed = {"files-school-1.1": files(21), "files-school-1.2": files(20), "files-school-1.3": files(2)}
    answer = send(
        client,
        f"{address}/sections/school-1",
        data=typed | {"note-school-1.1": "kept text"},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "“page 20.pdf”" in answer.text
    session.rollback()
    counts = {code: len(links) for code, links in evidence_by_code(session, application).items()}
    assert counts == {"school-1.1": 20, "school-1.2": 20}
    assert answers_by_code(session, application)["school-1.1"].note == "kept text"


def test_what_was_handed_in_is_read_as_text_not_as_a_dead_form(client, session, owner):
    application = make_submitted(session, owner)
    sign_in(client, owner.email)
    page = client.get_page(f"/applications/{application.ref}/sections/school-1")
    assert not [form for form in page.forms if "/sections/" in form.action]
    assert "落实到位且记录连续" in page.text
