"""Several reports of one dumping: one leads, the others follow it, and each can be taken out again.

A follower lends its people to the lead: its reporter and its supporters count there and may dispute it
together. They stay its own, and leave with it when it is taken out, or when the lead is withdrawn.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import normal_ref
from portal.reports import conditions
from portal.reports.actions.recording import move, staff
from portal.reports.models import Report, ReportSupporter
from portal.reports.permissions import is_dispatcher
from portal.reports.queries import get_report, get_reporter, list_followers, list_supporters
from portal.reports.types import MergeReport, ReportAction, ReportState, UnmergeReport


def merge(session: Session, report: Report, command: MergeReport, *, actor: Actor, now: datetime) -> None:
    """Let `report` follow the lead. What followed it follows the new lead too, and so do all people."""
    by = staff(actor, report, ReportAction.MERGE, now)
    lead = _lead(session, command.lead_ref, actor)
    conditions.check_lead(same=lead.id == report.id, state=lead.state)
    followers = list_followers(session, report)
    for follower in followers:
        _take_back(session, follower, report)
        follower.lead_id = lead.id
    report.lead_id = lead.id
    move(session, report, ReportAction.MERGE, by, note=command.note, data={"lead": lead.ref})
    for one in (report, *followers):
        _lend(session, one, lead, now)


def unmerge(session: Session, report: Report, command: UnmergeReport, *, actor: Actor, now: datetime) -> None:
    by = staff(actor, report, ReportAction.UNMERGE, now)
    conditions.needed("reason", command.reason)
    lead = session.get_one(Report, report.lead_id, with_for_update=True)
    report.lead_id = None
    move(session, report, ReportAction.UNMERGE, by, reason=command.reason)
    session.flush()
    _take_back(session, report, lead)
    for other in list_followers(session, lead):  # somebody may have supported this report and another one
        _lend(session, other, lead, now)


def release(session: Session, report: Report, *, actor: Actor, now: datetime) -> None:
    """Let `report` go on by itself, since its lead was withdrawn: its own reporter still waits for an answer.

    Raises Conflict while the lead goes on.
    """
    by = staff(actor, report, ReportAction.RELEASE, now)
    lead = session.get_one(Report, report.lead_id)
    if lead.state is not ReportState.WITHDRAWN:
        raise Conflict
    report.lead_id = None
    move(session, report, ReportAction.RELEASE, by, data={"lead": lead.ref})
    _take_back(session, report, lead)


def release_followers(session: Session, lead: Report, *, now: datetime) -> None:
    """Let everything go on by itself that was merged into the withdrawn `lead`."""
    # Written first, the lead is locked: what was merged into it until now is seen, and nothing comes after.
    session.flush()
    for follower in list_followers(session, lead):
        release(session, follower, actor=Actor.system(), now=now)


def _lend(session: Session, follower: Report, lead: Report, now: datetime) -> None:
    """Count the follower's people at the lead, each once, and the lead's own reporter not at all."""
    session.flush()
    known = {one.supporter_key for one in list_supporters(session, lead)}
    known.add(get_reporter(session, lead).phone_key or "")
    own = [one.supporter_key for one in list_supporters(session, follower) if one.via_id is None]
    for key in dict.fromkeys([*own, get_reporter(session, follower).phone_key or ""]):
        if key not in known:
            row = ReportSupporter(report_id=lead.id, supporter_key=key, via_id=follower.id, at=now)
            session.add(row)
            lead.supporters += 1


def _take_back(session: Session, follower: Report, lead: Report) -> None:
    for one in list_supporters(session, lead):
        if one.via_id == follower.id:
            session.delete(one)
            lead.supporters -= 1
    session.flush()


def _lead(session: Session, ref: str, actor: Actor) -> Report:
    """The lead, which merging changes too: for a dispatcher of its area. Another's is not there for them."""
    try:
        lead = get_report(session, normal_ref(ref), for_change=True)
        if not is_dispatcher(actor, lead):
            raise NotFound
    except NotFound:
        raise Invalid.field("lead_ref", _l("There is no report with this number.")) from None
    return lead
