"""Visits to the site: called for, planned, what was found line by line, photos, the conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.types import ApplicationState, MoveApplication
from portal.audit.rules import begins_sitting
from portal.core.actor import Actor
from portal.core.clock import local_date
from portal.core.db import add_numbered, next_number
from portal.core.errors import Conflict, Invalid, NotFound, require
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import new_ref
from portal.media.actions import attach_photos, remove_photo
from portal.media.messages import too_many
from portal.media.models import Photo
from portal.reviews import messages
from portal.reviews.actions.stale import StaleLine
from portal.reviews.actions.trail import record_verb
from portal.reviews.models import (
    SiteVisit,
    SiteVisitEvent,
    SiteVisitFinding,
    SiteVisitInspector,
    SiteVisitPhoto,
)
from portal.reviews.permissions import can_arrange_visit, can_inspect
from portal.reviews.queries import (
    count_visit_photos,
    get_combined,
    has_reviewed,
    inspected_of,
    list_eligible_inspectors,
    list_inspectors,
)
from portal.reviews.rules import SITE_VISIT, not_looked_at, verdict_fits
from portal.reviews.types import ConcludeVisit, PlanVisit, Sighting, SightingInput, VisitState
from portal.standards.queries import get_by_hash

MOST_PHOTOS = 30
"""Of one visit."""


def call_visit(session: Session, application: Application, *, actor: Actor, now: datetime) -> SiteVisit:
    """Send inspectors: by the standard's rule, or by an officer once every reviewer has handed in.

    Never earlier: what is found on site must not reach a sheet that is still open.
    """
    if not actor.is_system:
        require(can_arrange_visit(actor, application, seated=_seated(session, application, actor)))
        try:
            get_combined(session, application)
        except NotFound as error:
            raise Conflict(_l("Not every reviewer has handed in yet.")) from error
    applications.move(session, application, MoveApplication("inspect"), actor=actor, now=now)
    visit = SiteVisit(
        application_id=application.id,
        state=VisitState(SITE_VISIT.next_state(None, "call")),
        called_at=now,
    )
    visit.application = application
    add_numbered(session, visit, SiteVisit.no, lambda: new_ref("V", now))
    note_visit(session, visit, "call", None, actor=actor, now=now)
    message = messages.site_visit(application, applications.title_of(session, application))
    applications.tell_organisation(session, application.organisation_id, message, now=now)
    return visit


def plan_visit(
    session: Session, visit: SiteVisit, command: PlanVisit, *, actor: Actor, now: datetime
) -> None:
    """Say when and who; again as often as needed until it is concluded."""
    require(can_arrange_visit(actor, visit.application, seated=_seated(session, visit.application, actor)))
    _must_be_going_on(visit)
    if command.day < local_date(now):
        raise Invalid.field("day", _l("Choose today or a later day."))
    eligible = {person.id for person in list_eligible_inspectors(session, visit.application)}
    if not command.inspectors or not set(command.inspectors) <= eligible:
        raise Invalid.field("inspectors", _l("Choose at least one inspector from the list."))
    before = visit.state
    visit.state = VisitState(SITE_VISIT.next_state(before, "plan"))
    visit.planned_on, visit.accompanied_by = command.day, command.accompanied_by
    session.execute(delete(SiteVisitInspector).where(SiteVisitInspector.visit_id == visit.id))
    session.add_all(SiteVisitInspector(visit_id=visit.id, person_id=one) for one in command.inspectors)
    session.flush()
    note_visit(session, visit, "plan", before, actor=actor, now=now, data={"day": command.day.isoformat()})


def record_sighting(
    session: Session, visit: SiteVisit, line: SightingInput, *, actor: Actor, now: datetime
) -> SiteVisitFinding:
    """Keep one line. Raises StaleLine, or Invalid where a line that is not confirmed does not say why.

    Every other outcome has its entry; words that save themselves have one a sitting.
    """
    require_inspector(session, visit, actor)
    standard = get_by_hash(session, visit.application.standard_hash)
    if line.code not in standard.indicators and line.code not in {one.code for one in standard.prerequisites}:
        raise NotFound
    if line.outcome is Sighting.NOT_CONFIRMED and not line.note:
        raise Invalid.field("note", _l("Say what was found instead."))
    row = session.scalars(
        select(SiteVisitFinding).where(
            SiteVisitFinding.visit_id == visit.id, SiteVisitFinding.code == line.code
        )
    ).one_or_none()
    if row is None:
        row = SiteVisitFinding(visit_id=visit.id, code=line.code, version=0)
        session.add(row)
    elif (row.outcome, row.note) == (line.outcome, line.note):
        return row
    elif row.version != line.based_on:
        raise StaleLine(row)
    first = row.outcome != line.outcome or begins_sitting(row.updated_at, now)
    row.outcome, row.note = line.outcome, line.note
    row.version, row.updated_at = row.version + 1, now
    session.flush()
    if first:
        data = {"visit": visit.no, "code": row.code, "outcome": row.outcome, "version": row.version}
        record_verb(session, visit.application, "record_sighting", data, actor, now)
    return row


def add_visit_photos(
    session: Session, visit: SiteVisit, refs: Sequence[str], *, owner: str, actor: Actor, now: datetime
) -> None:
    """Link photos that this browser has staged."""
    require_inspector(session, visit, actor)
    if not refs:
        raise Invalid.field("photos", _l("Choose at least one photo."))
    if count_visit_photos(session, visit) + len(refs) > MOST_PHOTOS:
        raise Invalid.field("photos", too_many(MOST_PHOTOS))
    photos = attach_photos(session, refs, owner=owner, now=now)
    session.add_all(SiteVisitPhoto(visit_id=visit.id, photo_id=photo.id) for photo in photos)
    session.flush()
    data = {"visit": visit.no, "photos": len(photos)}
    record_verb(session, visit.application, "add_visit_photos", data, actor, now)


def remove_visit_photo(
    session: Session, visit: SiteVisit, photo: Photo, *, actor: Actor, now: datetime
) -> None:
    """Take a photo out again, row and files, as long as the visit is not concluded."""
    require_inspector(session, visit, actor)
    link = session.scalars(
        select(SiteVisitPhoto).where(SiteVisitPhoto.visit_id == visit.id, SiteVisitPhoto.photo_id == photo.id)
    ).one_or_none()
    if link is None:
        raise NotFound
    session.delete(link)
    session.flush()
    remove_photo(session, photo)
    record_verb(session, visit.application, "remove_visit_photo", {"visit": visit.no}, actor, now)


def conclude_visit(
    session: Session, visit: SiteVisit, command: ConcludeVisit, *, actor: Actor, now: datetime
) -> None:
    """Freeze what was found. The officer then proposes or refuses with it at hand."""
    require_inspector(session, visit, actor)
    standard = get_by_hash(session, visit.application.standard_hash)
    seen = inspected_of(session, visit).seen
    errors = {}
    if not local_date(visit.called_at) <= command.visited_on <= local_date(now):
        errors["visited_on"] = [
            _l("Enter the day of the visit: not before it was called for, not later than today.")
        ]
    if not verdict_fits(command.verdict, seen):
        errors["verdict"] = [_l("A line was not confirmed, so the place differs from what was stated.")]
    if not command.summary:
        errors["summary"] = [_l("Sum up what was found.")]
    left = not_looked_at(standard, seen)
    if left:
        first = applications.names_of_items(standard)[left[0]]
        errors[""] = [
            _l(
                "Prerequisites on which nothing is said yet: %(num)s. The first: %(name)s",
                num=len(left),
                name=first,
            )
        ]
    if errors:
        raise Invalid(errors)
    before = visit.state
    visit.state = VisitState(SITE_VISIT.next_state(before, "conclude"))
    visit.visited_on, visit.verdict, visit.summary = command.visited_on, command.verdict, command.summary
    visit.concluded_at, visit.concluded_by_id = now, actor.person_id
    session.flush()
    note_visit(
        session, visit, "conclude", before, actor=actor, now=now, data={"verdict": command.verdict.value}
    )


def require_inspector(session: Session, visit: SiteVisit, actor: Actor) -> None:
    """One of those who go, and the visit still going on."""
    seated = _seated(session, visit.application, actor)
    require(can_inspect(actor, visit, list_inspectors(session, visit), seated=seated))
    _must_be_going_on(visit)


def _must_be_going_on(visit: SiteVisit) -> None:
    """Neither concluded, nor has the application ended meanwhile."""
    if visit.state is VisitState.CONCLUDED:
        raise Conflict(_l("The visit is concluded; nothing can be changed any more."))
    if visit.application.state is not ApplicationState.INSPECTING:
        raise Conflict(_l("The application has moved on; the visit is no longer needed."))


def _seated(session: Session, application: Application, actor: Actor) -> bool:
    return has_reviewed(session, application.id, actor.person_id or 0)


def note_visit(
    session: Session,
    visit: SiteVisit,
    action: str,
    before: VisitState | None,
    *,
    actor: Actor,
    now: datetime,
    data: dict[str, str] | None = None,
) -> None:
    session.add(
        SiteVisitEvent(
            visit_id=visit.id,
            seq=next_number(session, SiteVisitEvent.seq, SiteVisitEvent.visit_id == visit.id),
            action=action,
            from_state=before,
            to_state=visit.state,
            actor=actor.audit_name,
            at=now,
        )
    )
    record_verb(session, visit.application, f"{action}_visit", {"visit": visit.no} | (data or {}), actor, now)
