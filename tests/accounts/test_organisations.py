"""Organisations and their members."""

import pytest
from sqlalchemy import select

from portal.accounts import actions, queries
from portal.accounts.models import Organisation
from portal.accounts.types import AddMember, FoundOrganisation
from portal.audit.models import AuditEntry
from portal.core.actor import MemberLevel, Role
from portal.core.errors import Invalid, NotAllowed
from portal.core.transaction import commit
from portal.notifications.models import InboxMessage
from tests.factories.accounts import NOW, make_member, make_organisation, make_person, make_staff
from tests.factories.places import make_city
from tests.support.page_client import sign_in

CODE = "91350100M000100Y43"


def levels(session, organisation):
    return {member.person_id: member.level for member in queries.list_members_of(session, organisation.id)}


@pytest.fixture
def school(session):
    make_city(session)
    return make_organisation(session, make_person(session, "owner@test.example"), name="文昌小学")


@pytest.fixture
def owner(session, school):
    return queries.find_person_by_email(session, "owner@test.example")


def enter(client, **values):
    page = client.get_page("/organisations/new")
    return client.submit(
        page.form("/organisations/new"), {"name": "文昌小学", "area_code": "990101003", **values}
    )


@pytest.mark.both
def test_whoever_enters_an_organisation_owns_it(client, session):
    make_city(session)
    person = make_person(session)
    sign_in(client, person.email)
    answer = enter(client, credit_code="9135 0100 m000 100y 43", address="文昌路 18 号")
    found = session.scalars(select(Organisation)).one()
    assert answer.location == f"/organisations/{found.id}"
    assert (found.credit_code, found.area_code) == (CODE, "990101003")
    assert levels(session, found) == {person.id: MemberLevel.OWNER}
    assert "柳桥区文昌街道" in client.get_page(answer.location).text


@pytest.mark.parametrize(
    "values",
    [{"name": ""}, {"area_code": ""}, {"area_code": "110101001"}, {"credit_code": "91350100M000100Y44"}],
    ids=str,
)
def test_a_wrong_entry_is_refused_and_kept(client, session, values):
    make_city(session)
    sign_in(client, make_person(session).email)
    answer = enter(client, address="文昌路 18 号", **values)
    assert answer.status_code == 422
    assert answer.page.form("/organisations/new").values["address"] == ["文昌路 18 号"]


@pytest.mark.both
def test_one_credit_code_is_entered_once(client, session):
    make_city(session)
    make_organisation(session, credit_code=CODE)
    sign_in(client, make_person(session).email)
    assert enter(client, credit_code=CODE).status_code == 422


def test_a_guest_enters_nothing(session):
    from portal.core.actor import Actor

    with pytest.raises(NotAllowed):
        actions.found_organisation(session, FoundOrganisation("x", "990101003"), actor=Actor.guest(), now=NOW)


def test_an_owner_adds_an_editor_who_is_told(client, session, school, owner):
    editor = make_person(session, "editor@test.example")
    sign_in(client, owner.email)
    form = client.get_page(f"/organisations/{school.id}").form("/members")
    client.submit(form, {"email": "EDITOR@test.example", "level": "editor"})
    assert levels(session, school)[editor.id] is MemberLevel.EDITOR
    message = session.scalars(select(InboxMessage)).one()
    assert (message.person_id, message.title) == (editor.id, "您已加入“文昌小学”")
    assert message.link == f"/organisations/{school.id}"


def test_someone_without_an_account_is_not_added(client, session, school, owner):
    sign_in(client, owner.email)
    form = client.get_page(f"/organisations/{school.id}").form("/members")
    answer = client.submit(form, {"email": "nobody@test.example"})
    assert answer.status_code == 422
    assert answer.page.form("/members").values["email"] == ["nobody@test.example"]


def test_an_editor_manages_nobody(session, school):
    editor = make_member(session, school, level="editor").person
    actor = queries.actor_of(session, editor)
    with pytest.raises(NotAllowed):
        actions.add_member(
            session, school, AddMember("x@test.example", MemberLevel.OWNER), actor=actor, now=NOW
        )
    others = queries.list_members_of(session, school.id)[0].person_id
    with pytest.raises(NotAllowed):
        actions.remove_member(session, school, others, actor=actor, now=NOW)


def test_an_editor_may_leave(client, session, school):
    editor = make_member(session, school, level="editor").person
    sign_in(client, editor.email)
    form = client.get_page(f"/organisations/{school.id}").form("/removal")
    assert client.submit(form).location == "/account"
    assert editor.id not in levels(session, school)


def test_the_last_owner_can_neither_go_nor_step_down(session, school, owner):
    actor = queries.actor_of(session, owner)
    with pytest.raises(Invalid):
        actions.remove_member(session, school, owner.id, actor=actor, now=NOW)
    with pytest.raises(Invalid):
        actions.add_member(session, school, AddMember(owner.email, MemberLevel.EDITOR), actor=actor, now=NOW)
    make_member(session, school)
    actions.remove_member(session, school, owner.id, actor=actor, now=NOW)
    assert owner.id not in levels(session, school)


def test_members_are_on_record_without_their_names(session, school, owner):
    make_person(session, "editor@test.example")
    actor = queries.actor_of(session, owner)
    command = AddMember("editor@test.example", MemberLevel.EDITOR)
    actions.add_member(session, school, command, actor=actor, now=NOW)
    commit(session)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
    assert (entry.action, entry.subject_ref) == ("accounts.add_member", str(school.id))
    assert "editor@" not in str(entry.data)


def test_an_officer_sees_the_organisation_but_changes_nothing(client, session, school):
    sign_in(client, make_staff(session, "certification_officer").email)
    page = client.get_page(f"/organisations/{school.id}")
    assert [form for form in page.forms if form.action.endswith(("/members", "/removal"))] == []
    assert "owner@test.example" not in page.text


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CERTIFICATION_OFFICER, Role.PUBLISHER])
def test_an_applicant_cannot_take_a_judge_in_and_so_out_of_the_panel(session, school, owner, role):
    judge = make_staff(session, role)
    actor = queries.actor_of(session, owner)
    unknown = AddMember("nobody@test.example", MemberLevel.EDITOR)
    known = AddMember(judge.email, MemberLevel.EDITOR)
    answers = []
    for command in (unknown, known):
        with pytest.raises(Invalid) as refused:
            actions.add_member(session, school, command, actor=actor, now=NOW)
        answers.append(str(refused.value.errors["email"][0]))

    assert answers[0] == answers[1]
    assert judge.id not in levels(session, school)
