"""The pages of an application, as the applicant meets them."""

import io

import pytest

from portal.applications.queries import answers_by_code, evidence_by_code, get_application
from tests.factories.accounts import make_organisation, make_person
from tests.factories.applications import make_application
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
