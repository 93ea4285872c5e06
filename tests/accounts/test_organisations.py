"""Organisations and their members."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from portal.accounts import actions, queries
from portal.accounts.models import Organisation
from portal.accounts.types import AddMember, FoundOrganisation
from portal.audit.models import AuditEntry
from portal.core.actor import Actor, MemberLevel, Role
from portal.core.clock import utcnow
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
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
    with pytest.raises(NotAllowed):
        actions.found_organisation(session, FoundOrganisation("x", "990101003"), actor=Actor.guest(), now=NOW)


def invite(client, school, email, level="editor"):
    form = client.get_page(f"/organisations/{school.id}").form("/members")
    return client.submit(form, {"email": email, "level": level})


def sign_out_and_in(client, person):
    client.submit(client.get_page("/account").form("/sign-out"))
    sign_in(client, person.email)


def tied(session, person, organisation):
    return queries.actor_of(session, person).tied_to(organisation.id)


def test_who_is_invited_belongs_to_it_once_they_accept(client, session, school, owner):
    editor = make_person(session, "editor@test.example")
    sign_in(client, owner.email)
    invite(client, school, "EDITOR@test.example")
    assert not tied(session, editor, school)
    message = session.scalars(select(InboxMessage)).one()
    assert (message.person_id, message.title) == (editor.id, "“文昌小学”邀请您加入")

    sign_out_and_in(client, editor)
    assert message.link in client.get_page("/account").links.values()
    answer = client.submit(client.get_page(message.link).form("/acceptance"))
    assert answer.location == f"/organisations/{school.id}"
    assert levels(session, school)[editor.id] is MemberLevel.EDITOR
    assert queries.list_invitations_to(session, editor.email, now=utcnow()) == []
    told = session.scalars(select(InboxMessage).where(InboxMessage.person_id == owner.id)).one()
    assert editor.name in told.title
    done = session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
    assert {"accounts.invite_member", "accounts.join_organisation"} <= set(done)


def test_who_refuses_belongs_to_nothing(client, session, school, owner):
    person = make_person(session, "editor@test.example")
    sign_in(client, owner.email)
    invite(client, school, person.email)
    sign_out_and_in(client, person)
    client.submit(client.get_page("/account/invitations").form("/refusal"))
    assert client.get_page("/account/invitations").forms[-1].action != "/refusal"
    assert not tied(session, person, school)


def test_every_address_gets_the_same_answer(client, session, school, owner):
    """Neither who has an account is told, nor who is of the staff."""
    make_person(session, "known@test.example")
    make_staff(session, Role.REVIEWER, email="judge@test.example")
    sign_in(client, owner.email)
    answers = [invite(client, school, f"{name}@test.example") for name in ("known", "unknown", "judge")]
    assert {(one.status_code, one.location) for one in answers} == {(303, f"/organisations/{school.id}")}
    waiting = queries.list_invitations_of(session, school.id, now=utcnow())
    assert [one.email.partition("@")[0] for one in waiting] == ["known", "unknown", "judge"]


def test_whoever_signs_up_later_finds_the_invitation(client, session, school, owner):
    sign_in(client, owner.email)
    invite(client, school, "later@test.example", level="owner")
    late = make_person(session, "later@test.example")
    sign_out_and_in(client, late)
    client.submit(client.get_page("/account/invitations").form("/acceptance"))
    assert levels(session, school)[late.id] is MemberLevel.OWNER


def test_an_invitation_is_for_one_address_once_and_for_thirty_days(session, school, owner):
    person, other = make_person(session, "editor@test.example"), make_person(session)
    command = AddMember(person.email, MemberLevel.EDITOR)
    actions.invite_member(session, school, command, actor=queries.actor_of(session, owner), now=NOW)
    (invitation,) = queries.list_invitations_of(session, school.id, now=NOW)
    invited = queries.actor_of(session, person)
    for actor, now in ((queries.actor_of(session, other), NOW), (invited, NOW + timedelta(days=30))):
        with pytest.raises(NotFound):
            actions.accept_invitation(session, invitation.id, actor=actor, now=now)
    with pytest.raises(NotAllowed):
        actions.accept_invitation(session, invitation.id, actor=Actor.guest(), now=NOW)
    actions.accept_invitation(session, invitation.id, actor=invited, now=NOW)
    with pytest.raises(NotFound):
        actions.accept_invitation(session, invitation.id, actor=invited, now=NOW)


def test_a_withdrawn_invitation_is_accepted_no_more(client, session, school, owner):
    person = make_person(session, "editor@test.example")
    sign_in(client, owner.email)
    invite(client, school, person.email)
    (invitation,) = queries.list_invitations_to(session, person.email, now=utcnow())
    number = invitation.id
    client.submit(client.get_page(f"/organisations/{school.id}").form("/withdrawal"))
    with pytest.raises(NotFound):
        actions.accept_invitation(session, number, actor=queries.actor_of(session, person), now=utcnow())


@pytest.mark.parametrize("after", ["removed", "editor"])
def test_an_owner_leaves_no_open_door_behind(session, school, owner, after):
    leaver = make_member(session, school, level="owner").person
    friend = make_person(session, "friend@test.example")
    command = AddMember(friend.email, MemberLevel.OWNER)
    actions.invite_member(session, school, command, actor=queries.actor_of(session, leaver), now=NOW)
    (invitation,) = queries.list_invitations_of(session, school.id, now=NOW)
    other = queries.actor_of(session, owner)
    if after == "removed":
        actions.remove_member(session, school, leaver.id, actor=other, now=NOW)
    else:
        demotion = AddMember(leaver.email, MemberLevel.EDITOR)
        actions.invite_member(session, school, demotion, actor=other, now=NOW)
    with pytest.raises(NotFound):
        actions.accept_invitation(session, invitation.id, actor=queries.actor_of(session, friend), now=NOW)


def test_who_accepts_and_who_removes_the_inviter_wait_for_the_organisation_first(pg_session):
    school = make_organisation(pg_session, make_person(pg_session, "owner@test.example"))
    friend = make_person(pg_session, "friend@test.example")
    leaver = make_member(pg_session, school, level="owner").person
    by = {"actor": queries.actor_of(pg_session, leaver), "now": NOW}
    actions.invite_member(pg_session, school, AddMember(friend.email, MemberLevel.OWNER), **by)
    (invitation,) = queries.list_invitations_of(pg_session, school.id, now=NOW)
    number, accepting = invitation.id, queries.actor_of(pg_session, friend)
    taken = []

    @event.listens_for(pg_session.get_bind(), "before_cursor_execute")
    def note(_connection, _cursor, statement, *_more):
        words = statement.split()
        if words[-2:] == ["FOR", "UPDATE"]:
            taken.append(words[words.index("FROM") + 1])
        elif words[0] == "UPDATE":
            taken.append(words[1])

    actions.accept_invitation(pg_session, number, actor=accepting, now=NOW)
    accepted, taken[:] = taken[:], []
    actions.remove_member(pg_session, school, leaver.id, **by)
    event.remove(pg_session.get_bind(), "before_cursor_execute", note)
    for order in (accepted, taken):
        assert order[0] == "organisations"
        assert "organisation_invitations" in order[1:]


def test_another_owner_withdraws_nothing_here(session, school, owner):
    other = make_person(session)
    elsewhere = make_organisation(session, other)
    command = AddMember("editor@test.example", MemberLevel.EDITOR)
    actions.invite_member(session, school, command, actor=queries.actor_of(session, owner), now=NOW)
    (invitation,) = queries.list_invitations_of(session, school.id, now=NOW)
    actor = queries.actor_of(session, other)
    with pytest.raises(NotFound):
        actions.withdraw_invitation(session, elsewhere, invitation.id, actor=actor, now=NOW)
    with pytest.raises(NotAllowed):
        actions.withdraw_invitation(session, school, invitation.id, actor=actor, now=NOW)


def test_an_editor_manages_nobody(session, school):
    editor = make_member(session, school, level="editor").person
    actor = queries.actor_of(session, editor)
    with pytest.raises(NotAllowed):
        actions.invite_member(
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
        actions.invite_member(
            session, school, AddMember(owner.email, MemberLevel.EDITOR), actor=actor, now=NOW
        )
    make_member(session, school)
    actions.remove_member(session, school, owner.id, actor=actor, now=NOW)
    assert owner.id not in levels(session, school)


def test_members_are_on_record_without_their_names(session, school, owner):
    make_person(session, "editor@test.example")
    actor = queries.actor_of(session, owner)
    command = AddMember("editor@test.example", MemberLevel.EDITOR)
    actions.invite_member(session, school, command, actor=actor, now=NOW)
    commit(session)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
    assert (entry.action, entry.subject_ref) == ("accounts.invite_member", str(school.id))
    assert "editor@" not in str(entry.data)


def test_an_officer_sees_the_organisation_but_changes_nothing(client, session, school):
    sign_in(client, make_staff(session, "certification_officer").email)
    page = client.get_page(f"/organisations/{school.id}")
    assert [form for form in page.forms if form.action.endswith(("/members", "/removal"))] == []
    assert "owner@test.example" not in page.text


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CERTIFICATION_OFFICER, Role.PUBLISHER])
def test_an_applicant_cannot_take_a_judge_in_and_so_out_of_the_panel(session, school, owner, role):
    judge = make_staff(session, role)
    command = AddMember(judge.email, MemberLevel.EDITOR)
    actions.invite_member(session, school, command, actor=queries.actor_of(session, owner), now=NOW)
    (invitation,) = queries.list_invitations_to(session, judge.email, now=NOW)
    with pytest.raises(Conflict):
        actions.accept_invitation(session, invitation.id, actor=queries.actor_of(session, judge), now=NOW)

    assert not tied(session, judge, school)
