"""Reading reviews. The blind review is kept here: no function gives a reviewer another's sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application, ApplicationAnswer, ApplicationEvent
from portal.applications.queries import get_snapshot
from portal.applications.types import ApplicationState
from portal.core.actor import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page, page_of
from portal.reviews.agreement import alpha
from portal.reviews.models import ReviewAssignment, ReviewItem, Screening
from portal.reviews.permissions import can_see_combined
from portal.reviews.sheets import Declared, Judged, declared_items, judged_answers
from portal.reviews.types import AssignmentKind, AssignmentState
from portal.standards.queries import get_by_hash
from portal.standards.scoring import Score, combine, score
from portal.standards.sheet import Outcome
from portal.standards.types import Indicator, Standard

OPEN_SEAT = (AssignmentState.OFFERED, AssignmentState.ACCEPTED)
_LIVE = (*OPEN_SEAT, AssignmentState.SUBMITTED)


@dataclass(frozen=True)
class Seat:
    """One submitted sheet as others may see it: a number instead of a name."""

    number: int
    kind: AssignmentKind
    score: Score
    judged: dict[str, Judged]
    overall: str
    reason: str

    def share(self, indicator: Indicator) -> float | None:
        """The share of the indicator's points that this sheet gives; None where it does not apply.

        What could not be verified is nothing, as in the total.
        """
        line = self.score.lines[indicator.code]
        return (
            None
            if line.outcome is Outcome.NOT_APPLICABLE
            else float(line.raw / Fraction(indicator.max_points))
        )


@dataclass(frozen=True)
class Combined:
    """All submitted sheets of an application and what they come to together."""

    standard: Standard
    declared: dict[str, Declared]
    seats: tuple[Seat, ...]
    score: Score

    def agreement(self, least: int) -> float | None:
        """Krippendorff's alpha over the indicators as shares of their points; None under `least` of them.

        Shares, since an indicator of ten points would outweigh five of two points otherwise.
        """
        indicators = [indicator for part in self.standard.dimensions for indicator in part.indicators]
        shares = [[seat.share(indicator) for seat in self.seats] for indicator in indicators]
        return alpha(shares, least=least)


def get_assignment(session: Session, assignment_id: int, *, for_update: bool = False) -> ReviewAssignment:
    """By id, with its application and organisation; raises NotFound."""
    statement = (
        select(ReviewAssignment)
        .where(ReviewAssignment.id == assignment_id)
        .options(joinedload(ReviewAssignment.application).joinedload(Application.organisation))
    )
    if for_update:
        statement = statement.with_for_update(of=ReviewAssignment)
    assignment = session.scalars(statement).one_or_none()
    if assignment is None:
        raise NotFound
    return assignment


def page_of_own(session: Session, person_id: int, cursor: str | None) -> Page[ReviewAssignment]:
    """A reviewer's own seats, newest first."""
    statement = (
        select(ReviewAssignment)
        .where(ReviewAssignment.reviewer_id == person_id)
        .options(joinedload(ReviewAssignment.application).joinedload(Application.organisation))
    )
    return page_of(session, statement, order=(ReviewAssignment.id,), cursor=cursor)


def list_seats(session: Session, application: Application) -> list[ReviewAssignment]:
    """Every seat of an application, in the order in which they were offered. For officers and for actions."""
    return list(
        session.scalars(
            select(ReviewAssignment)
            .where(ReviewAssignment.application_id == application.id)
            .order_by(ReviewAssignment.id)
        )
    )


def items_of(session: Session, assignment_ids: Collection[int]) -> dict[int, dict[str, ReviewItem]]:
    """The lines of several sheets, by assignment and code."""
    found: defaultdict[int, dict[str, ReviewItem]] = defaultdict(dict)
    rows = session.scalars(
        select(ReviewItem).where(ReviewItem.assignment_id.in_(assignment_ids)).order_by(ReviewItem.code)
    )
    for row in rows:
        found[row.assignment_id][row.code] = row
    return dict(found)


def declared_for(session: Session, application: Application) -> dict[str, Declared]:
    """What was handed in, with the officer's word on what does not apply."""
    approved = session.scalars(
        select(ApplicationAnswer.code)
        .where(
            ApplicationAnswer.application_id == application.id,
            ApplicationAnswer.not_applicable_approved.is_(True),
        )
        .order_by(ApplicationAnswer.code)
    )
    return declared_items(get_snapshot(session, application).content, frozenset(approved))


