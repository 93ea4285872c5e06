"""Reports for tests, made by the portal's own actions: what a factory makes could have happened."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID

from PIL import Image
from sqlalchemy.orm import Session

from config.settings import Settings
from portal.accounts.models import Unit
from portal.core.actor import Actor, ActorKind, Grant, Role
from portal.core.ids import digest
from portal.core.sealing import Sealer
from portal.media import actions as media
from portal.media.types import PhotoKind, ReceivedPhoto
from portal.reports import actions
from portal.reports.models import Report
from portal.reports.queries import get_report
from portal.reports.types import (
    AcceptReport,
    AskReporter,
    ConfirmReport,
    DispatchReport,
    DisputeReport,
    MergeReport,
    PlaceSource,
    RejectReport,
    ReportPlace,
    ReportState,
    ResolveReport,
    ReturnReport,
    StagedPhotos,
    SubmitReport,
    TransferReport,
    WithdrawReport,
)
from tests.factories.accounts import CITY, STREET, make_person, make_unit

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SECRET = "7K3F-9QXM-2B4T"
SEALER = Sealer(Settings.for_tests().sealing_keys)
OWNER = digest("a phone")
GUEST = Actor.guest()
SYSTEM = Actor.system()

_GPS = 0x8825

_numbers = count(1)


def a_place(**overrides: Any) -> ReportPlace:
    """A point in WGS-84 in a street of the demonstration city."""
    values: dict[str, Any] = {
        "area_code": STREET,
        "source": PlaceSource.PHONE,
        "address": "1 Bridge Lane",
        "lng": 101.22012,
        "lat": 40.62093,
        "original_lng": 101.22012,
        "original_lat": 40.62093,
        "datum": "wgs84",
        "accuracy_m": 12.0,
        "public_lng": 101.2203,
        "public_lat": 40.621,
    }
    return ReportPlace(**(values | overrides))


def an_address(**overrides: Any) -> ReportPlace:
    """A place that is only described."""
    values: dict[str, Any] = {"area_code": STREET, "source": PlaceSource.ADDRESS, "address": "1 Bridge Lane"}
    return ReportPlace(**(values | overrides))


def a_jpeg(
    lng: float | None = None, lat: float | None = None, *, size: tuple[int, int] = (64, 48)
) -> BytesIO:
    """A small photo, with the place where it was taken if one is given."""
    image = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    if lng is not None and lat is not None:
        position = exif.get_ifd(_GPS)
        position |= {1: "N", 2: _sexagesimal(lat), 3: "E", 4: _sexagesimal(lng)}
        exif[_GPS] = position
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    out.seek(0)
    return out


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return (float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4))


def a_submission(**overrides: Any) -> SubmitReport:
    values: dict[str, Any] = {
        "submission_id": str(UUID(int=next(_numbers))),
        "category": "household",
        "place": a_place(),
        "description": "Bags behind the bus stop",
        "phone_key": OWNER,
    }
    return SubmitReport(**(values | overrides))


def staged_photos(session: Session, number: int = 1, *, owner: str = OWNER, sha256: str = "") -> StagedPhotos:
    """Photos that wait for their form; they have rows, but no bytes."""
    refs = []
    for _ in range(number):
        ref = f"{next(_numbers):032x}"
        received = ReceivedPhoto(
            ref=ref,
            sha256=sha256 or hashlib.sha256(ref.encode()).hexdigest(),
            byte_size=1000,
            kind=PhotoKind.JPEG,
        )
        media.stage_photo(session, received, owner=owner, sealer=SEALER, actor=GUEST, now=NOW)
        refs.append(ref)
    return StagedPhotos(tuple(refs), owner)


def a_dispatcher(session: Session, area: str = CITY) -> Actor:
    """Someone signed in who may triage the reports of `area`."""
    return _actor(session, Grant(Role.DISPATCHER, area=area))


def a_handler(session: Session, unit: Unit) -> Actor:
    return _actor(session, Grant(Role.HANDLER, unit_id=unit.id))


def make_report(
    session: Session,
    state: ReportState | str = ReportState.RECEIVED,
    *,
    unit: Unit | None = None,
    now: datetime = NOW,
    secret: str = SECRET,
    actor: Actor = GUEST,
    **overrides: Any,
) -> Report:
    """A report in `state`, brought there step by step. `overrides` are those of the submission."""
    made = actions.submit(
        session, a_submission(**overrides), secret=secret, sealer=SEALER, actor=actor, now=now
    )
    report = get_report(session, made.ref)
    walk(session, report, ReportState(state), unit=unit, now=now)
    return report


def walk(
    session: Session, report: Report, state: ReportState, *, unit: Unit | None = None, now: datetime = NOW
) -> None:
    """Take the report by the usual way to `state`."""
    for step in _WAYS[state]:
        if step in _COMMANDS:
            verb, command = _COMMANDS[step]
        else:
            verb, command = _made(session, step, unit, now)
        verb(session, report, command, actor=_who(session, report, step), now=now)
    session.flush()


def _made(session: Session, step: str, unit: Unit | None, now: datetime) -> tuple[Any, Any]:
    """Steps whose command names something else."""
    if step == "merge":
        return actions.merge, MergeReport(make_report(session, now=now).ref)
    return actions.dispatch, DispatchReport((unit or make_unit(session)).id)


def _who(session: Session, report: Report, step: str) -> Actor:
    if step in ("confirm", "dispute", "withdraw"):
        return GUEST
    if step in ("take", "return", "ask", "resolve"):
        return _actor(session, Grant(Role.HANDLER, unit_id=report.unit_id))
    return a_dispatcher(session)


def _take(session: Session, report: Report, _command: None, *, actor: Actor, now: datetime) -> None:
    actions.take(session, report, actor=actor, now=now)


def _actor(session: Session, grant: Grant) -> Actor:
    return Actor(ActorKind.PERSON, make_person(session).id, "Staff", frozenset({grant}))


_HANDLED = ("accept", "dispatch", "take")
_WAYS: dict[ReportState, tuple[str, ...]] = {
    ReportState.RECEIVED: (),
    ReportState.ACCEPTED: ("accept",),
    ReportState.REJECTED: ("reject",),
    ReportState.MERGED: ("accept", "merge"),
    ReportState.DISPATCHED: ("accept", "dispatch"),
    ReportState.IN_PROGRESS: _HANDLED,
    ReportState.RETURNED: ("accept", "dispatch", "return"),
    ReportState.AWAITING_REPORTER: (*_HANDLED, "ask"),
    ReportState.RESOLVED: (*_HANDLED, "resolve"),
    ReportState.CLOSED: (*_HANDLED, "resolve", "confirm"),
    ReportState.REOPENED: (*_HANDLED, "resolve", "dispute"),
    ReportState.TRANSFERRED: ("accept", "transfer"),
    ReportState.WITHDRAWN: ("withdraw",),
}
_COMMANDS: dict[str, tuple[Any, Any]] = {
    "accept": (actions.accept, AcceptReport()),
    "reject": (actions.reject, RejectReport("not_our_duty")),
    "transfer": (actions.transfer, TransferReport("police", "A crime")),
    "take": (_take, None),
    "return": (actions.return_, ReturnReport("not_my_area")),
    "ask": (actions.ask_reporter, AskReporter("Which bank?")),
    "resolve": (actions.resolve, ResolveReport("Cleared", no_photo_reason="It was dark")),
    "confirm": (actions.confirm, ConfirmReport(5)),
    "dispute": (actions.dispute, DisputeReport("Still there")),
    "withdraw": (actions.withdraw, WithdrawReport()),
}
