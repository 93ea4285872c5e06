"""Screening and review for tests, made through the actions that people use."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.accounts.queries import actor_of, get_person
from portal.applications.models import Application
from portal.core.actor import Role
from portal.core.clock import WorkCalendar
from portal.reviews import actions
from portal.reviews.models import ReviewAssignment
from portal.reviews.queries import declared_for, list_seats
from portal.reviews.rules import CHECKS
from portal.reviews.settings import load_review_settings
from portal.reviews.types import Finding, ReviewItemInput, SubmitReview
from portal.standards.queries import get_by_hash
from portal.standards.types import IndicatorKind
from tests.factories.accounts import NOW, make_staff

SETTINGS = load_review_settings(Path(__file__).parents[2] / "config")
CALENDAR = WorkCalendar()
LATER = NOW + timedelta(hours=1)
ALL_TICKED = dict.fromkeys(CHECKS, True)


def make_officer(session: Session, area="9901") -> Person:
    return make_staff(session, Role.CERTIFICATION_OFFICER, area=area)


def make_reviewers(session: Session, number=2, area="9901") -> list[Person]:
    return [make_staff(session, Role.REVIEWER, area=area) for _ in range(number)]


def put_into_review(session: Session, application: Application, officer: Person, *, seed="seed"):
    """Screen a submitted application, tick every point and draw its reviewers."""
    actor = actor_of(session, officer)
    actions.screen(session, application, actor=actor, now=NOW)
    actions.save_checks(session, application, ALL_TICKED, actor=actor, now=NOW)
    return actions.assign(session, application, SETTINGS, actor=actor, calendar=CALENDAR, now=NOW, seed=seed)


def take_seat(session: Session, seat: ReviewAssignment) -> None:
    reviewer = actor_of(session, get_person(session, seat.reviewer_id))
    actions.accept_seat(session, seat, actor=reviewer, now=NOW)


def judge(session: Session, seat: ReviewAssignment, *, worse: int = 0, unmet: str = "") -> None:
    """Judge every line well, but the first `worse` values not proved, and `unmet` not met."""
    reviewer = actor_of(session, get_person(session, seat.reviewer_id))
    standard = get_by_hash(session, seat.application.standard_hash)
    declared = declared_for(session, seat.application)
    lines = [ReviewItemInput(one.code, value=one.code != unmet) for one in standard.prerequisites]
    for code, indicator in standard.indicators.items():
        if indicator.kind is IndicatorKind.RUBRIC:
            lines.append(ReviewItemInput(code, value=declared[code].value))
            continue
        finding = Finding.UNVERIFIED if worse > 0 else Finding.ACCEPT
        worse -= 1
        lines.append(ReviewItemInput(code, finding=finding))
    for line in lines:
        actions.save_item(session, seat, line, actor=reviewer, now=NOW)


def hand_in(session: Session, seat: ReviewAssignment, *, reason="") -> None:
    reviewer = actor_of(session, get_person(session, seat.reviewer_id))
    actions.submit_review(
        session,
        seat,
        SubmitReview("Well kept.", reason),
        SETTINGS,
        actor=reviewer,
        calendar=CALENDAR,
        now=LATER,
    )


def review_fully(session: Session, application: Application, officer: Person) -> list[ReviewAssignment]:
    """Two good, agreeing sheets."""
    for seat in put_into_review(session, application, officer):
        take_seat(session, seat)
        judge(session, seat)
        hand_in(session, seat)
    return list_seats(session, application)
