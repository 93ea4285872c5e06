"""How often one may try to sign in or ask for mails."""

from datetime import timedelta

import pytest

from portal.accounts.rules import MAIL_PER_ACCOUNT, MAIL_PER_ADDRESS, SIGN_IN_PER_ACCOUNT, SIGN_IN_PER_ADDRESS
from portal.core.rate_limit import RateCount
from tests.factories.accounts import hash_of, make_organisation, make_person
from tests.factories.places import make_city
from tests.support.page_client import PageClient
from tests.support.portals import arranged


@pytest.fixture
def limited(make_app):
    app = make_app(limits_off=False)
    with arranged(app) as session:
        yield PageClient.of(app, session)


@pytest.fixture
def make_client(limited):
    """Another browser of the same portal."""
    return lambda: PageClient.of(limited.application, limited.session)


def attempt(client, email, password="wrong password", address="203.0.113.1"):
    environ = {"REMOTE_ADDR": address}
    form = client.get_page("/sign-in", environ_overrides=environ).form("/sign-in")
    return client.submit(form, {"email": email, "password": password}, environ_overrides=environ)


def statuses(client, emails, **kwargs):
    return [attempt(client, email, **kwargs).status_code for email in emails]


def test_the_defaults():
    limits = (SIGN_IN_PER_ACCOUNT, SIGN_IN_PER_ADDRESS, MAIL_PER_ACCOUNT, MAIL_PER_ADDRESS)
    assert [(one.times, one.seconds) for one in limits] == [(5, 900), (20, 900), (3, 3600), (20, 3600)]


def test_an_account_is_closed_after_five_wrong_tries_even_for_the_right_password(limited):
    person = make_person(limited.session)
    assert statuses(limited, [person.email] * 6) == [422] * 5 + [429]
    answer = attempt(limited, person.email, "wufei-demo", address="203.0.113.2")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert answer.page.form("/sign-in").values["email"] == [person.email]
    assert "分钟" in answer.page.text


def test_unknown_identifiers_are_limited_in_the_same_way(limited):
    person = make_person(limited.session)
    known = [attempt(limited, person.email) for _ in range(6)]
    unknown = [attempt(limited, "nobody@test.example", address="203.0.113.2") for _ in range(6)]
    assert [a.status_code for a in known] == [a.status_code for a in unknown]
    assert known[-1].page.text == unknown[-1].page.text


def test_an_address_is_limited_over_all_accounts(limited):
    emails = [f"person{number}@test.example" for number in range(21)]
    assert statuses(limited, emails) == [422] * 20 + [429]
    assert attempt(limited, "other@test.example", address="203.0.113.2").status_code == 422


def test_right_passwords_use_nothing_up(limited):
    """A school behind one address: thirty people sign in within a minute."""
    people = [make_person(limited.session) for _ in range(30)]
    for person in people:
        assert attempt(limited, person.email, "wufei-demo").status_code == 303
        limited.delete_cookie("wufei_session")


def test_ones_own_account_does_not_clear_the_address(limited):
    own = make_person(limited.session)
    outcomes = []
    for number in range(21):
        outcomes.append(attempt(limited, f"victim{number}@test.example").status_code)
        attempt(limited, own.email, "wufei-demo")
        limited.delete_cookie("wufei_session")
    assert outcomes == [422] * 20 + [429]


def test_the_limit_passes_with_time(limited):
    person = make_person(limited.session)
    statuses(limited, [person.email] * 6)
    for count in limited.session.query(RateCount):
        count.window_start -= timedelta(seconds=1400)
    assert attempt(limited, person.email, "wufei-demo").status_code == 303


def test_no_identifier_is_kept_in_clear(limited):
    attempt(limited, "someone@test.example")
    assert [len(count.bucket) for count in limited.session.query(RateCount)] == [64, 64]


@pytest.mark.parametrize("path", ["/sign-up", "/password-resets/new"])
def test_mails_to_one_address_are_limited_whether_or_not_it_is_known(limited, path):
    person = make_person(limited.session)
    outcomes = {}
    for email in (person.email, "nobody@test.example"):
        form = limited.get_page(path).form(path)
        outcomes[email] = [limited.submit(form, {"email": email}).status_code for _ in range(4)]
    assert set(map(tuple, outcomes.values())) == {(303, 303, 303, 429)}


