import pytest

from portal.core.actor import Actor, Role
from portal.standards import queries
from portal.standards.actions import import_standard
from portal.standards.permissions import STAFF
from portal.standards.types import StandardState
from tests.factories.accounts import make_staff
from tests.factories.standards import NOW, a_file, make_standard
from tests.support.page_client import sign_in


def signed_in_as(client, session, role):
    sign_in(client, make_staff(session, role).email)
    return client


def test_a_programme_officer_publishes_a_draft(client, session):
    import_standard(session, a_file(), actor=Actor.system(), now=NOW)
    signed_in_as(client, session, Role.PROGRAMME_OFFICER)
    page = client.get_page("/panel/standards?lang=en")
    assert page.links["Zero-waste school"] == "/panel/standards/school/2026.1"
    page = client.get_page("/panel/standards/school/2026.1?lang=en")
    assert "Textbooks, uniforms and stationery reused" in page.text
    answer = client.submit(page.form("/publication"))
    assert (answer.status_code, answer.location) == (303, "/panel/standards/school/2026.1")
    assert queries.get_current(session, "school").state is StandardState.PUBLISHED
    assert "Put into force" in client.get_page("/panel/standards/school/2026.1?lang=en").text


def test_publishing_twice_is_refused(client, session):
    import_standard(session, a_file(), actor=Actor.system(), now=NOW)
    signed_in_as(client, session, Role.PROGRAMME_OFFICER)
    form = client.get_page("/panel/standards/school/2026.1").form("/publication")
    client.submit(form)
    assert client.submit(form).status_code == 409


@pytest.mark.parametrize("role", [role for role in STAFF if role is not Role.PROGRAMME_OFFICER])
def test_other_staff_read_but_find_nothing_to_publish(client, session, role):
    import_standard(session, a_file(), actor=Actor.system(), now=NOW)
    signed_in_as(client, session, role)
    page = client.get_page("/panel/standards/school/2026.1")
    assert not [form for form in page.forms if form.action.endswith("/publication")]


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.HANDLER, Role.ADMINISTRATOR])
def test_staff_without_business_here_are_turned_away(client, session, role):
    make_standard(session)
    signed_in_as(client, session, role)
    assert client.get("/panel/standards").status_code == 403
    assert client.get("/panel/standards/school/2026.1").status_code == 403


def test_an_empty_panel_says_what_to_do(client, session):
    signed_in_as(client, session, Role.PROGRAMME_OFFICER)
    assert "flask standards import" in client.get_page("/panel/standards").text
