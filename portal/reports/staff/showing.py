"""A report as staff see it: its clock, its photos, its whole history. Never who reported it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.queries import names_of_staff
from portal.core.calendar import city_calendar
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.media.fingerprint import is_copy, look_alike
from portal.media.models import Photo
from portal.media.presentation import ShownPhoto, shown_to_reader
from portal.media.queries import list_photos as list_media_photos
from portal.media.rules import WORKFLOW as PHOTO_WORKFLOW
from portal.reports.catalogue import Catalogue
from portal.reports.messages import PARTIES, STEPS, Shown
from portal.reports.models import Report, ReportEvent, ReportPhoto
from portal.reports.queries import list_after_photos_of_unit, list_photos
from portal.reports.rules import WITH_DISPATCHER, WITH_UNIT
from portal.reports.service_level import is_overdue, is_provisional
from portal.reports.types import PhotoKind

SOON = timedelta(hours=24)
_KINDS = (PhotoKind.BEFORE, PhotoKind.ANSWER, PhotoKind.DISPUTE, PhotoKind.AFTER)
"""As they come about: the photos of one round end with those of the work done."""


@dataclass(frozen=True)
class Due:
    """When whoever holds the report should have moved it on, and how that looks."""

    at: datetime
    label: Text = ""
    tone: str = "neutral"
    icon: str = "clock"
    provisional: bool = False


def due_of(report: Report, now: datetime) -> Due | None:
    """None where nobody owes the next step."""
    if report.due_at is None or report.state not in WITH_DISPATCHER | WITH_UNIT:
        return None
    provisional = is_provisional(report.due_at, city_calendar())
    if report.paused_at is not None:
        return Due(report.due_at, _l("Clock stopped"), "waiting", "circle-pause", provisional)
    if is_overdue(report.due_at, report.paused_at, now):
        return Due(report.due_at, _l("Overdue"), "danger", "circle-alert", provisional)
    if report.due_at - now <= SOON:
        return Due(report.due_at, _l("Due soon"), "warning", "clock", provisional)
    return Due(report.due_at, _l("In time"), "success", "circle-check", provisional)


@dataclass(frozen=True)
class WorkPhoto:
    """One photo with what a dispatcher may decide on it."""

    kind: PhotoKind
    round: int
    photo: ShownPhoto
    may_publish: bool
    may_withhold: bool
    may_retry: bool
    doubt: Text = ""
    """Why an after-photo may be no new one: it looks like another that the report or its unit had shown."""


def photos_of(session: Session, report: Report, now: datetime) -> list[WorkPhoto]:
    """All photos in order. Call it after the permission to see the report has said yes."""
    rows = list_photos(session, report)
    media = {photo.id: photo for photo in list_media_photos(session, [row.photo_id for row in rows])}
    doubts = _doubts(session, report, rows, media)
    shown = [
        _work_photo(row.kind, row.round, media[row.photo_id], now, doubts.get(row.photo_id, ""))
        for row in rows
    ]
    return sorted(shown, key=lambda one: (one.round, _KINDS.index(one.kind)))


def _work_photo(kind: PhotoKind, round_: int, photo: Photo, now: datetime, doubt: Text) -> WorkPhoto:
    return WorkPhoto(
        kind,
        round_,
        shown_to_reader(photo, now),
        PHOTO_WORKFLOW.allows(photo.state, "confirm"),
        PHOTO_WORKFLOW.allows(photo.state, "withhold"),
        PHOTO_WORKFLOW.allows(photo.state, "retry"),
        doubt,
    )


def _doubts(
    session: Session, report: Report, rows: Sequence[ReportPhoto], media: Mapping[int, Photo]
) -> dict[int, Text]:
    """By photo id, for after-photos that nobody has decided on. Within a report the same view is wanted, so
    only a copy is a doubt there; the same view at another place is one."""
    waiting = [
        media[row.photo_id]
        for row in rows
        if row.kind is PhotoKind.AFTER and PHOTO_WORKFLOW.allows(media[row.photo_id].state, "confirm")
    ]
    others = list_after_photos_of_unit(session, report) if waiting else []
    doubts: dict[int, Text] = {}
    for photo in waiting:
        earlier = [other for other in media.values() if other.id < photo.id]
        like = next((ref for ref, one in others if look_alike(photo.fingerprint, one)), None)
        if any(is_copy(photo.fingerprint, other.fingerprint) for other in earlier):
            doubts[photo.id] = _l("Hardly differs from an earlier photo of this report. Please compare.")
        elif like is not None:
            doubts[photo.id] = _l("Looks much like a photo of %(ref)s. Please compare.", ref=like)
    return doubts


@dataclass(frozen=True)
class WorkStep:
    """One line of the history with what is for staff only."""

    shown: Shown
    at: datetime
    by: Text
    detail: Text
    note: str
    internal: str


def history_of(
    session: Session, events: Sequence[ReportEvent], units: Mapping[str, str], content: Catalogue
) -> list[WorkStep]:
    """The whole history; `units` are names by code."""
    names = names_of_staff(session, {event.person_id for event in events if event.person_id is not None})
    return [_step(event, names, units, content) for event in events]


def _step(
    event: ReportEvent, names: Mapping[int, str], units: Mapping[str, str], content: Catalogue
) -> WorkStep:
    party = PARTIES[event.party]
    name = names.get(event.person_id or 0)
    code = event.data.get("reason_code")
    return WorkStep(
        STEPS[event.action],
        event.at,
        f"{party} · {name}" if name else party,
        _detail(event, units, content),
        event.note,
        "" if event.reason == code else event.reason,
    )


def _detail(event: ReportEvent, units: Mapping[str, str], content: Catalogue) -> Text:
    """What was decided, in the words of the city's own lists."""
    data = event.data
    if "unit" in data:
        return units.get(str(data["unit"]), str(data["unit"]))
    if "lead" in data:
        return str(data["lead"])
    for key, reasons in (
        ("reason_code", content.rejection_reasons),
        ("ground", content.return_grounds),
        ("body", content.receiving_bodies),
    ):
        if data.get(key) in reasons:
            return reasons[data[key]].text.text()
    return ""
