"""The first administrator, made at the console."""

from portal.accounts.queries import actor_of, find_person_by_email
from portal.core.actor import Grant, Role
from tests.factories.accounts import make_person
from tests.factories.places import make_city


def run(app, *args, password="three small words"):
    return app.test_cli_runner().invoke(
        args=["accounts", "create-admin", *args], input=f"{password}\n{password}\n"
    )


def test_create_admin_makes_an_administrator_of_the_city(app, session):
    make_city(session)
    answer = run(app, "Fang@test.example", "--name", "方正平")
    assert answer.exit_code == 0, answer.output
    person = find_person_by_email(session, "fang@test.example")
    assert actor_of(session, person).grants == {Grant(Role.ADMINISTRATOR, "9901")}


def test_someone_with_an_account_keeps_it(app, session):
    make_city(session)
    person = make_person(session, "known@test.example")
    session.commit()
    assert run(app, "known@test.example", "--name", "x", "--area", "990101").exit_code == 0
    assert actor_of(session, person).grants == {Grant(Role.ADMINISTRATOR, "990101")}
    assert run(app, "known@test.example", "--name", "x", "--area", "990101").exit_code == 1


def test_a_weak_password_or_a_wrong_address_is_refused(app, session):
    make_city(session)
    assert run(app, "fang@test.example", "--name", "x", password="1234567890").exit_code == 2
    assert run(app, "fang", "--name", "x").exit_code == 2
