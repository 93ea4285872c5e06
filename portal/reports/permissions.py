"""Who may do what with a report. The table names the party; here it is held against area, unit and secret."""

from __future__ import annotations

from portal.core.actor import Actor, Role
from portal.core.ids import digest, normal_secret, same
from portal.core.sealing import Sealer
from portal.reports.models import Report, ReportReporter
from portal.reports.rules import ACCOUNT_MARK, WITH_UNIT, WORKFLOW
from portal.reports.types import Extension, Party, ReportAction, ReportState, Visibility

SEEN_BY_UNIT = WITH_UNIT | {ReportState.RESOLVED, ReportState.CLOSED}
"""States in which the unit of a report may open it."""


def staff_party(actor: Actor, report: Report, action: ReportAction) -> Party | None:
    """As what `actor` may take `action` on `report` in its present state; None where they may not."""
    if not WORKFLOW.allows(report.state, action):
        return None
    who = WORKFLOW.transition(report.state, action).who
    if Party.DISPATCHER in who and is_dispatcher(actor, report):
        return Party.DISPATCHER
    if Party.HANDLER in who and is_handler(actor, report):
        return Party.HANDLER
    if Party.SYSTEM in who and actor.is_system:
        return Party.SYSTEM
    return None


def possible_actions(actor: Actor, report: Report) -> tuple[ReportAction, ...]:
    """What a member of staff can do with the report now: the buttons on its page."""
    found = (ReportAction(action) for action in WORKFLOW.actions_from(report.state))
    return tuple(a for a in found if staff_party(actor, report, a) and _sensible(report, a))


def is_dispatcher(actor: Actor, report: Report) -> bool:
    return actor.has(Role.DISPATCHER, area=report.area_code)


def is_handler(actor: Actor, report: Report) -> bool:
    """A handler of the unit that holds the report. After the resolution there is nothing left to handle."""
    return report.unit_id is not None and actor.has(Role.HANDLER, unit_id=report.unit_id)


def can_see_for_work(actor: Actor, report: Report) -> bool:
    """The panel's page of the report: its dispatchers, its unit, and auditors of the area."""
    if is_dispatcher(actor, report) or actor.has(Role.AUDITOR, area=report.area_code):
        return True
    return report.state in SEEN_BY_UNIT and is_handler(actor, report)


def can_see_publicly(report: Report) -> bool:
    return report.visibility is Visibility.PUBLIC


def proves_reporter(reporter: ReportReporter, secret: str) -> bool:
    """Whether `secret`, as a person typed it, is the tracking code of the report."""
    return same(digest(normal_secret(secret)), reporter.secret_hash)


def is_reporter(actor: Actor, reporter: ReportReporter, sealer: Sealer) -> bool:
    """Whether the report was made from the actor's own account."""
    return actor.signed_in and reporter.account_mark in sealer.marks(str(actor.person_id), ACCOUNT_MARK)


def _sensible(report: Report, action: ReportAction) -> bool:
    """Leave out what the table allows but the request for more time does not."""
    asked = report.extension is Extension.ASKED
    if action is ReportAction.ASK_EXTENSION:
        return report.extension in (Extension.NONE, Extension.REFUSED)
    if action in (ReportAction.GRANT_EXTENSION, ReportAction.REFUSE_EXTENSION):
        return asked
    return True
