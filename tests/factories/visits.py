"""Site visits for tests, made through the actions that people use."""

from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.accounts.queries import actor_of
from portal.applications.models import Application
from portal.core.clock import local_date
from portal.reviews import actions
from portal.reviews.models import SiteVisit
from portal.reviews.queries import find_last_visit
from portal.reviews.types import ConcludeVisit, PlanVisit, Sighting, SightingInput, VisitVerdict
from portal.standards.queries import get_by_hash
from tests.factories.reviews import LATER, make_reviewers, review_fully


def make_visit(session: Session, application: Application, officer: Person) -> SiteVisit:
    """Called for by a standard that always asks for a visit: two good sheets are in."""
    make_reviewers(session)
    review_fully(session, application, officer)
    visit = find_last_visit(session, application)
    assert visit is not None
    return visit


def plan(session: Session, visit: SiteVisit, officer: Person, day=None) -> SiteVisit:
    command = PlanVisit(day or local_date(LATER), (officer.id,), "An expert")
    actions.plan_visit(session, visit, command, actor=actor_of(session, officer), now=LATER)
    return visit


def record(session: Session, visit: SiteVisit, officer: Person, *, unmet: str = "") -> None:
    """Every prerequisite confirmed, but `unmet`; the first indicator seen."""
    standard = get_by_hash(session, visit.application.standard_hash)
    codes = [one.code for one in standard.prerequisites] + list(standard.indicators)[:1]
    for code in codes:
        seen = Sighting.NOT_CONFIRMED if code == unmet else Sighting.CONFIRMED
        line = SightingInput(code, seen, "Seen by myself.")
        actions.record_sighting(session, visit, line, actor=actor_of(session, officer), now=LATER)


def conclude(session: Session, visit: SiteVisit, officer: Person, verdict=VisitVerdict.BORNE_OUT) -> None:
    command = ConcludeVisit(local_date(LATER), verdict, "We were there.")
    actions.conclude_visit(session, visit, command, actor=actor_of(session, officer), now=LATER)


def make_concluded(session: Session, application: Application, officer: Person, *, unmet="") -> SiteVisit:
    visit = plan(session, make_visit(session, application, officer), officer)
    record(session, visit, officer, unmet=unmet)
    conclude(session, visit, officer, VisitVerdict.DIFFERS if unmet else VisitVerdict.BORNE_OUT)
    return visit
