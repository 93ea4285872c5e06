"""Who may be drawn for an application, and what eligibility asks of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import OrganisationMember, Person, RoleGrant
from portal.accounts.queries import tied_since
from portal.accounts.types import PersonState
from portal.applications.models import Application, ApplicationEvent
from portal.audit.queries import list_people_on, people_named
from portal.core.actor import Role, covers
from portal.reviews.drawing import Candidate, Case
from portal.reviews.models import AssignmentEvent, ReviewAssignment, SiteVisit, SiteVisitInspector

_DISTRICT = 6
"""Digits of a district's code."""


def list_candidates(session: Session, area: str, *, since: datetime) -> list[Candidate]:
    """All active reviewers whose grant covers `area`, with their organisations since then."""
    grants = session.execute(
        select(RoleGrant.person_id, RoleGrant.area_code)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role == Role.REVIEWER,
            RoleGrant.ended_at.is_(None),
            Person.state == PersonState.ACTIVE,
        )
        .order_by(RoleGrant.person_id)
    ).all()
    fitting = {person: code for person, code in grants if covers(code, area)}
    members: defaultdict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(OrganisationMember.person_id, OrganisationMember.organisation_id)
        .where(OrganisationMember.person_id.in_(fitting), tied_since(since))
        .order_by(OrganisationMember.id)
    )
    for person, organisation in rows:
        members[person].add(organisation)
    return [
        Candidate(person, frozenset(members[person]), code if code and len(code) >= _DISTRICT else None)
        for person, code in fitting.items()
    ]


def case_of(session: Session, application: Application) -> Case:
    """What eligibility asks of the application: its seats so far, and who has acted on it as staff."""
    seated = session.scalars(
        select(ReviewAssignment.reviewer_id).where(ReviewAssignment.application_id == application.id)
    )
    return Case(
        application.organisation_id,
        application.area_code[:_DISTRICT],
        frozenset(seated),
        _deciders(session, application),
    )


def _deciders(session: Session, application: Application) -> frozenset[int]:
    """Who has done anything to it, or goes to see it on site. The log learns of a step when it is committed,
    so whoever frees a seat just now is found by the steps of the seats.
    """
    moved = select(ApplicationEvent.person_id).where(ApplicationEvent.application_id == application.id)
    inspects = (
        select(SiteVisitInspector.person_id)
        .join(SiteVisit, SiteVisit.id == SiteVisitInspector.visit_id)
        .where(SiteVisit.application_id == application.id)
    )
    seats = (
        select(AssignmentEvent.actor)
        .join(ReviewAssignment, ReviewAssignment.id == AssignmentEvent.assignment_id)
        .where(ReviewAssignment.application_id == application.id)
    )
    named = {*session.scalars(moved), *session.scalars(inspects)}
    acted = list_people_on(session, ("application", application.ref)) | people_named(session.scalars(seats))
    return acted | {person for person in named if person is not None}
