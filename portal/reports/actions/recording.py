"""What every verb does: move the state by the table, keep the clock, add the event, note the audit entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.calendar import city_calendar
from portal.core.errors import Invalid, NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.core.jobs.queue import enqueue
from portal.media import actions as media
from portal.media.fingerprint import is_copy
from portal.media.messages import problem_text
from portal.media.models import Photo
from portal.media.queries import list_photos as list_media_photos
from portal.media.queries import list_same_file
from portal.reports import service_level
from portal.reports.catalogue import catalogue
from portal.reports.conditions import MAX_PHOTOS
from portal.reports.models import Report, ReportEvent, ReportPhoto
from portal.reports.permissions import staff_party
from portal.reports.queries import list_after_photos_of_unit, list_photos, list_used_photo_ids
from portal.reports.rules import (
    INTERRUPTIONS,
    WITH_DISPATCHER,
    WITH_UNIT,
    WORKFLOW,
    next_state,
    staff_to_tell,
    state_to_keep,
)
from portal.reports.types import Party, PhotoKind, ReportAction, ReportState, StagedPhotos

USED_BEFORE = _l(
    "This photo has been sent in before. Please take a new one of the place as it is now; the same spot and"
    " view as in the earlier photo are just right."
)

TOLD = frozenset(
    {
        ReportAction.ACCEPT,
        ReportAction.REJECT,
        ReportAction.MERGE,
        ReportAction.UNMERGE,
        ReportAction.RELEASE,
        ReportAction.DISPATCH,
        ReportAction.ASK_REPORTER,
        ReportAction.NO_ANSWER,
        ReportAction.GRANT_EXTENSION,
        ReportAction.RESOLVE,
        ReportAction.CONFIRM,
        ReportAction.CLOSE_SILENT,
        ReportAction.DISPUTE,
        ReportAction.TRANSFER,
        ReportAction.RECEIVE_RESULT,
    }
)
"""Steps of which reporters are told: their own where staff took it, and all whose reports follow this one."""


@dataclass(frozen=True)
class By:
    """Who takes a step, as what, and when. A reporter's or supporter's account is left behind here."""

    party: Party
    actor: Actor
    now: datetime

    @classmethod
    def citizen(cls, party: Party, actor: Actor, now: datetime) -> By:
        return cls(party, Actor.guest(actor.locale), now)


def staff(actor: Actor, report: Report, action: ReportAction, now: datetime) -> By:
    """Raises Conflict for the wrong state, NotAllowed for the wrong person."""
    WORKFLOW.transition(report.state, action)
    party = staff_party(actor, report, action)
    if party is None:
        raise NotAllowed
    return By(party, actor, now)


def move(
    session: Session,
    report: Report,
    action: ReportAction,
    by: By,
    *,
    reason: str = "",
    note: str = "",
    data: dict[str, Any] | None = None,
) -> ReportEvent:
    """Take one step of the table. `reason` is for staff, `note` for everybody. Raises Conflict."""
    before = report.state
    target = next_state(before, action, report.state_before)
    if target is not before:
        report.state, report.state_before = target, state_to_keep(before, target)
        report.state_since = by.now
        _keep_clock(report, by.now)
    return add_event(session, report, action, by, source=before, reason=reason, note=note, data=data)


def add_event(
    session: Session,
    report: Report,
    action: ReportAction,
    by: By,
    *,
    source: ReportState | None,
    reason: str = "",
    note: str = "",
    data: dict[str, Any] | None = None,
) -> ReportEvent:
    """The row of the history, the audit entry, and the word to the reporter and to whose turn it is."""
    report.event_count += 1
    event = ReportEvent(
        report_id=report.id,
        seq=report.event_count,
        action=action,
        from_state=source,
        to_state=report.state,
        party=by.party,
        actor=by.actor.audit_name,
        person_id=by.actor.person_id,
        reason=reason.strip(),
        note=note.strip(),
        data=data or {},
        at=by.now,
    )
    session.add(event)
    facts = {"from": source.value if source else None, "to": report.state.value, "party": by.party.value}
    record(
        session,
        actor=by.actor,
        action=f"reports.{action.value}",
        subject=("report", report.ref),
        data=facts | (data or {}),
        now=by.now,
    )
    _tell(session, report, event)
    return event


def _tell(session: Session, report: Report, event: ReportEvent) -> None:
    payload = {"report_id": report.id, "seq": event.seq}
    if event.action in TOLD:
        enqueue(session, "reports.tell_reporter", payload)
    if staff_to_tell(event.action, event.from_state, event.to_state, urgent=report.urgent):
        enqueue(session, "reports.tell_staff", payload)


def attach_photos(
    session: Session,
    report: Report,
    kind: PhotoKind,
    staged: StagedPhotos,
    *,
    round_: int,
    now: datetime,
    field: str = "photos",
    fresh: bool = False,
) -> None:
    """Take staged photos over for the report. Raises Invalid on `field`.

    `fresh` photos must not be known already: no file that any report has, no copy of a photo of this report
    or of what its unit has shown lately. A new photo from the same spot is welcome (`media.fingerprint`).
    """
    photos = media.attach_photos(
        session, staged.refs, owner=staged.owner, now=now, most=MAX_PHOTOS, field=field
    )
    for photo in photos:
        if photo.problem is not None:
            raise Invalid.field(field, problem_text(photo.problem))
        if fresh and _known(session, report, photo):
            raise Invalid.field(field, USED_BEFORE)
    for position, photo in enumerate(photos):
        session.add(
            ReportPhoto(
                report_id=report.id,
                kind=kind,
                round=round_,
                position=position,
                photo_id=photo.id,
                added_at=now,
            )
        )


def _known(session: Session, report: Report, photo: Photo) -> bool:
    """A photo that the worker has not got to yet has no fingerprint: the panel shows what comes out then."""
    same = [other.id for other in list_same_file(session, photo)]
    if list_used_photo_ids(session, same):
        return True
    own = list_media_photos(session, [one.photo_id for one in list_photos(session, report)])
    earlier = [one.fingerprint for one in own if one.id != photo.id]
    earlier += [fingerprint for _, fingerprint in list_after_photos_of_unit(session, report)]
    return any(is_copy(photo.fingerprint, one) for one in earlier)


def _keep_clock(report: Report, now: datetime) -> None:
    """Stop the clock in an interruption, give back its time afterwards, start a dispatcher's anew."""
    if report.state in INTERRUPTIONS:
        report.paused_at = now
        return
    levels = catalogue()
    if report.state in (ReportState.RETURNED, ReportState.REOPENED) and report.paused_at is None:
        report.due_at = service_level.triage_due(
            levels.levels, urgent=report.urgent, now=now, calendar=city_calendar()
        )
    elif report.paused_at is not None and report.due_at is not None:
        if report.state in WITH_UNIT:
            level = levels.level_of(report.category)
            report.due_at = service_level.resumed_due(
                level, report.due_at, report.paused_at, now, city_calendar()
            )
        elif report.state in WITH_DISPATCHER:
            report.due_at += now - report.paused_at
    report.paused_at = None
