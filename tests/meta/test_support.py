"""The tests' own tools see what they are there to see."""

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.web import session as request_session
from tests.factories.accounts import make_person
from tests.support.page import Page
from tests.support.page_checks import page_faults
from tests.support.page_client import PageClient, sign_in
from tests.support.queries import assert_constant_queries

POLICY = {"Content-Security-Policy": "script-src 'self'; style-src 'self'"}
WHOLE = """<!doctype html><html lang="en"><head><title>Reports</title></head>
<body><main><h1>Reports</h1>{}</main></body></html>"""
FIELD = '<form method="post"><input type="hidden" name="csrf_token" value="x">{}</form>'

FAULTS = {
    "no h1": (WHOLE.replace("<h1>Reports</h1>", ""), "0 <h1> elements"),
    "two h1": (WHOLE.format("<h1>Again</h1>"), "2 <h1> elements"),
    "no title": (WHOLE.replace("<title>Reports</title>", ""), "no <title>"),
    "no language": (WHOLE.replace(' lang="en"', ""), "<html lang>"),
    "broken nesting": (WHOLE.format("<p><b>bold</p>"), "invalid HTML"),
    "a nested form": (WHOLE.format("<form><form></form></form>"), "invalid HTML"),
    "ids twice": (WHOLE.format('<p id="a"></p><p id="a"></p>'), "id 'a' is used 2 times"),
    "a field without label": (WHOLE.format('<input name="q">'), "name='q'> has no label"),
    "an empty label": (WHOLE.format('<label for="q"></label><input id="q" name="q">'), "has no label"),
    "a label for nothing": (WHOLE.format('<label for="q">Search</label>'), "points to no id"),
    "a link to nothing": (WHOLE.format('<a href="#down">Down</a>'), "points to no id"),
    "an inline script": (WHOLE.format("<script>alert(1)</script>"), "an inline script"),
    "an inline style": (WHOLE.format('<p style="color:red">Red</p>'), "an inline style"),
    "a style element": (WHOLE.format("<style>p{}</style>".replace("{}", "{{}}")), "an inline style"),
    "an inline handler": (WHOLE.format('<button onclick="go()">Go</button>'), "an inline handler"),
    "another host": (
        WHOLE.format('<img alt="" src="https://other.example/a.png">'),
        "loads from another host",
    ),
    "no token": (WHOLE.format('<form method="post"></form>'), "carries no csrf_token"),
    "a file in a plain form": (
        WHOLE.format(FIELD.format('<label>Photo <input type="file" name="f"></label>')),
        "not multipart/form-data",
    ),
    "an image without alt": (WHOLE.format('<img src="/a.png">'), "without alt"),
    "a button without a name": (WHOLE.format("<button></button>"), "without a name"),
}


@pytest.mark.parametrize(("html", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_a_page_is_seen(html, fault):
    assert any(fault in found for found in page_faults(Page(html), POLICY, "localhost"))


def test_a_whole_page_has_no_fault():
    html = WHOLE.format(FIELD.format('<label for="q">Search</label><input id="q" name="q" value="bags">'))

    assert page_faults(Page(html), POLICY, "localhost") == []


@pytest.mark.parametrize(
    "policy", ["", "script-src 'self'", "script-src 'self' 'unsafe-inline'; style-src 'self'"]
)
def test_a_weak_content_policy_is_seen(policy):
    faults = page_faults(Page(WHOLE), {"Content-Security-Policy": policy}, "localhost")

    assert any("Content-Security-Policy" in fault for fault in faults)


def test_a_form_is_sent_as_a_browser_sends_it():
    fields = """
        <label>Kind <select name="kind">
            <option value="a">A</option><option value="b" selected>B</option>
        </select></label>
        <label>Note <textarea name="note">\nTwo bags</textarea></label>
        <label>Yes <input type="checkbox" name="yes" checked></label>
        <label>No <input type="checkbox" name="no" value="1"></label>
        <label>Off <input name="off" value="x" disabled></label>
        <button name="go" value="1">Go</button>"""

    form = Page(WHOLE.format(FIELD.format(fields))).form()

    assert form.values == {"csrf_token": ["x"], "kind": ["b"], "note": ["Two bags"], "yes": ["on"]}
    assert form.options("kind") == ["a", "b"]


def test_a_person_signs_in_through_the_page(client, session):
    person = make_person(session)

    sign_in(client, person.email)

    assert client.get("/account").status_code == 200


def test_rows_of_a_test_are_seen_by_the_page_and_the_other_way_round(app, client, session):
    person = make_person(session, name="Before")
    assert client.get("/healthz").status_code == 200

    with app.app_context():
        request_session().get(Person, person.id).name = "After"
        request_session().commit()

    assert client.get("/healthz").status_code == 200
    assert session.scalars(select(Person.name)).all() == ["After"]


def test_one_query_for_each_row_is_seen(make_app):
    app = make_app()

    def people():
        found = request_session().scalars(select(Person.id)).all()
        names = [request_session().scalar(select(Person.name).where(Person.id == key)) for key in found]
        return WHOLE.format(", ".join(names))

    app.add_url_rule("/people", "people", people)
    with app.app_context():
        client = PageClient.of(app, request_session())

        with pytest.raises(AssertionError, match="2 statements for one row, 31 for many"):
            assert_constant_queries(client, "/people", lambda _: make_person(request_session()), limit=4)
