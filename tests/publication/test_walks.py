"""Random walks from the draft to the end of the certificate: what stands is always what the events say.

Every step is a real verb, taken by whoever may take it; now and then a step that does not fit is tried, too.
Time goes on between the steps, and the system's own timers run.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import current_app
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.accounts.queries import actor_of, get_person
from portal.applications import actions as applying
from portal.applications import jobs as applications_jobs
from portal.applications.queries import get_application, list_events
from portal.applications.rules import WORKFLOW as APPLICATION
from portal.applications.types import (
    RequestedCorrection,
    SubmitApplication,
    WithdrawApplication,
)
from portal.core.actor import Actor
from portal.core.clock import WorkCalendar
from portal.core.errors import DomainError
from portal.core.sealing import Sealer
from portal.core.web import EXTENSION
from portal.publication import jobs as publication_jobs
from portal.publication.actions import certificate as certificates
from portal.publication.actions import decision as decisions
from portal.publication.actions import notice as notices
from portal.publication.queries import (
    find_certificate_of,
    find_notice_of,
    list_certificate_events,
    list_objections,
)
from portal.publication.rules import CERTIFICATE
from portal.publication.types import Decide, DecisionKind, Object, SendBack
from portal.reviews import actions as reviewing
from portal.reviews import jobs as reviews_jobs
from portal.reviews.models import AssignmentEvent
from portal.reviews.queries import list_seats
from portal.reviews.rules import WORKFLOW as SEAT
from portal.reviews.types import AssignmentState
from tests.factories.accounts import NOW, make_person
from tests.factories.applications import fill_in, make_application
from tests.factories.publication import make_publisher
from tests.factories.reviews import ALL_TICKED, SETTINGS, hand_in, judge, make_officer, make_reviewers
from tests.factories.standards import make_standard

CALENDAR = WorkCalendar()
SEALER = Sealer(["test"])
ASKED = (RequestedCorrection("school-1.1", "Which body?"),)
STEPS = {
    "draft": ("submit",),
    "submitted": ("screen",),
    "screening": ("assign", "assign", "assign", "assign", "send_for_correction"),
    "returned": ("submit", "submit", "wait_long"),
    "scoring": (
        "take_seat",
        "take_seat",
        "score",
        "score_all",
        "score_all",
        "give_back",
        "replace",
        "propose",
    ),
    "adjudicating": ("take_seat", "score_all", "score_all", "give_back", "propose"),
    "inspecting": ("propose",),
    "proposed": ("open_notice", "open_notice", "send_back"),
    "public_notice": ("object", "admit", "turn_down", "turn_down", "wait_long", "wait_long"),
    "objection_hold": ("dismiss", "dismiss", "uphold"),
    "certified": ("move_certificate", "move_certificate", "wait_years"),
}
"""What may come next; more often what leads far."""

ENDS = ("withdraw", "reject", "refuse", "close")
ANY = sorted({name for names in STEPS.values() for name in names} | set(ENDS))


@dataclass
class Walk:
    session: Session
    ref: str
    owner: Person
    officer: Person
    publisher: Person
    data: Any
    now: datetime = NOW
    taken: list[str] = field(default_factory=list)

    @property
    def application(self):
        return get_application(self.session, self.ref)

    def step(self) -> None:
        """One step; a refused one leaves nothing behind, as in a request."""
        fitting = STEPS.get(self.application.state.value) or ANY
        name = self.data.draw(st.sampled_from(ANY if self.chance(12) else fitting))
        self.now += timedelta(hours=self.data.draw(st.sampled_from((1, 1, 1, 1, 30, 90))))
        try:
            with self.session.begin_nested():
                getattr(self, name)()
            self.taken.append(name)
        except DomainError:
            self.session.expire_all()
        self.run_timers()

    def chance(self, one_in: int) -> bool:
        return self.data.draw(st.sampled_from([False] * (one_in - 1) + [True]))

    def run_timers(self) -> None:
        context = current_app.extensions[EXTENSION].jobs
        for jobs in (applications_jobs, reviews_jobs, publication_jobs):
            for _, run in jobs.PERIODIC.values():
                run(self.session, now=self.now, context=context)

    def by(self, person: Person) -> dict[str, Any]:
        return {"actor": actor_of(self.session, person), "now": self.now}

    def seat(self, *states: AssignmentState):
        seats = [one for one in list_seats(self.session, self.application) if one.state in states]
        return self.data.draw(st.sampled_from(seats)) if seats else None

    # --- the steps ----------------------------------------------------------------------------------------

    def submit(self):
        command = SubmitApplication(declared_true=True)
        applying.submit(self.session, self.application, command, **self.by(self.owner))

    def withdraw(self):
        command = WithdrawApplication("Moved.")
        applying.withdraw(self.session, self.application, command, **self.by(self.owner))

    def screen(self):
        reviewing.screen(self.session, self.application, **self.by(self.officer))

    def assign(self):
        reviewing.save_checks(self.session, self.application, ALL_TICKED, **self.by(self.officer))
        reviewing.assign(self.session, self.application, SETTINGS, calendar=CALENDAR, **self.by(self.officer))

    def send_for_correction(self):
        reviewing.return_application(
            self.session, self.application, ASKED, "", calendar=CALENDAR, **self.by(self.officer)
        )

    def reject(self):
        reviewing.reject(self.session, self.application, "Closed.", **self.by(self.officer))

    def wait_long(self):
        self.now += timedelta(days=40)

    def wait_years(self):
        self.now += timedelta(days=370)

    def take_seat(self):
        if seat := self.seat(AssignmentState.OFFERED):
            reviewer = get_person(self.session, seat.reviewer_id)
            reviewing.accept_seat(self.session, seat, **self.by(reviewer))

    def give_back(self):
        if seat := self.seat(AssignmentState.OFFERED):
            reviewer = get_person(self.session, seat.reviewer_id)
            conflict = self.chance(2)
            reviewing.decline_seat(
                self.session,
                seat,
                "Ill.",
                SETTINGS,
                conflict=conflict,
                calendar=CALENDAR,
                **self.by(reviewer),
            )

    def score(self):
        if seat := self.seat(AssignmentState.ACCEPTED):
            judge(self.session, seat, worse=self.data.draw(st.sampled_from((0, 0, 4))))
            hand_in(self.session, seat, reason="The ledger is whole.")

    def score_all(self):
        for _ in list_seats(self.session, self.application):
            self.take_seat()
        while self.seat(AssignmentState.ACCEPTED):
            self.score()

    def replace(self):
        if seat := self.seat(AssignmentState.ACCEPTED):
            reviewing.replace_reviewer(
                self.session, seat, "Ill.", SETTINGS, calendar=CALENDAR, **self.by(self.officer)
            )

    def propose(self):
        self._decide(DecisionKind.PROPOSE)

    def refuse(self):
        self._decide(DecisionKind.REFUSE)

    def _decide(self, kind):
        decisions.decide(self.session, self.application, Decide(kind, "So."), **self.by(self.officer))

    def send_back(self):
        decisions.send_back(self.session, self.application, SendBack("So."), **self.by(self.publisher))

    def open_notice(self):
        notices.open_notice(self.session, self.application, calendar=CALENDAR, **self.by(self.publisher))

    def object(self):
        self._object_to(lambda notice: notices.object_to(
            self.session, notice, Object("Look."), SEALER, actor=Actor.guest(), now=self.now
        ))  # fmt: skip

    def admit(self):
        self._answer(lambda notice, one: notices.admit(
            self.session, notice, one, **self.by(self.publisher)
        ))  # fmt: skip

    def turn_down(self):
        self._answer(lambda notice, one: notices.refuse_objection(
            self.session, notice, one, "No facts.", **self.by(self.publisher)
        ))  # fmt: skip

    def dismiss(self):
        self._reply(uphold=False)

    def uphold(self):
        self._reply(uphold=True)

    def close(self):
        self._object_to(lambda notice: notices.close(self.session, notice, **self.by(self.publisher)))

    def move_certificate(self):
        certificate = find_certificate_of(self.session, self.application)
        if certificate is not None and (ways := CERTIFICATE.actions_from(certificate.state)):
            way = self.data.draw(st.sampled_from(ways))
            if way == "remind":
                certificates.remind_of_recheck(self.session, certificate, **self.by(self.publisher))
            else:
                certificates.move(self.session, certificate, way, **self.by(self.publisher))

    def _object_to(self, act):
        notice = find_notice_of(self.session, self.application)
        if notice is not None:
            act(notice)

    def _answer(self, act):
        notice = find_notice_of(self.session, self.application)
        if notice is not None and (found := list_objections(self.session, notice)):
            act(notice, self.data.draw(st.sampled_from(found)))

    def _reply(self, *, uphold):
        self._answer(lambda notice, one: notices.answer_objection(
            self.session, notice, one, "Checked.", uphold=uphold, **self.by(self.publisher)
        ))  # fmt: skip

    # --- what must hold -----------------------------------------------------------------------------------

    def check(self) -> None:
        self.session.flush()
        application = self.application
        assert replayed(APPLICATION, list_events(self.session, application)) == application.state
        for seat in list_seats(self.session, application):
            assert replayed(SEAT, events_of(self.session, seat)) == seat.state
        certificate = find_certificate_of(self.session, application)
        assert (certificate is not None) == (application.state.value == "certified")
        if certificate is not None:
            events = list_certificate_events(self.session, certificate)
            assert replayed(CERTIFICATE, events) == certificate.state


def replayed(workflow, events):
    """The state to which the events lead; each begins where the one before ended, and none is missing."""
    state = None
    assert [one.seq for one in events] == list(range(1, len(events) + 1))
    for one in events:
        assert one.from_state == state
        state = workflow.next_state(state, one.action)
        assert one.to_state == state
    return state


def events_of(session, seat):
    return session.scalars(
        select(AssignmentEvent).where(AssignmentEvent.assignment_id == seat.id).order_by(AssignmentEvent.seq)
    ).all()


def arrange(session):
    """A complete draft and the people who may act on it, committed: each walk begins there."""
    make_standard(session, "school")
    owner = make_person(session)
    application = make_application(session, owner)
    fill_in(session, application, actor_of(session, owner))
    officer, publisher = make_officer(session), make_publisher(session)
    make_reviewers(session, 6)
    session.commit()
    return application.ref, owner, officer, publisher


def walk(session, arranged, data):
    try:
        one = Walk(session, *arranged, data)
        for _ in range(data.draw(st.integers(12, 30))):
            one.step()
            one.check()
        event(f"ended {one.application.state}")
    finally:
        session.rollback()
        session.info.clear()


@pytest.fixture
def start(session):
    return session, arrange(session)


@pytest.fixture
def pg_start(pg_session):
    return pg_session, arrange(pg_session)


WALKS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@settings(WALKS, max_examples=10)
@given(data=st.data())
def test_what_stands_is_what_the_events_say(start, data):
    walk(*start, data)


@settings(WALKS, max_examples=2)
@given(data=st.data())
def test_what_stands_is_what_the_events_say_on_postgresql(pg_start, data):
    walk(*pg_start, data)
