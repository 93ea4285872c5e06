"""The pages of an application under hasty, unlucky and hostile hands: each is answered clearly, and what was
typed is still there."""

import io

import pytest

from portal.accounts.queries import actor_of
from portal.applications import actions
from portal.applications.models import Application
from portal.applications.queries import answers_by_code, evidence_by_code
from portal.applications.types import ApplicationState, SubmitApplication, WithdrawApplication
from portal.core.actor import MemberLevel
from tests.factories.accounts import NOW, make_member, make_organisation, make_person
from tests.factories.applications import fill_in, make_application
from tests.factories.standards import make_standard
from tests.media.documents import PDF
from tests.media.hostile import hostile_photos
from tests.support.page_client import PageClient, sign_in

LONG = "我们每天称重并记录，台账保存三年。" * 4
WRONG_FILES = {
    "nothing in it": ("plan.pdf", b""),
    "a program": ("plan.pdf", b"MZ\x90\x00\x03program"),
    "a web page": ("plan.pdf", b"<!doctype html><script>alert(1)</script>"),
    "a drawing with a script": ("plan.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "a bare archive": ("plan.docx", b"PK\x03\x04" + b"\x00" * 40),
    "half a PDF": ("plan.pdf", PDF[: len(PDF) // 3]),
    "a long name": ("x" * 3000 + ".exe", b"MZ\x90\x00"),
    "a name with a path": ("../../../etc/cron.d/x", b"#!/bin/sh\n"),
    "a name that turns round": ("\u202efdp.exe", b"MZ\x90\x00"),
}


@pytest.fixture
def owner(session):
    make_standard(session, "school")
    return make_person(session)


@pytest.fixture
def application(session, owner):
    return make_application(session, owner, make_organisation(session, owner))


@pytest.fixture
def url(client, application, owner):
    sign_in(client, owner.email)
    return f"/applications/{application.ref}/sections/school-1"


def form_of(client, url):
    return client.get_page(url).form("/sections/school-1")


@pytest.mark.both
def test_two_people_on_one_section_keep_both_works(app, client, session, url, application):
    """Different answers go in side by side; the same answer is shown in both versions."""
    other = make_person(session)
    make_member(session, application.organisation, other, MemberLevel.EDITOR)
    colleague = PageClient.of(app, session)
    sign_in(colleague, other.email)
    mine, theirs = form_of(client, url), form_of(colleague, url)
    colleague.submit(theirs, {"note-school-1.1": "Theirs.", "note-school-1.2": "Only theirs."})
    answer = client.submit(mine, {"note-school-1.1": "Mine.", "note-school-1.3": "Only mine."})
    assert answer.status_code == 422
    assert "Theirs." in answer.text
    assert "Mine." in answer.text
    again = client.submit(answer.page.form("/sections/school-1"))
    assert again.status_code == 303
    session.expire_all()
    notes = {code: row.note for code, row in answers_by_code(session, application).items() if row.note}
    assert notes == {
        "school-1.1": "Mine.",
        "school-1.2": "Only theirs.",
        "school-1.3": "Only mine.",
    }


def test_a_page_kept_open_while_it_was_handed_in_gives_the_text_back(
    client, session, url, application, owner
):
    form = form_of(client, url)
    actor = actor_of(session, owner)
    fill_in(session, application, actor)
    actions.submit(session, application, SubmitApplication(declared_true=True), actor=actor, now=NOW)
    answer = client.submit(form, {"note-school-1.1": LONG})
    assert answer.status_code == 409
    assert LONG in answer.text
    session.expire_all()
    assert answers_by_code(session, application)["school-1.1"].note == ""


def test_a_form_of_an_ended_session_gives_the_text_back_and_no_password(client, url):
    form = form_of(client, url)
    form.values["csrf_token"] = ["made up"]
    answer = client.submit(form, {"note-school-1.1": LONG})
    assert answer.status_code == 400
    assert LONG in answer.text
    secret = client.post(
        "/sign-in", data={"email": "lin.mei@test.example", "password": "my long password here"}
    )
    assert secret.status_code == 400
    assert "my long password here" not in secret.text


@pytest.mark.both
def test_handing_in_twice_is_handing_in_once(client, session, url, application, owner):
    fill_in(session, application, actor_of(session, owner))
    form = client.get_page(f"/applications/{application.ref}").form("/submission")
    answers = [client.submit(form, {"declared_true": "y"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    session.expire_all()
    assert session.get(Application, application.id).state is ApplicationState.SUBMITTED


def test_taking_a_file_off_twice_loses_nothing_typed(client, session, url, application):
    client.submit(form_of(client, url), {"files-school-1.1": (io.BytesIO(PDF), "plan.pdf")})
    session.expire_all()
    link = str(evidence_by_code(session, application)["school-1.1"][0].id)
    form = form_of(client, url)
    for text in ("Once.", "Twice."):
        answer = client.submit(form, {"note-school-1.2": text}, button=("remove", link))
    assert answer.status_code in (303, 422)
    assert answer.status_code == 303 or "Twice." in answer.text
    session.expire_all()
    assert evidence_by_code(session, application) == {}


def test_what_has_ended_cannot_be_withdrawn_and_says_so(client, session, url, application, owner):
    actor = actor_of(session, owner)
    actions.withdraw(session, application, WithdrawApplication("Moved."), actor=actor, now=NOW)
    assert client.get(f"/applications/{application.ref}/withdrawal").status_code == 409
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("kind", WRONG_FILES)
def test_every_wrong_kind_of_evidence_is_refused_in_words(client, session, url, application, kind):
    name, data = WRONG_FILES[kind]
    given = {"note-school-1.1": LONG, "files-school-1.1": (io.BytesIO(data), name)}
    answer = client.submit(form_of(client, url), given)
    assert answer.status_code == 422
    assert LONG in answer.text
    assert answer.page.text.count("alert(1)") == 0
    session.expire_all()
    assert evidence_by_code(session, application) == {}
    assert answers_by_code(session, application)["school-1.1"].note == LONG


def test_hostile_photos_as_evidence_are_answered(client, url):
    """Refused at once, or taken and found out by the worker; never a fault of ours."""
    for name, data in hostile_photos():
        if len(data) > 400_000:  # the test client keeps larger bodies in files that it leaves open
            continue
        answer = client.submit(form_of(client, url), {"files-school-1.1": (io.BytesIO(data), "photo.jpg")})
        assert answer.status_code in (303, 422), name


@pytest.mark.parametrize(
    "typed",
    [
        {"value-school-1.3": "NaN"},
        {"value-school-1.3": "Infinity"},
        {"value-school-1.3": "1e999999"},
        {"value-school-1.3": "-5"},
        {"value-school-1.3": "250"},
        {"value-school-1.3": "٣٤"},
        {"value-school-1.3": "9" * 5000},
        {"value-school-1.1": "maybe"},
        {"version-school-1.1": "-1"},
        {"version-school-1.1": "9" * 400},
        {"version-school-1.1": "x"},
        {"note-school-1.1": "a\x00b\u202e\ufeff\U0010ffff"},
        {"note-school-1.1": ["one", "two", "three"]},
        {"remove": "9" * 15},
        {"remove": "1 OR 1=1"},
        {"value-nobody-1.1": "yes", "note-" + "x" * 2000: "y"},
        {"files-school-1.1": "not a file"},
    ],
    ids=lambda typed: f"{next(iter(typed))}={str(next(iter(typed.values())))[:12]!r}".encode(
        "ascii", "replace"
    ).decode(),
)
def test_no_value_whatever_breaks_the_page(client, url, typed):
    token = form_of(client, url).values["csrf_token"][0]
    answer = client.post(url, data={"csrf_token": token} | typed)
    assert answer.status_code in (303, 422)


@pytest.mark.parametrize(
    "typed",
    [
        {"organisation": "9" * 40, "cell_type": "school"},
        {"organisation": "1", "cell_type": "../school"},
        {"organisation": "x", "cell_type": "school\x00"},
        {"cell_type": "school"},
        {},
    ],
)
def test_no_choice_whatever_starts_for_others(client, url, typed):
    token = form_of(client, url).values["csrf_token"][0]
    assert client.post("/applications", data={"csrf_token": token} | typed).status_code == 422


@pytest.mark.parametrize("text", ["x" * 10_000, "\u202e" * 600, "👩‍👩‍👧‍👦" * 200, "ا" * 501])
def test_a_reason_beyond_the_limit_is_told_and_kept(client, url, application, text):
    page = client.get_page(f"/applications/{application.ref}/withdrawal")
    answer = client.submit(page.form("/withdrawal"), {"reason": text})
    assert answer.status_code == 422
    assert text in answer.text
