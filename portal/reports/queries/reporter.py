"""What a reporter sees of their own reports, and who is told of a step."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.accounts.models import Person
from portal.accounts.queries import list_handlers_of, list_holders_in
from portal.core.actor import Role
from portal.core.paging import Page, page_of
from portal.core.sealing import Sealer
from portal.notifications.types import Discreet, Outsider, Recipient
from portal.reports.models import Report, ReportEvent, ReportReporter
from portal.reports.rules import ACCOUNT_MARK, account_purpose, email_purpose, staff_to_tell
from portal.reports.types import Party


def find_for_tracking(session: Session, ref: str) -> tuple[Report, ReportReporter] | None:
    """The report and its reporter's row, for the one who proves to hold the secret."""
    row = session.execute(
        select(Report, ReportReporter)
        .join(ReportReporter, ReportReporter.report_id == Report.id)
        .where(Report.ref == ref)
        .options(joinedload(Report.unit), joinedload(Report.lead))
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def find_recipient(session: Session, reporter: ReportReporter, sealer: Sealer) -> Recipient | None:
    """How the reporter can be told something: by account, or at the address they left; None for neither."""
    if reporter.sealed_account is not None:
        opened = sealer.open(reporter.sealed_account, account_purpose(reporter.report_id))
        person = session.get(Person, int(opened))
        return Discreet(person, sealer) if person else None
    if reporter.sealed_email is not None:
        return Outsider(reporter.sealed_email, email_purpose(reporter.report_id), reporter.locale)
    return None


def list_staff_to_tell(session: Session, report: Report, event: ReportEvent) -> list[Person]:
    """Who has to know of a step for their work, but for the one who took it."""
    party = staff_to_tell(event.action, event.from_state, event.to_state, urgent=report.urgent)
    found: list[Person] = []
    if party is Party.DISPATCHER:
        found = list_holders_in(session, Role.DISPATCHER, report.area_code)
    elif party is Party.HANDLER and report.unit_id is not None:
        found = list_handlers_of(session, report.unit_id)
    return [person for person in found if person.id != event.person_id]


def page_of_reports_by(
    session: Session, person_id: int, sealer: Sealer, cursor: str | None = None
) -> Page[ReportReporter]:
    """The reports made from an account, newest first."""
    marks = sealer.marks(str(person_id), ACCOUNT_MARK)
    statement = (
        select(ReportReporter)
        .join(ReportReporter.report)
        .options(contains_eager(ReportReporter.report).joinedload(Report.unit))
        .where(ReportReporter.account_mark.in_(marks))
    )
    return page_of(session, statement, order=(ReportReporter.report_id,), cursor=cursor)