def to_judged(items: dict[str, ReviewItem]) -> dict[str, Judged]:
    return {code: Judged(item.finding, item.value, item.comment) for code, item in items.items()}


def own_score(standard: Standard, declared: dict[str, Declared], judged: dict[str, Judged]) -> Score:
    """The running score of one sheet."""
    return score(standard, judged_answers(standard, declared, judged))


def get_combined(session: Session, application: Application) -> Combined:
    """The sheets together; raises NotFound until every called reviewer has handed in."""
    drawn = since_draw(session, application, list_seats(session, application))
    if not all_in(application, drawn):
        raise NotFound
    return combined_of(session, application, [seat for seat in drawn if seat.state in _LIVE])


def find_combined(
    session: Session, application: Application, seats: Sequence[ReviewAssignment], actor: Actor
) -> Combined | None:
    """The sheets together for those who may see them now; None before all are in, and for reviewers of it."""
    drawn = since_draw(session, application, seats)
    if any(seat.reviewer_id == actor.person_id for seat in seats):
        return None
    if not can_see_combined(actor, application, all_submitted=all_in(application, drawn)):
        return None
    return combined_of(session, application, [seat for seat in drawn if seat.state in _LIVE])


def all_in(application: Application, drawn: Sequence[ReviewAssignment]) -> bool:
    """Whether every seat since the draw is taken, and every sheet that counts is handed in."""
    live = [seat for seat in drawn if seat.state in _LIVE]
    submitted = all(seat.state is AssignmentState.SUBMITTED for seat in live)
    return bool(live) and submitted and not empty_seats(application, drawn)


def empty_seats(application: Application, drawn: Sequence[ReviewAssignment]) -> list[AssignmentKind]:
    """Seats for which nobody could be drawn yet: one that was given back, or the third reviewer's.

    `drawn` are all seats since the draw; the first of them says how many were drawn together.
    """
    if application.state not in (ApplicationState.SCORING, ApplicationState.ADJUDICATING) or not drawn:
        return []
    first = [seat for seat in drawn if seat.kind is AssignmentKind.FIRST]
    wanted = len(min(drawn, key=lambda seat: seat.id).draw["drawn"])
    empty = [AssignmentKind.FIRST] * (wanted - sum(seat.state in _LIVE for seat in first))
    third = any(seat.kind is AssignmentKind.ADJUDICATOR and seat.state in _LIVE for seat in drawn)
    if application.state is ApplicationState.ADJUDICATING and not third:
        empty.append(AssignmentKind.ADJUDICATOR)
    return empty


def since_draw(
    session: Session, application: Application, seats: Sequence[ReviewAssignment]
) -> list[ReviewAssignment]:
    """The seats since reviewers were last drawn: after a proposal was sent back, others review, and what was
    found before them is history."""
    begun = session.scalar(
        select(func.max(ApplicationEvent.at)).where(
            ApplicationEvent.application_id == application.id, ApplicationEvent.action == "assign"
        )
    )
    return [seat for seat in seats if begun is None or seat.offered_at >= begun]


def combined_of(session: Session, application: Application, seats: Sequence[ReviewAssignment]) -> Combined:
    """The sheets of the given submitted seats together."""
    standard = get_by_hash(session, application.standard_hash)
    declared = declared_for(session, application)
    items = items_of(session, [seat.id for seat in seats])
    sheets = []
    for number, seat in enumerate(seats, start=1):
        judged = to_judged(items.get(seat.id, {}))
        result = own_score(standard, declared, judged)
        sheets.append(Seat(number, seat.kind, result, judged, seat.overall, seat.reason))
    return Combined(standard, declared, tuple(sheets), combine(standard, [sheet.score for sheet in sheets]))


def find_screening(session: Session, application: Application) -> Screening | None:
    """The screening of the present round."""
    return session.scalars(
        select(Screening).where(
            Screening.application_id == application.id, Screening.round == application.correction_round
        )
    ).one_or_none()


def has_reviewed(session: Session, application_id: int, person_id: int) -> bool:
    """Whether this person ever had a seat: nobody both scores and decides."""
    found = session.scalars(
        select(ReviewAssignment.id)
        .where(ReviewAssignment.application_id == application_id, ReviewAssignment.reviewer_id == person_id)
        .limit(1)
    ).first()
    return found is not None
