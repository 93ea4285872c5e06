"""Reports as pages show them: rows with names and pictures, and histories in plain words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.calendar import city_calendar
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.media.links import public_url, sealed_url
from portal.media.types import PhotoState, VariantName
from portal.media.variants import PLANS, fit
from portal.places.queries import gazetteer
from portal.reports.catalogue import Catalogue, Category
from portal.reports.messages import PARTIES, STATES, STEPS, Shown
from portal.reports.models import Report, ReportEvent
from portal.reports.queries import ListedReport, PhotoRow, PublicEvent, PublicReport
from portal.reports.rules import WITH_UNIT
from portal.reports.service_level import is_overdue, is_provisional
from portal.reports.types import Party, PhotoKind, ReportAction

PUBLIC_NOTES = frozenset(
    {
        ReportAction.ACCEPT,
        ReportAction.REJECT,
        ReportAction.MERGE,
        ReportAction.DISPATCH,
        ReportAction.GRANT_EXTENSION,
        ReportAction.RESOLVE,
        ReportAction.TRANSFER,
        ReportAction.RECEIVE_RESULT,
    }
)
"""Steps whose note was written for everybody. A question is for the reporter alone."""


@dataclass(frozen=True)
class Picture:
    """One photo on a page; `src` is None while it may not be shown."""

    ref: str
    kind: PhotoKind
    round: int
    src: str | None = None
    large: str | None = None
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Row:
    """One report in a list or at the head of its page."""

    report: Report | ListedReport
    state: Shown
    category: Category | None
    place: str
    picture: Picture | None = None
    waiting_photo: bool = False

    @property
    def shows(self) -> tuple[Hashable, ...]:
        """All that its card in a list is made of."""
        report = self.report
        return (report.ref, report.state, report.category, report.submitted_at, self.place, self.picture)

    @property
    def title(self) -> Text:
        return self.category.label.text() if self.category else _l("Dumped waste")


@dataclass(frozen=True)
class Step:
    """One line of a history."""

    shown: Shown
    at: datetime
    by: Text
    note: str = ""
    detail: Text = ""
    turn_to: str = ""


def row_of(
    session: Session, report: Report | ListedReport, content: Catalogue, photos: Sequence[PhotoRow] = ()
) -> Row:
    """`photos` are those of this report; the first one that may be shown stands for it."""
    pictures = [
        picture_of(photo, VariantName.THUMBNAIL) for photo in photos if photo.kind is PhotoKind.BEFORE
    ]
    return Row(
        report,
        STATES[report.state],
        content.categories.get(report.category),
        gazetteer(session).full_name(report.area_code),
        next((one for one in pictures if one.src), None),
        waiting_photo=bool(pictures),
    )


def picture_of(
    photo: PhotoRow, name: VariantName = VariantName.CARD, *, own: bool = False, now: datetime | None = None
) -> Picture:
    """A published photo for everybody; for its `own` reporter any that is ready, by a sealed link."""
    if photo.width is None or photo.height is None:
        return Picture(photo.ref, photo.kind, photo.round)
    size = fit(photo.width, photo.height, PLANS[name].longest_side)
    if photo.state is PhotoState.PUBLISHED:
        large = public_url(photo.ref, VariantName.DISPLAY)
        return Picture(photo.ref, photo.kind, photo.round, public_url(photo.ref, name), large, *size)
    if own and now is not None and photo.state is not PhotoState.FAILED:
        return Picture(photo.ref, photo.kind, photo.round, sealed_url(photo.ref, name, now), None, *size)
    return Picture(photo.ref, photo.kind, photo.round)


def steps_of(
    report: Report | PublicReport,
    events: Iterable[ReportEvent | PublicEvent],
    content: Catalogue,
    *,
    own: bool = False,
) -> list[Step]:
    """The history, newest last. What was said between staff and reporter is shown to the reporter only."""
    steps, unit = [], None
    for event in events:
        unit = event.data.get("unit", unit)
        # Of an earlier unit only the code is known; its name no longer belongs on this report.
        named = report.unit.name.text() if report.unit and report.unit.code == unit else ""
        steps.append(_step(event, content, own, named))
    return steps


def _step(event: ReportEvent | PublicEvent, content: Catalogue, own: bool, unit: str) -> Step:
    note = event.note if own or event.action in PUBLIC_NOTES else ""
    if own and event.party is Party.REPORTER:
        note = event.reason
    reason = content.rejection_reasons.get(str(event.data.get("reason_code")))
    return Step(
        STEPS[event.action],
        event.at,
        unit if event.party is Party.HANDLER and unit else PARTIES[event.party],
        note,
        unit if event.action is ReportAction.DISPATCH else _detail(event, content),
        reason.turn_to.text() if reason and reason.turn_to else "",
    )


def _detail(event: ReportEvent | PublicEvent, content: Catalogue) -> Text:
    """What the step decided, in the words of the city's own lists."""
    data = event.data
    for key, reasons in (
        ("reason_code", content.rejection_reasons),
        ("ground", content.return_grounds),
        ("body", content.receiving_bodies),
    ):
        if data.get(key) in reasons:
            return reasons[data[key]].text.text()
    return ""


@dataclass(frozen=True)
class Expected:
    """When the unit should have done it: the day, whether it is over, and whether it may still move."""

    at: datetime
    overdue: bool
    provisional: bool


def expected_of(report: Report | PublicReport, now: datetime) -> Expected | None:
    """None where no unit holds the report, or the clock stands still."""
    if report.state not in WITH_UNIT or report.due_at is None or report.paused_at is not None:
        return None
    late = is_overdue(report.due_at, report.paused_at, now)
    return Expected(report.due_at, late, is_provisional(report.due_at, city_calendar()))
