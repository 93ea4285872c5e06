"""A list takes as many statements for thirty rows as for one. Every list of the portal stands here.

The lists whose rows take long to make show eight of them; a statement for each row is seen just as well.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.core.actor import Actor, ActorKind, Role
from tests.factories.accounts import make_person, make_sign_in_session, make_staff
from tests.factories.applications import make_application, make_submitted
from tests.factories.notifications import make_inbox_message
from tests.factories.places import make_city
from tests.factories.publication import make_certificate, make_notice
from tests.factories.reports import make_report
from tests.factories.reviews import make_officer, make_reviewers, put_into_review, review_fully
from tests.factories.standards import make_standard
from tests.factories.visits import make_visit
from tests.support.page_client import sign_in
from tests.support.queries import assert_constant_queries, counted_queries

PUBLIC_LIMIT, STAFF_LIMIT = 4, 10
MANY, SOME = 30, 8
TYPES = ["school", "hotel", "office", "community", "scenic", "market", "mall", "factory"]


@dataclass
class Ground:
    """The session and the person who looks at the list."""

    session: Session
    person: Person | None = None

    @property
    def reporter(self) -> Actor:
        return Actor(ActorKind.PERSON, self.person.id)


def report(ground: Ground, _: int) -> Any:
    return make_report(ground.session)


def own_report(ground: Ground, _: int) -> Any:
    return make_report(ground.session, actor=ground.reporter)


def own_application(ground: Ground, number: int) -> Any:
    """An organisation has one open application of a type, so each one here is of another type."""
    code = TYPES[number - 1]
    if code != "school":
        make_standard(ground.session, code)
    return make_application(ground.session, ground.person, cell_type=code)


def submitted(ground: Ground, _: int) -> Any:
    return make_submitted(ground.session)


def offered_seat(ground: Ground, _: int) -> Any:
    return put_into_review(ground.session, make_submitted(ground.session), make_officer(ground.session))


def reviewed(ground: Ground, _: int) -> Any:
    return review_fully(ground.session, make_submitted(ground.session), make_officer(ground.session))


def called_visit(ground: Ground, _: int) -> Any:
    application = make_submitted(ground.session, cell_type="factory")
    return make_visit(ground.session, application, make_officer(ground.session))


def notice(ground: Ground, _: int) -> Any:
    return make_notice(ground.session, make_submitted(ground.session), seconds=10**9)


def certificate(ground: Ground, _: int) -> Any:
    return make_certificate(ground.session, make_submitted(ground.session))


def person(ground: Ground, _: int) -> Any:
    return make_staff(ground.session, Role.DISPATCHER)


def message(ground: Ground, _: int) -> Any:
    return make_inbox_message(ground.session, ground.person.id)


def device(ground: Ground, _: int) -> Any:
    return make_sign_in_session(ground.session, ground.person)


LISTS = {
    "/reports": (None, report, MANY, PUBLIC_LIMIT),
    "/register": (None, certificate, SOME, PUBLIC_LIMIT),
    "/notices": (None, notice, SOME, PUBLIC_LIMIT),
    "/account/reports": ("citizen", own_report, MANY, STAFF_LIMIT),
    "/account/inbox": ("citizen", message, MANY, STAFF_LIMIT),
    "/account/sessions": ("citizen", device, MANY, STAFF_LIMIT),
    "/applications": ("citizen", own_application, SOME, STAFF_LIMIT),
    "/panel/reports": (Role.DISPATCHER, report, MANY, STAFF_LIMIT),
    "/panel/applications": (Role.CERTIFICATION_OFFICER, submitted, SOME, STAFF_LIMIT),
    "/panel/applications?state=to_decide": (Role.CERTIFICATION_OFFICER, reviewed, SOME, STAFF_LIMIT),
    "/panel/site-visits": (Role.CERTIFICATION_OFFICER, called_visit, SOME, STAFF_LIMIT),
    "/panel/reviews": (Role.REVIEWER, offered_seat, SOME, STAFF_LIMIT),
    "/panel/notices": (Role.PUBLISHER, notice, SOME, STAFF_LIMIT),
    "/panel/certificates": (Role.PUBLISHER, certificate, SOME, STAFF_LIMIT),
    "/panel/people": (Role.ADMINISTRATOR, person, MANY, STAFF_LIMIT),
    "/panel/audit": (Role.AUDITOR, report, MANY, STAFF_LIMIT),
}


@pytest.mark.parametrize("url", LISTS)
def test_a_list_takes_the_same_statements_for_one_row_and_for_many(client, session, url):
    who, add_row, rows, limit = LISTS[url]
    ground = Ground(session)
    make_city(session)
    make_standard(session)
    if url == "/panel/site-visits":
        make_standard(session, "factory")
    make_reviewers(session)
    if who:
        ground.person = make_person(session) if who == "citizen" else make_staff(session, who)
        sign_in(client, ground.person.email)

    assert_constant_queries(client, url, lambda number: add_row(ground, number), limit=limit, rows=rows)


def test_the_page_of_a_report_takes_four_statements_at_most(client, session):
    """However much has happened to it; with the one that asks whether the kept page is still right."""
    make_city(session)
    ref = make_report(session, "closed").ref
    client.get_page(f"/reports/{ref}")
    client.get("/healthz")
    with counted_queries() as statements:
        client.get_page(f"/reports/{ref}")
    assert len(statements) < PUBLIC_LIMIT, statements
