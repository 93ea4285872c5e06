"""What knowing the visitor costs."""

from contextlib import contextmanager

from sqlalchemy import event, text

from portal.accounts.queries import actor_of
from portal.core.actor import Grant, MemberLevel, Membership, Role
from portal.core.db import db
from tests.factories.accounts import make_grant, make_member, make_organisation, make_person, make_unit
from tests.support.page_client import sign_in


@contextmanager
def statements(app):
    seen = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_a_guest_costs_no_query(app, client):
    with statements(app) as seen:
        client.get_page("/about")
    assert seen == []


def test_a_signed_in_person_costs_two_queries_whatever_they_may_do(app, client, session):
    person = make_person(session)
    make_grant(session, person, Role.DISPATCHER)
    make_grant(session, person, Role.REVIEWER, area="990101")
    make_grant(session, person, Role.HANDLER, unit=make_unit(session))
    make_member(session, make_organisation(session), person)
    sign_in(client, person.email)
    with statements(app) as seen:
        client.get_page("/about")
    assert len(seen) == 2


def test_the_actor_holds_grants_and_memberships(each_session):
    session = each_session
    person, unit = make_person(session), make_unit(session)
    organisation = make_organisation(session)
    make_grant(session, person, Role.DISPATCHER, area="990101")
    make_grant(session, person, Role.HANDLER, unit=unit)
    make_member(session, organisation, person, "editor")
    actor = actor_of(session, person)
    assert actor.grants == {Grant(Role.DISPATCHER, "990101"), Grant(Role.HANDLER, None, unit.id)}
    assert actor.memberships == {Membership(organisation.id, MemberLevel.EDITOR)}
    assert (actor.person_id, actor.name, actor.locale) == (person.id, person.name, "zh_Hans")


def test_a_database_that_cannot_be_read_gives_a_clear_page(client, session):
    sign_in(client, make_person(session).email)
    session.execute(text("ALTER TABLE sign_in_sessions RENAME TO gone"))
    client.checks = False
    answer = client.get("/about")
    assert answer.status_code == 503
    assert answer.page.h1