def test_nobody_floods_an_inbox_with_invitations(limited):
    """Each change of the level is a new mail to somebody who never asked for any."""
    make_city(limited.session)
    owner, victim = make_person(limited.session), make_person(limited.session)
    school = make_organisation(limited.session, owner)
    attempt(limited, owner.email, "wufei-demo")
    outcomes = []
    for number in range(31):
        form = limited.get_page(f"/organisations/{school.id}").form("/members")
        values = {"email": victim.email, "level": ("owner", "editor")[number % 2]}
        outcomes.append(limited.submit(form, values).status_code)
    assert outcomes == [303] * 30 + [429]


def test_strangers_lock_nobody_out_of_a_device_they_use(limited, make_client):
    """Whoever knows an address may use up the account's tries, but not those of its owner's own phone."""
    person = make_person(limited.session)
    assert attempt(limited, person.email, "wufei-demo").status_code == 303
    limited.delete_cookie("wufei_session")
    stranger = make_client()
    assert statuses(stranger, [person.email] * 6, address="203.0.113.9") == [422] * 5 + [429]

    assert attempt(make_client(), person.email, "wufei-demo").status_code == 429
    assert attempt(limited, person.email, "wufei-demo").status_code == 303


def test_a_crowd_behind_one_address_locks_no_known_device_out(limited, make_client):
    person = make_person(limited.session)
    assert attempt(limited, person.email, "wufei-demo").status_code == 303
    limited.delete_cookie("wufei_session")
    statuses(make_client(), [f"victim{number}@test.example" for number in range(21)])

    assert attempt(limited, person.email, "wufei-demo").status_code == 303


def test_a_known_device_has_five_tries_of_its_own(limited, make_client):
    person = make_person(limited.session)
    attempt(limited, person.email, "wufei-demo")
    limited.delete_cookie("wufei_session")

    assert statuses(limited, [person.email] * 6) == [422] * 5 + [429]
    assert attempt(limited, person.email, "wufei-demo").status_code == 429
    assert attempt(make_client(), person.email, "wufei-demo").status_code == 303


def test_a_device_is_known_for_its_own_accounts_only(limited):
    own, other = make_person(limited.session), make_person(limited.session)
    attempt(limited, own.email, "wufei-demo")
    limited.delete_cookie("wufei_session")

    assert statuses(limited, [other.email] * 6) == [422] * 5 + [429]


def test_who_knew_the_old_password_has_no_tries_of_their_own_at_the_new_one(limited, make_client):
    """Each sign-in with the old password made another known device."""
    person = make_person(limited.session)
    thieves = [make_client() for _ in range(3)]
    for thief in thieves:
        assert attempt(thief, person.email, "wufei-demo").status_code == 303
        thief.delete_cookie("wufei_session")
    person.password_hash = hash_of("another good one")
    limited.session.commit()

    outcomes = [attempt(thief, person.email).status_code for thief in thieves for _ in range(3)]
    assert outcomes == [422] * 5 + [429] * 4


def test_a_new_password_makes_the_device_where_it_was_chosen_a_known_one(limited, make_client):
    person = make_person(limited.session)
    attempt(limited, person.email, "wufei-demo")
    form = limited.get_page("/account/password").form("/account/password")
    limited.submit(form, {"present": "wufei-demo", "new": "kastanien rot blau"})
    limited.delete_cookie("wufei_session")
    statuses(make_client(), [person.email] * 6, address="203.0.113.9")

    assert attempt(limited, person.email, "kastanien rot blau").status_code == 303


@pytest.mark.parametrize("value", ["x", "AAAA", "", "e30=", "\u4e2d"])
def test_a_forged_cookie_makes_no_device_known(limited, value):
    person = make_person(limited.session)
    limited.set_cookie("wufei_known", value, path="/sign-in")

    assert statuses(limited, [person.email] * 6) == [422] * 5 + [429]


def test_the_cookie_names_nobody_and_goes_to_the_sign_in_page_only(limited):
    person = make_person(limited.session)
    answer = attempt(limited, person.email, "wufei-demo")
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("wufei_known=")]

    assert person.email not in cookie
    assert {"HttpOnly", "Path=/sign-in", "SameSite=Lax"} <= set(cookie.split("; "))
