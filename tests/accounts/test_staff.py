"""People in the panel: roles and suspension."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.accounts import actions, queries
from portal.accounts.models import RoleGrant
from portal.accounts.types import GrantRole, PersonState
from portal.audit.models import AuditEntry
from portal.core.actor import Actor, Grant, Role
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.notifications.models import InboxMessage
from tests.factories.accounts import (
    CITY,
    NOW,
    make_grant,
    make_organisation,
    make_person,
    make_sign_in_session,
    make_staff,
    make_unit,
)
from tests.factories.places import make_city
from tests.support.page_client import sign_in


@pytest.fixture
def admin(session):
    make_city(session)
    return make_staff(session, Role.ADMINISTRATOR, name="方正平")


def grants_of(session, person):
    session.expire_all()
    return queries.actor_of(session, person).grants


def grant(client, person, **values):
    form = client.get_page(f"/panel/people/{person.id}").form("/roles")
    return client.submit(form, values)


def sign_in_and_take_token(client, person):
    sign_in(client, person.email)
    return client.get_page("/panel/people").form("/panel/people/roles").values["csrf_token"][0]


def test_the_address_comes_first_in_what_is_to_be_mended(client, admin):
    sign_in(client, admin.email)
    answer = client.submit(client.get_page("/panel/people").form("/panel/people/roles"))

    assert answer.status_code == 422
    assert [link for link in answer.page.links.values() if link.startswith("#")][-2:] == ["#email", "#role"]


def sign_out(client):
    client.submit(client.get_page("/account").form("/sign-out"))


def test_a_role_is_granted_and_told(client, session, admin):
    person = make_person(session, locale="en")
    sign_in(client, admin.email)
    assert grant(client, person, role="dispatcher", area_code="990101").status_code == 303
    assert grants_of(session, person) == {Grant(Role.DISPATCHER, "990101")}
    assert session.scalars(select(InboxMessage)).one().title == "You have a new task: Dispatcher"
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "accounts.grant_role")).one()
    assert (entry.actor, entry.subject_ref) == (f"person:{admin.id}", str(person.id))
    assert entry.data == {"role": "dispatcher", "area": "990101", "unit": None}


def test_a_handler_works_for_a_unit(client, session, admin):
    person, unit = make_person(session), make_unit(session)
    sign_in(client, admin.email)
    assert grant(client, person, role="handler", area_code="990101").status_code == 422
    assert grant(client, person, role="handler", unit_id=str(unit.id), area_code="9901").status_code == 303
    assert grants_of(session, person) == {Grant(Role.HANDLER, None, unit.id)}


@pytest.mark.parametrize("values", [{}, {"role": "mayor"}, {"role": "auditor"}], ids=str)
def test_an_incomplete_grant_is_refused(client, session, admin, values):
    person = make_person(session)
    sign_in(client, admin.email)
    assert grant(client, person, **values).status_code == 422
    assert grants_of(session, person) == frozenset()


def test_no_role_is_held_twice(each_session):
    session = each_session
    make_city(session)
    person = make_person(session)
    command = GrantRole(Role.AUDITOR, area_code=CITY)
    actions.grant_role(session, person, command, actor=Actor.system(), now=NOW)
    with pytest.raises(Invalid):
        actions.grant_role(session, person, command, actor=Actor.system(), now=NOW)
    with pytest.raises(IntegrityError):
        make_grant(session, person, Role.AUDITOR)


def test_an_ended_role_may_be_granted_anew(session):
    make_city(session)
    person = make_person(session)
    command = GrantRole(Role.AUDITOR, area_code=CITY)
    first = actions.grant_role(session, person, command, actor=Actor.system(), now=NOW)
    actions.end_role(session, first, actor=Actor.system(), now=NOW)
    assert queries.actor_of(session, person).grants == frozenset()
    with pytest.raises(Conflict):
        actions.end_role(session, first, actor=Actor.system(), now=NOW)
    actions.grant_role(session, person, command, actor=Actor.system(), now=NOW)


def test_an_administrator_gives_themself_nothing(client, session, admin):
    sign_in(client, admin.email)
    page = client.get_page(f"/panel/people/{admin.id}")
    assert [form for form in page.forms if form.action.startswith("/panel/people/")] == []
    command, actor = GrantRole(Role.REVIEWER, area_code=CITY), queries.actor_of(session, admin)
    with pytest.raises(NotAllowed):
        actions.grant_role(session, admin, command, actor=actor, now=NOW)


def test_the_database_refuses_a_role_given_to_oneself(each_session):
    person = make_person(each_session)
    each_session.add(
        RoleGrant(
            person_id=person.id,
            granted_by_id=person.id,
            role=Role.AUDITOR,
            area_code=CITY,
            granted_at=NOW,
        )
    )
    with pytest.raises(IntegrityError):
        each_session.flush()


def test_an_administrator_of_a_district_stays_within_it(session, admin):
    local = queries.actor_of(session, make_staff(session, Role.ADMINISTRATOR, area="990101"))
    person = make_person(session)
    with pytest.raises(NotAllowed):
        actions.grant_role(session, person, GrantRole(Role.AUDITOR, area_code=CITY), actor=local, now=NOW)
    with pytest.raises(NotAllowed):
        actions.suspend(session, admin, reason="Test", actor=local, now=NOW)


def test_ending_a_role_takes_effect_at_the_next_page(client, app, session, admin):
    dispatcher = make_staff(session, Role.DISPATCHER)
    sign_in(client, admin.email)
    client.submit(client.get_page(f"/panel/people/{dispatcher.id}").form("/end"))
    assert grants_of(session, dispatcher) == frozenset()


def test_suspension_needs_a_reason_and_ends_every_device(client, session, admin):
    person = make_person(session)
    device = make_sign_in_session(session, person)
    sign_in(client, admin.email)
    form = client.get_page(f"/panel/people/{person.id}").form("/suspension")
    assert client.submit(form, {"reason": ""}).status_code == 422
    assert client.submit(form, {"reason": "Shared password"}).status_code == 303
    session.refresh(person)
    session.refresh(device)
    assert (person.state, device.ended_at is not None) == (PersonState.SUSPENDED, True)
    form = client.get_page(f"/panel/people/{person.id}").form("/reinstatement")
    client.submit(form, {"reason": "Cleared up"})
    session.refresh(person)
    assert person.state is PersonState.ACTIVE


def test_people_are_found_by_name_or_address(client, session, admin):
    make_person(session, "needle@test.example", name="苏晓岚")
    for number in range(25):
        make_person(session, name=f"100% person_{number}")
    sign_in(client, admin.email)
    assert "苏晓岚" in client.get_page("/panel/people?q=NEEDLE").text
    assert "needle@" in client.get_page("/panel/people?q=晓岚").text
    assert "苏晓岚" not in client.get_page("/panel/people?q=%25").text
    assert client.get_page("/panel/people?q=nobody-at-all").h1 == "人员"
    first = client.get_page("/panel/people")
    following = next(a.get("href") for a in first.all("a", rel="next"))
    assert "方正平" in client.get_page(following).text


def test_a_persons_page_names_organisations_and_units(client, session, admin):
    person = make_person(session)
    make_organisation(session, person, name="文昌小学")
    make_grant(session, person, Role.HANDLER, unit=make_unit(session, name_zh_hans="柳桥环卫所"))
    sign_in(client, admin.email)
    page = client.get_page(f"/panel/people/{person.id}")
    assert "文昌小学" in page.text
    assert "柳桥环卫所" in page.text


@pytest.fixture
def local(session, admin):
    """The administrator of district 990101; `admin` holds the whole city."""
    return make_staff(session, Role.ADMINISTRATOR, area="990101", name="区管理员")


def people_of(client):
    return {link for link in client.get_page("/panel/people").links.values() if "/panel/people/" in link}


def page_of(person):
    return f"/panel/people/{person.id}"


def test_a_list_shows_the_people_of_the_administrators_area(client, session, admin, local):
    unit = make_unit(session, area_code="990101")
    inside = [
        make_staff(session, Role.DISPATCHER, area="990101002"),
        make_staff(session, Role.HANDLER, unit=unit),
        make_organisation(session, owner := make_person(session), area_code="990101001") and owner,
    ]
    outside = [
        make_staff(session, Role.DISPATCHER, area="990102"),
        make_staff(session, Role.HANDLER, unit=make_unit(session, area_code="990102")),
        make_person(session),
        admin,
    ]
    sign_in(client, local.email)
    assert people_of(client) == {page_of(person) for person in [*inside, local]}
    assert page_of(outside[0]) not in people_of(client)
    assert [client.get(page_of(person)).status_code for person in inside] == [200, 200, 200]
    assert [client.get(page_of(person)).status_code for person in outside] == [404, 404, 404, 404]
    sign_out(client)
    sign_in(client, admin.email)
    assert people_of(client) == {page_of(person) for person in [*inside, *outside, local]}


def test_an_ended_role_takes_its_holder_out_of_sight(client, session, local):
    dispatcher = make_staff(session, Role.DISPATCHER, area="990101")
    sign_in(client, local.email)
    answer = client.submit(client.get_page(page_of(dispatcher)).form("/end"))
    assert answer.location == "/panel/people"
    assert client.get(page_of(dispatcher)).status_code == 404


@pytest.mark.parametrize("verb", ["roles", "suspension", "reinstatement"])
def test_nobody_elsewhere_is_changed(client, session, local, verb):
    other = make_staff(session, Role.DISPATCHER, area="990102")
    token = sign_in_and_take_token(client, local)
    values = {"role": "auditor", "area_code": "990101", "reason": "Test", "csrf_token": token}
    assert client.post(f"{page_of(other)}/{verb}", data=values).status_code == 404
    session.refresh(other)
    assert (other.state, grants_of(session, other)) == (
        PersonState.ACTIVE,
        {Grant(Role.DISPATCHER, "990102")},
    )


def test_a_role_elsewhere_is_not_ended(client, session, local):
    """Somebody who works in two districts: each administrator answers for their own."""
    both = make_staff(session, Role.DISPATCHER, area="990101")
    foreign = make_grant(session, both, Role.DISPATCHER, area="990102")
    token = sign_in_and_take_token(client, local)
    page = client.get_page(page_of(both))
    assert [form.action.rsplit("/", 1)[1] for form in page.forms if page_of(both) in form.action] == [
        "end",
        "roles",
    ]
    answer = client.post(f"{page_of(both)}/roles/{foreign.id}/end", data={"csrf_token": token})
    assert answer.status_code == 403
    answer = client.post(f"{page_of(both)}/suspension", data={"csrf_token": token, "reason": "Test"})
    assert answer.status_code == 403
    assert Grant(Role.DISPATCHER, "990102") in grants_of(session, both)


def test_somebody_new_is_appointed_by_their_address(client, session, local):
    person = make_person(session, "new@test.example")
    sign_in(client, local.email)
    form = client.get_page("/panel/people").form("/panel/people/roles")
    values = {"email": " NEW@test.example", "role": "dispatcher", "area_code": "990101002"}
    assert client.submit(form, values).location == page_of(person)
    assert grants_of(session, person) == {Grant(Role.DISPATCHER, "990101002")}
    client.get_page(page_of(person))


@pytest.mark.parametrize(
    "values",
    [
        {"email": "nobody@test.example"},
        {"email": "gone@test.example"},
        {"area_code": "990102"},
        {"email": ""},
    ],
    ids=str,
)
def test_an_appointment_that_cannot_be_is_refused_with_what_was_typed(client, session, local, values):
    make_person(session, "new@test.example")
    make_person(session, "gone@test.example", state=PersonState.SUSPENDED)
    sign_in(client, local.email)
    form = client.get_page("/panel/people").form("/panel/people/roles")
    typed = {"email": "new@test.example", "role": "auditor", "area_code": "990101"} | values
    answer = client.submit(form, typed)
    assert answer.status_code == 422
    assert session.scalars(select(RoleGrant).where(RoleGrant.role == Role.AUDITOR)).all() == []


def test_no_administrator_appoints_themself(client, session, local):
    sign_in(client, local.email)
    form = client.get_page("/panel/people").form("/panel/people/roles")
    answer = client.submit(form, {"email": local.email, "role": "auditor", "area_code": "990101"})
    assert answer.status_code == 403
    assert grants_of(session, local) == {Grant(Role.ADMINISTRATOR, "990101")}


def test_the_city_keeps_an_administrator(each_session):
    session = each_session
    make_city(session)
    first, second = (make_staff(session, Role.ADMINISTRATOR) for _ in range(2))
    actors = [queries.actor_of(session, person) for person in (first, second)]
    (grant_of_second,) = queries.list_grants_of(session, second.id)
    (grant_of_first,) = queries.list_grants_of(session, first.id)
    actions.end_role(session, grant_of_second, actor=actors[0], now=NOW)

    # The other's page was open meanwhile: they still act with the rights they had.
    with pytest.raises(Conflict):
        actions.end_role(session, grant_of_first, actor=actors[1], now=NOW)
    with pytest.raises(Conflict):
        actions.suspend(session, first, reason="Test", actor=actors[1], now=NOW)
    assert queries.actor_of(session, first).grants == {Grant(Role.ADMINISTRATOR, CITY)}


def test_people_belong_by_role_unit_and_organisation(each_session):
    session = each_session
    make_city(session)
    handler = make_staff(session, Role.HANDLER, unit=make_unit(session, area_code="990101"))
    make_grant(session, handler, Role.REVIEWER, area="990102003")
    owner, nobody = make_person(session), make_person(session)
    make_organisation(session, owner, area_code="990101001")
    assert queries.list_areas_of(session, handler.id) == ["990101", "990102003"]
    assert queries.list_areas_of(session, owner.id) == ["990101001"]
    assert queries.list_areas_of(session, nobody.id) == [CITY]

    def seen(*areas):
        return {person.id for person in queries.page_of_people(session, None, areas=areas).items}

    assert seen("990101") == {handler.id, owner.id}
    assert seen("990102") == {handler.id}
    assert seen("990103") == set()
    assert seen("990102", CITY) == {handler.id, owner.id, nobody.id}
