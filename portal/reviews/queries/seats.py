"""Reading reviews. The blind review is kept here: no function gives a reviewer another's sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application, ApplicationAnswer, ApplicationEvent
from portal.applications.queries import get_snapshot
from portal.core.actor import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page, page_of
from portal.reviews.models import ReviewAssignment, ReviewItem, Screening
from portal.reviews.permissions import can_see_combined
from portal.reviews.sheets import Declared, Judged, declared_items, judged_answers
from portal.reviews.types import AssignmentKind, AssignmentState
from portal.standards.queries import get_by_hash
from portal.standards.scoring import Score, combine, score
from portal.standards.types import Standard

OPEN_SEAT = (AssignmentState.OFFERED, AssignmentState.ACCEPTED)


@dataclass(frozen=True)
class Seat:
    """One submitted sheet as others may see it: a number instead of a name."""

    number: int
    kind: AssignmentKind
    score: Score
    judged: dict[str, Judged]
    overall: str
    reason: str


@dataclass(frozen=True)
class Combined:
    """All submitted sheets of an application and what they come to together."""

    standard: Standard
    declared: dict[str, Declared]
    seats: tuple[Seat, ...]
    score: Score


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
    seats = counting(session, application, list_seats(session, application))
    if not seats or any(seat.state is not AssignmentState.SUBMITTED for seat in seats):
        raise NotFound
    return combined_of(session, application, seats)


def find_combined(
    session: Session, application: Application, seats: Sequence[ReviewAssignment], actor: Actor
) -> Combined | None:
    """The sheets together for those who may see them now; None before all are in, and for reviewers of it."""
    open_or_in = counting(session, application, seats)
    all_in = bool(open_or_in) and all(seat.state is AssignmentState.SUBMITTED for seat in open_or_in)
    if any(seat.reviewer_id == actor.person_id for seat in seats):
        return None
    if not can_see_combined(actor, application, all_submitted=all_in):
        return None
    return combined_of(session, application, open_or_in)


def counting(
    session: Session, application: Application, seats: Sequence[ReviewAssignment]
) -> list[ReviewAssignment]:
    """The seats whose sheets count or will count: open or handed in, since reviewers were last drawn.

    After a proposal was sent back, others review; what was found before them is history.
    """
    begun = session.scalar(
        select(func.max(ApplicationEvent.at)).where(
            ApplicationEvent.application_id == application.id, ApplicationEvent.action == "assign"
        )
    )
    return [
        seat
        for seat in seats
        if seat.state in (*OPEN_SEAT, AssignmentState.SUBMITTED)
        and (begun is None or seat.offered_at >= begun)
    ]


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
