"""Several reports of one dumping: one leads, the others follow it, and each can be taken out again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import normal_ref
from portal.reports import rules
from portal.reports.actions.recording import move, staff
from portal.reports.models import Report
from portal.reports.queries import get_report, list_followers
from portal.reports.types import MergeReport, ReportAction, UnmergeReport


def merge(session: Session, report: Report, command: MergeReport, *, actor: Actor, now: datetime) -> None:
    """Let `report` follow the lead. Reports that followed it follow the new lead too."""
    by = staff(actor, report, ReportAction.MERGE, now)
    lead = _lead(session, command.lead_ref)
    rules.check_lead(same=lead.id == report.id, state=lead.state)
    for follower in list_followers(session, report):
        follower.lead_id = lead.id
    report.lead_id = lead.id
    move(session, report, ReportAction.MERGE, by, note=command.note, data={"lead": lead.ref})


def unmerge(session: Session, report: Report, command: UnmergeReport, *, actor: Actor, now: datetime) -> None:
    by = staff(actor, report, ReportAction.UNMERGE, now)
    rules.needed("reason", command.reason)
    report.lead_id = None
    move(session, report, ReportAction.UNMERGE, by, reason=command.reason)


def _lead(session: Session, ref: str) -> Report:
    try:
        return get_report(session, normal_ref(ref), for_change=True)
    except NotFound:
        raise Invalid.field("lead_ref", _l("There is no report with this number.")) from None
