"""What a dispatcher decides: take it up, refuse it, send it to a unit, or hand it to another body."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.calendar import city_calendar
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.reports import conditions, service_level
from portal.reports.actions.recording import move, staff
from portal.reports.catalogue import catalogue
from portal.reports.models import Report
from portal.reports.queries import find_unit
from portal.reports.types import (
    AcceptReport,
    DispatchReport,
    Extension,
    ReceiveResult,
    RejectReport,
    ReportAction,
    TransferReport,
)


def accept(session: Session, report: Report, command: AcceptReport, *, actor: Actor, now: datetime) -> None:
    by = staff(actor, report, ReportAction.ACCEPT, now)
    move(
        session,
        report,
        ReportAction.ACCEPT,
        by,
        note=command.note,
    )


def reject(session: Session, report: Report, command: RejectReport, *, actor: Actor, now: datetime) -> None:
    """Refuse with a reason from the city's list, which also says where to turn instead."""
    by = staff(actor, report, ReportAction.REJECT, now)
    content = catalogue()
    if command.reason_code not in content.rejection_reasons:
        raise Invalid.field("reason_code", _l("Choose a reason."))
    move(
        session,
        report,
        ReportAction.REJECT,
        by,
        reason=command.reason_code,
        note=command.note,
        data={"reason_code": command.reason_code},
    )
    report.closed_at = now


def dispatch(
    session: Session, report: Report, command: DispatchReport, *, actor: Actor, now: datetime
) -> None:
    """Send to a unit, correcting the category where needed; starts the service-level clock."""
    by = staff(actor, report, ReportAction.DISPATCH, now)
    content = catalogue()
    unit = find_unit(session, command.unit_id)
    if unit is None:
        raise Invalid.field("unit_id", _l("Choose a unit."))
    category = content.category(command.category or report.category)
    report.category, report.urgent = category.code, category.urgent
    report.unit_id, report.dispatched_at = unit.id, now
    report.due_at = service_level.handling_due(content.level_of(category.code), now, city_calendar())
    if report.extension is not Extension.GRANTED:
        report.extension = Extension.NONE
    move(
        session,
        report,
        ReportAction.DISPATCH,
        by,
        note=command.note,
        data={"unit": unit.code, "category": category.code, "due_at": report.due_at.isoformat()},
    )


def transfer(
    session: Session, report: Report, command: TransferReport, *, actor: Actor, now: datetime
) -> None:
    """Hand over to a body outside the portal, from the city's list."""
    by = staff(actor, report, ReportAction.TRANSFER, now)
    content = catalogue()
    if command.body not in content.receiving_bodies:
        raise Invalid.field("body", _l("Choose the body that takes it over."))
    conditions.needed("reason", command.reason)
    report.receiving_body = command.body
    move(
        session,
        report,
        ReportAction.TRANSFER,
        by,
        note=command.reason,
        data={"body": command.body},
    )


def receive_result(
    session: Session, report: Report, command: ReceiveResult, *, actor: Actor, now: datetime
) -> None:
    """Close a transferred report with what the other body answered; everybody can read it."""
    by = staff(actor, report, ReportAction.RECEIVE_RESULT, now)
    conditions.needed("result", command.result)
    report.closed_at = now
    move(
        session,
        report,
        ReportAction.RECEIVE_RESULT,
        by,
        note=command.result,
    )
