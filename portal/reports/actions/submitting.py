"""Receiving a report: once, however often it is sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.core.calendar import city_calendar
from portal.core.errors import Conflict, Unavailable
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import digest, new_ref, random_text
from portal.core.jobs.queue import enqueue
from portal.core.sealing import Sealer
from portal.places.types import Datum
from portal.reports import conditions, rules, service_level
from portal.reports.actions.recording import By, add_event, attach_photos
from portal.reports.catalogue import Catalogue, catalogue
from portal.reports.map_cells import cell_of
from portal.reports.models import Report, ReportReporter
from portal.reports.permissions import is_reporter
from portal.reports.queries import find_by_submission, get_reporter
from portal.reports.types import (
    Party,
    PhotoKind,
    ReportAction,
    ReportPlace,
    ReportState,
    SubmitReport,
    Submitted,
)

REF_PREFIX = "R"
_TRIES = 5


def submit(
    session: Session, command: SubmitReport, *, secret: str, sealer: Sealer, actor: Actor, now: datetime
) -> Submitted:
    """Receive a report, or find the one that this submission already made from the same phone.

    Raises Invalid for what is missing, Conflict when another phone has used the submission id.
    """
    sent = find_sent(session, command.submission_id, command.phone_key, sealer=sealer, actor=actor)
    if sent is not None:
        return sent
    content = catalogue()
    content.category(command.category)
    conditions.check_submission(command.description, len(command.photos))
    conditions.check_place(pointed=command.place.lng is not None, address=command.place.address)
    report = _insert(session, command, content, now)
    if report is None:
        return submit(session, command, secret=secret, sealer=sealer, actor=actor, now=now)
    session.add(_reporter(report, command, secret, sealer, actor))
    attach_photos(session, report, PhotoKind.BEFORE, command.photos, round_=0, now=now)
    add_event(session, report, ReportAction.SUBMIT, By.citizen(Party.REPORTER, actor, now), source=None)
    if command.email or actor.signed_in:
        enqueue(session, "reports.tell_reporter", {"report_id": report.id, "seq": report.event_count})
    session.flush()
    return Submitted(report.ref, new=True)


def find_sent(
    session: Session, submission_id: str, phone_key: str | None, *, sealer: Sealer, actor: Actor
) -> Submitted | None:
    """The report that this submission has already made. Raises Conflict when that was on another phone."""
    report = find_by_submission(session, submission_id)
    if report is None:
        return None
    reporter = get_reporter(session, report)
    same_phone = reporter.phone_key is not None and reporter.phone_key == phone_key
    if not same_phone and not is_reporter(actor, reporter, sealer):
        raise Conflict(_l("This form has already been sent from another device. Please start a new report."))
    return Submitted(report.ref, new=False)


def _insert(session: Session, command: SubmitReport, content: Catalogue, now: datetime) -> Report | None:
    """The new row; None when another transaction has just used the submission id."""
    for attempt in range(_TRIES):
        report = _row(command, content, now)
        try:
            with session.begin_nested():
                session.add(report)
                session.flush()
        except IntegrityError:
            if find_by_submission(session, command.submission_id) is not None:
                return None
            if attempt == _TRIES - 1:
                raise
        else:
            return report
    raise Unavailable


def _row(command: SubmitReport, content: Catalogue, now: datetime) -> Report:
    urgent = content.category(command.category).urgent
    return Report(
        ref=new_ref(REF_PREFIX, now),
        submission_id=command.submission_id,
        state=ReportState.RECEIVED,
        state_since=now,
        submitted_at=now,
        due_at=service_level.triage_due(content.levels, urgent=urgent, now=now, calendar=city_calendar()),
        category=command.category,
        urgent=urgent,
        description=command.description,
        event_count=0,
        **_place(command.place),
    )


def _place(place: ReportPlace) -> dict[str, object]:
    return {
        "area_code": place.area_code,
        "district_code": place.area_code[:6],
        "address": place.address,
        "place_source": place.source,
        "lng": place.lng,
        "lat": place.lat,
        "original_lng": place.original_lng,
        "original_lat": place.original_lat,
        "datum": Datum(place.datum) if place.datum else None,
        "accuracy_m": place.accuracy_m,
        "public_lng": place.public_lng,
        "public_lat": place.public_lat,
        "map_cell": _cell(place),
        "nearby_codes": list(place.nearby_codes),
    }


def _cell(place: ReportPlace) -> int | None:
    if place.public_lng is None or place.public_lat is None:
        return None
    return cell_of(place.public_lng, place.public_lat)


def _reporter(
    report: Report, command: SubmitReport, secret: str, sealer: Sealer, actor: Actor
) -> ReportReporter:
    sealed = sealer.seal(command.email.encode(), rules.email_purpose(report.id)) if command.email else None
    account = str(actor.person_id) if actor.signed_in else ""
    return ReportReporter(
        report_id=report.id,
        alias=random_text(4),
        secret_hash=digest(secret),
        phone_key=command.phone_key,
        sealed_account=sealer.seal(account.encode(), rules.account_purpose(report.id)) if account else None,
        account_mark=sealer.mark(account, rules.ACCOUNT_MARK) if account else None,
        sealed_email=sealed,
        locale=actor.locale,
    )
