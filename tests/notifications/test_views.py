"""The inbox."""

from datetime import timedelta

from tests.factories.accounts import make_person
from tests.factories.notifications import NOW, make_inbox_message
from tests.support.page import text_of
from tests.support.page_client import sign_in


def test_the_inbox_shows_ones_own_messages_newest_first(client, session):
    person, other = make_person(session), make_person(session)
    make_inbox_message(session, person.id, title="First")
    make_inbox_message(session, person.id, title="Second", created_at=NOW + timedelta(hours=1))
    make_inbox_message(session, other.id, title="Not mine")
    sign_in(client, person.email)
    page = client.get_page("/account/inbox")
    assert [" ".join(h.itertext()) for h in page.all("h2", class_="card-title")] == ["Second", "First"]


def test_opening_a_message_marks_it_read_and_leads_on(client, session):
    person = make_person(session)
    message = make_inbox_message(session, person.id, link="/about")
    sign_in(client, person.email)
    form = client.get_page("/account/inbox").form("/reading")
    answer = client.submit(form, button=("open", "1"))
    assert (answer.status_code, answer.location) == (303, "/about")
    session.refresh(message)
    assert message.read_at is not None


def test_all_messages_are_marked_read(client, session):
    person = make_person(session)
    for _ in range(3):
        make_inbox_message(session, person.id)
    sign_in(client, person.email)
    badges = client.get_page("/about").all("span", class_="unread")
    assert {text_of(badge) for badge in badges} == {"3 条未读消息"}
    client.submit(client.get_page("/account/inbox").form("/readings"))
    page = client.get_page("/account/inbox")
    assert [form for form in page.forms if form.action.endswith("/readings")] == []


def test_an_empty_inbox_and_hostile_words_are_shown(client, session):
    person = make_person(session)
    sign_in(client, person.email)
    client.get_page("/account/inbox")
    make_inbox_message(
        session, person.id, title="<script>alert(1)</script>", body="\u202etxt.exe <img src=x>", link=None
    )
    assert "<script>alert(1)" in client.get_page("/account/inbox").text


def test_many_messages_have_pages(client, session):
    person = make_person(session)
    for number in range(25):
        make_inbox_message(session, person.id, created_at=NOW + timedelta(minutes=number))
    sign_in(client, person.email)
    first = client.get_page("/account/inbox")
    following = next(a.get("href") for a in first.all("a", rel="next"))
    assert len(list(client.get_page(following).all("h2", class_="card-title"))) == 5
