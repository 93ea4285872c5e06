"""Decisions, notices and certificates for tests, made through the actions that people use."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.accounts.queries import actor_of
from portal.applications.models import Application
from portal.core.actor import Actor, Role
from portal.core.clock import WorkCalendar
from portal.publication.actions.decision import decide
from portal.publication.actions.measure import confirm_measure, propose_measure
from portal.publication.actions.notice import close, open_notice
from portal.publication.models import Certificate, CertificateMeasure, Notice
from portal.publication.types import Decide, DecisionKind, MeasureKind, ProposeMeasure
from tests.factories.accounts import NOW, make_staff
from tests.factories.reviews import make_officer, make_reviewers, review_fully

LATER = NOW + timedelta(hours=2)


def make_publisher(session: Session, area="9901") -> Person:
    return make_staff(session, Role.PUBLISHER, area=area)


def make_proposed(session: Session, application: Application, officer: Person | None = None) -> Application:
    """Two good sheets and the officer's proposal."""
    officer = officer or make_officer(session)
    make_reviewers(session)
    review_fully(session, application, officer)
    command = Decide(DecisionKind.PROPOSE, "All is proved.")
    decide(session, application, command, actor=actor_of(session, officer), now=LATER)
    return application


def make_notice(
    session: Session, application: Application, publisher: Person | None = None, seconds=60
) -> Notice:
    publisher = publisher or make_publisher(session)
    return open_notice(
        session,
        make_proposed(session, application),
        actor=actor_of(session, publisher),
        calendar=WorkCalendar(),
        now=LATER,
        demo_seconds=seconds,
    )


def make_certificate(
    session: Session, application: Application, *, now: datetime | None = None
) -> Certificate:
    """Issued as soon as its notice ends, or later."""
    notice = make_notice(session, application)
    certificate = close(session, notice, actor=Actor.system(), now=now or notice.ends_at)
    assert certificate is not None
    return certificate


def make_measure(
    session: Session,
    certificate: Certificate,
    kind: MeasureKind,
    *,
    officer: Person | None = None,
    publisher: Person | None = None,
    ground: str = "",
    successor: int | None = None,
    now: datetime = LATER,
) -> CertificateMeasure:
    """Proposed by an officer; confirmed as well if a publisher is given."""
    proposer = actor_of(session, officer or make_officer(session))
    command = ProposeMeasure(kind, "Seen on site.", ground, successor)
    measure = propose_measure(session, certificate, command, actor=proposer, now=now)
    if publisher:
        confirm_measure(session, certificate, measure, actor=actor_of(session, publisher), now=now)
    return measure
