"""What reporters, neighbours and the calendar do: answer, confirm, dispute, withdraw, let time run out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.reports import conditions, rules
from portal.reports.actions.merging import release_followers
from portal.reports.actions.recording import By, attach_photos, move, staff
from portal.reports.catalogue import catalogue
from portal.reports.models import Report, ReportDispute, ReportSupporter
from portal.reports.queries import (
    count_disputes,
    get_reporter,
    has_disputed,
    has_supported,
    list_voices,
)
from portal.reports.rules import WORKFLOW
from portal.reports.types import (
    AnswerQuestion,
    ConfirmReport,
    DisputeReport,
    Party,
    PhotoKind,
    ReportAction,
    Voice,
    WithdrawReport,
)

_REPORTER = "reporter"


def answer(session: Session, report: Report, command: AnswerQuestion, *, actor: Actor, now: datetime) -> None:
    """The reporter answers with words or photos; the report goes on where it was. The words are for staff."""
    WORKFLOW.transition(report.state, ReportAction.ANSWER)
    if not command.photos:
        conditions.needed("text", command.text)
    conditions.check_photo_count("photos", len(command.photos))
    by = By.citizen(Party.REPORTER, actor, now)
    # The number of the event tells two questions apart, and so the photos of their answers.
    attach_photos(session, report, PhotoKind.ANSWER, command.photos, round_=report.event_count, now=now)
    move(session, report, ReportAction.ANSWER, by, reason=command.text)


def no_answer(session: Session, report: Report, *, actor: Actor, now: datetime) -> None:
    """The question lapses and the report goes on without the answer."""
    by = staff(actor, report, ReportAction.NO_ANSWER, now)
    move(session, report, ReportAction.NO_ANSWER, by)


def confirm(session: Session, report: Report, command: ConfirmReport, *, actor: Actor, now: datetime) -> None:
    """The reporter agrees that it is done, with one to five stars if they like."""
    WORKFLOW.transition(report.state, ReportAction.CONFIRM)
    conditions.check_rating(command.rating)
    report.rating, report.closed_at = command.rating, now
    data = {"rating": command.rating} if command.rating else None
    move(session, report, ReportAction.CONFIRM, By.citizen(Party.REPORTER, actor, now), data=data)


def close_silent(session: Session, report: Report, *, actor: Actor, now: datetime) -> None:
    """Nobody has objected in the days of silence."""
    by = staff(actor, report, ReportAction.CLOSE_SILENT, now)
    report.closed_at = now
    move(session, report, ReportAction.CLOSE_SILENT, by)


def dispute(session: Session, report: Report, command: DisputeReport, *, actor: Actor, now: datetime) -> None:
    """The reporter says that it was not done. Once in the life of a report, and it reopens at once."""
    WORKFLOW.transition(report.state, ReportAction.DISPUTE)
    earlier = count_disputes(session, report, Party.REPORTER, 0)
    conditions.check_dispute(report.resolved_at, now, days=catalogue().levels.dispute_days, earlier=earlier)
    conditions.needed("reason", command.reason)
    conditions.check_photo_count("photos", len(command.photos))
    session.add(
        ReportDispute(
            report_id=report.id,
            party=Party.REPORTER,
            disputer_key=_REPORTER,
            round=0,
            reason=command.reason,
            at=now,
        )
    )
    _reopen(session, report, command, By.citizen(Party.REPORTER, actor, now))


def dispute_as_supporter(
    session: Session,
    report: Report,
    command: DisputeReport,
    *,
    voice: Voice,
    actor: Actor,
    now: datetime,
) -> bool:
    """A supporter says that it was not done, with a photo. True when enough people do, and it reopens.

    Phones are not people: `conditions.count_distinct` says how many there are at least.
    """
    WORKFLOW.transition(report.state, ReportAction.DISPUTE)
    levels = catalogue().levels
    conditions.check_dispute(report.resolved_at, now, days=levels.dispute_days, earlier=0)
    conditions.needed("reason", command.reason)
    conditions.check_neighbour_photo(len(command.photos))
    _check_voice(session, report, voice)
    session.add(
        ReportDispute(
            report_id=report.id,
            party=Party.SUPPORTER,
            disputer_key=voice.device,
            round=report.reopens,
            network_mark=voice.network,
            account_mark=voice.account,
            reason=command.reason,
            at=now,
        )
    )
    session.flush()
    by = By.citizen(Party.SUPPORTER, actor, now)
    if conditions.count_distinct(list_voices(session, report, report.reopens)) >= levels.dispute_supporters:
        _forget(session, ReportDispute.report_id == report.id)
        _reopen(session, report, command, by)
        return True
    attach_photos(session, report, PhotoKind.DISPUTE, command.photos, round_=_next_round(report), now=now)
    record(session, actor=by.actor, action="reports.object", subject=("report", report.ref), data={}, now=now)
    return False


def forget_voices(session: Session, before: datetime) -> None:
    """Forget what told the disputers apart, once they count no more: those who spoke before `before`."""
    _forget(session, ReportDispute.at <= before)


def withdraw(
    session: Session, report: Report, command: WithdrawReport, *, actor: Actor, now: datetime
) -> None:
    """The reporter takes it back, for themselves alone: what was merged into it goes on by itself."""
    WORKFLOW.transition(report.state, ReportAction.WITHDRAW)
    report.closed_at = now
    by = By.citizen(Party.REPORTER, actor, now)
    move(session, report, ReportAction.WITHDRAW, by, reason=command.reason)
    release_followers(session, report, now=now)


def support(session: Session, report: Report, *, supporter_key: str, now: datetime) -> bool:
    """Somebody sees it too. False when they had said so before, or reported it themselves."""
    if report.state not in rules.OPEN:
        raise Conflict(_l("This report is no longer open."))
    if get_reporter(session, report).phone_key == supporter_key:
        return False
    if has_supported(session, report, supporter_key):
        return False
    session.add(ReportSupporter(report_id=report.id, supporter_key=supporter_key, at=now))
    report.supporters += 1
    subject = ("report", report.ref)
    record(session, actor=Actor.guest(), action="reports.support", subject=subject, now=now)
    return True


def _check_voice(session: Session, report: Report, voice: Voice) -> None:
    if not has_supported(session, report, voice.device):
        raise Conflict(_l("Only people who had said that they see it too can dispute it."))
    if has_disputed(session, report, voice.device, report.reopens):
        raise Conflict(_l("You have disputed this already. Others can do so too."))


def _forget(session: Session, which: ColumnElement[bool]) -> None:
    marked = or_(ReportDispute.network_mark.is_not(None), ReportDispute.account_mark.is_not(None))
    session.execute(update(ReportDispute).where(which, marked).values(network_mark=None, account_mark=None))


def _reopen(session: Session, report: Report, command: DisputeReport, by: By) -> None:
    round_ = _next_round(report)
    attach_photos(session, report, PhotoKind.DISPUTE, command.photos, round_=round_, now=by.now)
    report.reopens += 1
    report.closed_at = None
    move(session, report, ReportAction.DISPUTE, by, reason=command.reason)


def _next_round(report: Report) -> int:
    return report.reopens + 1
