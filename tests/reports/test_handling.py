"""What a unit does with a report."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.media.models import Photo
from portal.media.types import PhotoState
from portal.reports import actions
from portal.reports.permissions import possible_actions
from portal.reports.queries import list_events, list_photos
from portal.reports.staff.showing import photos_of
from portal.reports.types import (
    AnswerQuestion,
    AskExtension,
    AskReporter,
    Extension,
    GrantExtension,
    PhotoKind,
    RefuseExtension,
    ReportState,
    ResolveReport,
    ReturnReport,
)
from tests.factories.accounts import make_unit
from tests.factories.reports import (
    GUEST,
    NOW,
    a_dispatcher,
    a_handler,
    make_report,
    staged_photos,
)

pytestmark = pytest.mark.both

LATER = NOW + timedelta(hours=3)
BEFORE = 0x0F1E2D3C4B5A6978


@pytest.fixture
def handled(session):
    """A report in progress with its unit's handler."""
    unit = make_unit(session)
    return make_report(session, "in_progress", unit=unit), a_handler(session, unit)


def test_only_the_unit_that_holds_a_report_handles_it(session):
    report = make_report(session, "dispatched")
    with pytest.raises(NotAllowed):
        actions.take(session, report, actor=a_handler(session, make_unit(session)), now=LATER)


def test_resolve_shows_the_place_or_says_why_not(session, handled):
    report, handler = handled
    with pytest.raises(Invalid) as refused:
        actions.resolve(session, report, ResolveReport("Cleared"), actor=handler, now=LATER)
    assert list(refused.value.errors) == ["after_photos"]
    photos = staged_photos(session, 2)
    actions.resolve(session, report, ResolveReport("Cleared", after_photos=photos), actor=handler, now=LATER)
    assert (report.state, report.resolved_at) == (ReportState.RESOLVED, LATER)
    assert len(list_photos(session, report, PhotoKind.AFTER)) == 2


def test_an_after_photo_was_never_seen_before(session):
    unit = make_unit(session)
    before = staged_photos(session, sha256="a" * 64)
    report = make_report(session, "in_progress", unit=unit, photos=before)
    with pytest.raises(Invalid) as refused:
        actions.resolve(
            session,
            report,
            ResolveReport("Cleared", after_photos=staged_photos(session, sha256="a" * 64)),
            actor=a_handler(session, unit),
            now=LATER,
        )
    assert list(refused.value.errors) == ["after_photos"]


def fingerprinted(session, staged, fingerprint):
    """Staged photos as the worker leaves them."""
    for photo in session.scalars(select(Photo).where(Photo.ref.in_(staged.refs))):
        photo.state, photo.width, photo.height = PhotoState.READY_FOR_CONFIRMATION, 1, 1
        photo.fingerprint, photo.placeholder = fingerprint, b"x"
    session.flush()
    return staged


@pytest.mark.parametrize(
    ("bits", "refused"), [(0, True), (0b111, True), (0b1111, False), (0b1111111111, False)]
)
def test_the_same_view_is_welcome_and_a_copy_is_not(session, bits, refused):
    unit = make_unit(session)
    before = fingerprinted(session, staged_photos(session), f"{BEFORE:016x}")
    report = make_report(session, "in_progress", unit=unit, photos=before)
    after = fingerprinted(session, staged_photos(session), f"{BEFORE ^ bits:016x}")
    command, handler = ResolveReport("Cleared", after_photos=after), a_handler(session, unit)
    if refused:
        with pytest.raises(Invalid) as error:
            actions.resolve(session, report, command, actor=handler, now=LATER)
        assert list(error.value.errors) == ["after_photos"]
    else:
        actions.resolve(session, report, command, actor=handler, now=LATER)


def test_a_unit_shows_no_place_with_a_photo_of_another(session):
    unit = make_unit(session)
    handler, command = a_handler(session, unit), "Cleared"
    for other, allowed in ((unit, True), (unit, False), (make_unit(session), True)):
        report = make_report(session, "in_progress", unit=other)
        after = fingerprinted(session, staged_photos(session), f"{BEFORE:016x}")
        done = ResolveReport(command, after_photos=after)
        handler = a_handler(session, other)
        if allowed:
            actions.resolve(session, report, done, actor=handler, now=LATER)
        else:
            with pytest.raises(Invalid):
                actions.resolve(session, report, done, actor=handler, now=LATER)


def test_what_looks_like_another_place_is_shown_to_a_person(session, app):
    unit = make_unit(session)
    reports = []
    for bits in (0, 0b11111):
        report = make_report(session, "in_progress", unit=unit)
        after = fingerprinted(session, staged_photos(session), f"{BEFORE ^ bits:016x}")
        done = ResolveReport("Cleared", after_photos=after)
        actions.resolve(session, report, done, actor=a_handler(session, unit), now=LATER)
        reports.append(report)
    with app.test_request_context():
        shown = photos_of(session, reports[1], LATER)
    assert reports[0].ref in str(shown[0].doubt)


def test_a_unit_returns_a_report_in_time_or_not_at_all(session):
    unit = make_unit(session)
    report = make_report(session, "dispatched", unit=unit)
    handler, command = a_handler(session, unit), ReturnReport("not_my_area")
    with pytest.raises(Conflict):
        actions.return_(session, report, command, actor=handler, now=NOW + timedelta(days=8))
    actions.return_(session, report, command, actor=handler, now=LATER)
    assert (report.state, report.returns) == (ReportState.RETURNED, 1)


def test_a_question_stops_the_clock_and_the_answer_gives_the_time_back(session, handled):
    report, handler = handled
    report.category, report.due_at = "hazardous", NOW + timedelta(hours=24)
    actions.ask_reporter(session, report, AskReporter("Which bank?"), actor=handler, now=LATER)
    assert (report.paused_at, report.state_before) == (LATER, ReportState.IN_PROGRESS)
    answered = LATER + timedelta(hours=5)
    actions.answer(session, report, AnswerQuestion("The north one"), actor=GUEST, now=answered)
    assert (report.state, report.paused_at) == (ReportState.IN_PROGRESS, None)
    assert report.due_at == NOW + timedelta(hours=29)
    assert list_events(session, report)[-1].note == ""


def test_more_time_is_granted_once(session, handled):
    report, handler = handled
    dispatcher, due = a_dispatcher(session), report.due_at
    with pytest.raises(Conflict):
        actions.grant_extension(session, report, GrantExtension(), actor=dispatcher, now=LATER)
    actions.ask_extension(session, report, AskExtension("A crane"), actor=handler, now=LATER)
    actions.refuse_extension(session, report, RefuseExtension("Use the other"), actor=dispatcher, now=LATER)
    assert (report.extension, report.due_at) == (Extension.REFUSED, due)
    actions.ask_extension(session, report, AskExtension("It broke"), actor=handler, now=LATER)
    actions.grant_extension(session, report, GrantExtension("Broken crane"), actor=dispatcher, now=LATER)
    assert (report.extension, report.due_at > due) == (Extension.GRANTED, True)
    with pytest.raises(Conflict):
        actions.ask_extension(session, report, AskExtension("Again"), actor=handler, now=LATER)


def test_possible_actions_are_those_that_succeed(session, handled):
    report, handler = handled
    assert set(possible_actions(handler, report)) == {"ask_reporter", "ask_extension", "resolve"}
    assert set(possible_actions(a_dispatcher(session), report)) == {"merge", "ask_reporter", "transfer"}
    assert possible_actions(GUEST, report) == ()
