"""What a unit does: take it, give it back, ask, ask for time, show that it is done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.calendar import city_calendar
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.reports import conditions, service_level
from portal.reports.actions.recording import attach_photos, move, staff
from portal.reports.catalogue import catalogue
from portal.reports.models import Report
from portal.reports.types import (
    AskExtension,
    AskReporter,
    Extension,
    GrantExtension,
    PhotoKind,
    RefuseExtension,
    ReportAction,
    ResolveReport,
    ReturnReport,
)


def take(session: Session, report: Report, *, actor: Actor, now: datetime) -> None:
    move(session, report, ReportAction.TAKE, staff(actor, report, ReportAction.TAKE, now))


def return_(session: Session, report: Report, command: ReturnReport, *, actor: Actor, now: datetime) -> None:
    """Give back to the dispatcher, with a ground from the city's list and within the days allowed."""
    by = staff(actor, report, ReportAction.RETURN, now)
    content = catalogue()
    if command.ground not in content.return_grounds:
        raise Invalid.field("ground", _l("Choose a reason."))
    days = content.levels.return_within_working_days
    if report.dispatched_at and not service_level.may_return(
        report.dispatched_at, now, days, city_calendar()
    ):
        raise Conflict(
            _l("A report can be returned within %(days)s working days of its dispatch only.", days=days)
        )
    report.returns += 1
    move(
        session,
        report,
        ReportAction.RETURN,
        by,
        reason=command.note,
        data={"ground": command.ground},
    )


def ask_reporter(
    session: Session, report: Report, command: AskReporter, *, actor: Actor, now: datetime
) -> None:
    """Put a question to the reporter; the clock stands still until the answer."""
    by = staff(actor, report, ReportAction.ASK_REPORTER, now)
    conditions.needed("question", command.question)
    move(session, report, ReportAction.ASK_REPORTER, by, note=command.question)


def ask_extension(
    session: Session, report: Report, command: AskExtension, *, actor: Actor, now: datetime
) -> None:
    by = staff(actor, report, ReportAction.ASK_EXTENSION, now)
    conditions.check_extension(ReportAction.ASK_EXTENSION, report.extension)
    conditions.needed("reason", command.reason)
    report.extension = Extension.ASKED
    move(session, report, ReportAction.ASK_EXTENSION, by, reason=command.reason)


def grant_extension(
    session: Session, report: Report, command: GrantExtension, *, actor: Actor, now: datetime
) -> None:
    """Move the deadline once; the reporter reads the note."""
    by = staff(actor, report, ReportAction.GRANT_EXTENSION, now)
    conditions.check_extension(ReportAction.GRANT_EXTENSION, report.extension)
    level = catalogue().level_of(report.category)
    report.extension = Extension.GRANTED
    report.due_at = service_level.extended_due(level, report.due_at or now, city_calendar())
    data = {"due_at": report.due_at.isoformat()}
    move(session, report, ReportAction.GRANT_EXTENSION, by, note=command.note, data=data)


def refuse_extension(
    session: Session, report: Report, command: RefuseExtension, *, actor: Actor, now: datetime
) -> None:
    by = staff(actor, report, ReportAction.REFUSE_EXTENSION, now)
    conditions.check_extension(ReportAction.REFUSE_EXTENSION, report.extension)
    conditions.needed("reason", command.reason)
    report.extension = Extension.REFUSED
    move(session, report, ReportAction.REFUSE_EXTENSION, by, reason=command.reason)


def resolve(session: Session, report: Report, command: ResolveReport, *, actor: Actor, now: datetime) -> None:
    """Say that it is done and show it: photos that were not used before, or the reason why there are none."""
    by = staff(actor, report, ReportAction.RESOLVE, now)
    conditions.needed("note", command.note)
    conditions.check_evidence(len(command.after_photos), command.no_photo_reason)
    conditions.check_photo_count("after_photos", len(command.after_photos))
    attach_photos(
        session,
        report,
        PhotoKind.AFTER,
        command.after_photos,
        round_=report.reopens,
        now=now,
        field="after_photos",
        fresh=True,
    )
    report.resolved_at = now
    data = {
        "photos": len(command.after_photos),
        "late": service_level.is_overdue(report.due_at, report.paused_at, now),
    }
    move(
        session,
        report,
        ReportAction.RESOLVE,
        by,
        reason=command.no_photo_reason,
        note=command.note,
        data=data,
    )
