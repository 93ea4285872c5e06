"""Reading site visits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.accounts.models import Person
from portal.accounts.queries import list_holders_in, list_tied_to
from portal.applications.models import Application
from portal.applications.types import ApplicationState
from portal.core.actor import Actor, Role
from portal.core.errors import NotFound
from portal.core.paging import Page, page_of
from portal.media.models import Photo
from portal.media.queries import list_photos
from portal.reviews.models import (
    ReviewAssignment,
    SiteVisit,
    SiteVisitEvent,
    SiteVisitFinding,
    SiteVisitInspector,
    SiteVisitPhoto,
)
from portal.reviews.permissions import can_see_visit
from portal.reviews.queries.seats import has_reviewed
from portal.reviews.types import Sighting, VisitState


@dataclass(frozen=True)
class Inspected:
    """A visit with what was found, by code."""

    visit: SiteVisit
    findings: dict[str, SiteVisitFinding]

    @property
    def seen(self) -> dict[str, Sighting]:
        return {code: row.outcome for code, row in self.findings.items() if row.outcome is not None}


def get_visit(session: Session, no: str, *, for_update: bool = False) -> SiteVisit:
    """With its application and organisation; raises NotFound."""
    statement = (
        select(SiteVisit)
        .where(SiteVisit.no == no)
        .options(joinedload(SiteVisit.application).joinedload(Application.organisation))
    )
    if for_update:
        statement = statement.with_for_update(of=SiteVisit)
    visit = session.scalars(statement).one_or_none()
    if visit is None:
        raise NotFound
    return visit


def page_of_visits_in(
    session: Session, areas: Collection[str], cursor: str | None, *, everything: bool = False
) -> Page[SiteVisit]:
    """For staff: what is still to be done in their areas, longest waiting first; or all of them.

    A visit whose application has ended meanwhile is no longer to be done.
    """
    statement = (
        select(SiteVisit)
        .join(Application, Application.id == SiteVisit.application_id)
        .where(or_(false(), *(Application.area_code.startswith(area) for area in areas)))
        .options(contains_eager(SiteVisit.application).joinedload(Application.organisation))
    )
    if not everything:
        statement = statement.where(
            SiteVisit.state != VisitState.CONCLUDED, Application.state == ApplicationState.INSPECTING
        )
    return page_of(session, statement, order=(SiteVisit.id,), cursor=cursor, descending=everything)


def list_visits_near(session: Session, first: date, last: date, limit: int = 100) -> list[SiteVisit]:
    """Visits planned for these days of which nobody was reminded since they were planned."""
    last_step = (
        select(SiteVisitEvent.action)
        .where(SiteVisitEvent.visit_id == SiteVisit.id)
        .order_by(SiteVisitEvent.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(SiteVisit)
        .join(SiteVisit.application)
        .where(
            SiteVisit.state == VisitState.PLANNED,
            SiteVisit.planned_on.between(first, last),
            Application.state == ApplicationState.INSPECTING,
            last_step == "plan",
        )
        .options(contains_eager(SiteVisit.application).joinedload(Application.organisation))
        .order_by(SiteVisit.planned_on, SiteVisit.id)
        .limit(limit)
    )
    return list(session.scalars(statement.with_for_update(of=SiteVisit)))


def find_last_visit(session: Session, application: Application) -> SiteVisit | None:
    return session.scalars(
        select(SiteVisit)
        .where(SiteVisit.application_id == application.id)
        .order_by(SiteVisit.id.desc())
        .limit(1)
    ).first()


def inspected_of(session: Session, visit: SiteVisit) -> Inspected:
    rows = session.scalars(
        select(SiteVisitFinding).where(SiteVisitFinding.visit_id == visit.id).order_by(SiteVisitFinding.code)
    )
    return Inspected(visit, {row.code: row for row in rows})


def find_concluded(session: Session, application: Application) -> Inspected | None:
    """The last visit with its findings, if it is concluded."""
    visit = find_last_visit(session, application)
    if visit is None or visit.state is not VisitState.CONCLUDED:
        return None
    return inspected_of(session, visit)


def find_shown(session: Session, application: Application, actor: Actor) -> Inspected | None:
    """The last visit as this actor may see it: nothing for who has a reviewer's seat."""
    seated = has_reviewed(session, application.id, actor.person_id or 0)
    visit = find_last_visit(session, application)
    if visit is None or not can_see_visit(actor, application, seated=seated):
        return None
    return inspected_of(session, visit)


def list_inspectors(session: Session, visit: SiteVisit) -> list[int]:
    """The people who go, by id."""
    return list(
        session.scalars(
            select(SiteVisitInspector.person_id)
            .where(SiteVisitInspector.visit_id == visit.id)
            .order_by(SiteVisitInspector.person_id)
        )
    )


def list_eligible_inspectors(session: Session, application: Application) -> list[Person]:
    """Who may be sent: officers of the area with no tie to the applicant and no reviewer's seat."""
    members = list_tied_to(session, application.organisation_id, since=application.created_at)
    seats = select(ReviewAssignment.reviewer_id).where(ReviewAssignment.application_id == application.id)
    tied = {*members, *session.scalars(seats)}
    officers = list_holders_in(session, Role.CERTIFICATION_OFFICER, application.area_code)
    return [person for person in officers if person.id not in tied]


def list_visit_photos(session: Session, visit: SiteVisit) -> list[Photo]:
    ids = session.scalars(
        select(SiteVisitPhoto.photo_id).where(SiteVisitPhoto.visit_id == visit.id).order_by(SiteVisitPhoto.id)
    )
    return list_photos(session, list(ids))


def count_visit_photos(session: Session, visit: SiteVisit) -> int:
    statement = select(func.count()).select_from(SiteVisitPhoto)
    return session.scalar(statement.where(SiteVisitPhoto.visit_id == visit.id)) or 0


def list_visit_events(session: Session, visit: SiteVisit) -> list[SiteVisitEvent]:
    return list(
        session.scalars(
            select(SiteVisitEvent).where(SiteVisitEvent.visit_id == visit.id).order_by(SiteVisitEvent.seq)
        )
    )
