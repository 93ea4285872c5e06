"""What waits for a person, over all features: the first few of each pile, for the overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.applications.queries import page_of_staff
from portal.core.actor import Actor, Role
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.publication.queries import page_of_certificates_in, page_of_notices_in, page_of_waiting_in
from portal.publication.types import CertificateState
from portal.reports.catalogue import catalogue
from portal.reports.presentation import row_of
from portal.reports.queries import QueueFilter, page_of_queue
from portal.reports.staff.piles import first_pile
from portal.reports.staff.showing import due_of
from portal.reviews.queries import page_of_own, page_of_visits_in, page_to_decide
from portal.reviews.staff.cases import PILES
from portal.reviews.types import AssignmentState

SHOWN = 5
"""So many of a pile fit beside the others without scrolling."""


@dataclass(frozen=True)
class Pile:
    """`kind` says what the items are: reports (row and due date), reviews (seats), applications, visits,
    notices or certificates."""

    kind: str
    title: Text
    url: str
    items: Sequence[Any]
    count: int
    more: bool
    """Whether there are still others behind those that were counted."""


def piles_of(session: Session, actor: Actor, now: datetime) -> Iterator[Pile]:
    """The piles of this person's roles that are not empty."""
    found = (
        *_reports(session, actor, now),
        *_reviews(session, actor),
        *_applications(session, actor, Role.CERTIFICATION_OFFICER, _l("Applications to check"), "to_check"),
        *_decisions(session, actor),
        *_visits(session, actor),
        *_rechecks(session, actor),
        *_applications(session, actor, Role.PUBLISHER, _l("Applications to publish"), "to_publish"),
        *_objections(session, actor),
        *_measures(session, actor),
    )
    return (pile for pile in found if pile.count)


_OPEN = (AssignmentState.OFFERED, AssignmentState.ACCEPTED)


def _reports(session: Session, actor: Actor, now: datetime) -> Iterator[Pile]:
    if not actor.has(Role.DISPATCHER, Role.HANDLER):
        return
    pile = first_pile(actor)
    page = page_of_queue(session, actor, QueueFilter(states=tuple(sorted(pile.states))), now=now)
    content = catalogue()
    rows = [(row_of(session, one, content), due_of(one, now)) for one in page.items[:SHOWN]]
    title = _l("Reports to decide") if actor.has(Role.DISPATCHER) else _l("Reports to deal with")
    yield Pile("reports", title, "/panel/reports", rows, len(page.items), bool(page.next))


def _reviews(session: Session, actor: Actor) -> Iterator[Pile]:
    if not actor.has(Role.REVIEWER) or actor.person_id is None:
        return
    page = page_of_own(session, actor.person_id, None)
    seats = [seat for seat in page.items if seat.state in _OPEN]
    yield Pile("reviews", _l("Reviews to do"), "/panel/reviews", seats[:SHOWN], len(seats), False)


def _applications(session: Session, actor: Actor, role: Role, title: Text, pile: str) -> Iterator[Pile]:
    areas = actor.areas(role)
    if not areas:
        return
    page = page_of_staff(session, areas, None, states=PILES[pile])
    yield _pile("applications", title, f"/panel/applications?state={pile}", page)


def _decisions(session: Session, actor: Actor) -> Iterator[Pile]:
    if areas := actor.areas(Role.CERTIFICATION_OFFICER):
        page = page_to_decide(session, areas, None)
        title = _l("All sheets are in: to be decided")
        yield _pile("applications", title, "/panel/applications?state=to_decide", page)


def _visits(session: Session, actor: Actor) -> Iterator[Pile]:
    if areas := actor.areas(Role.CERTIFICATION_OFFICER):
        page = page_of_visits_in(session, areas, None)
        yield _pile("visits", _l("Site visits to make"), "/panel/site-visits", page)


def _rechecks(session: Session, actor: Actor) -> Iterator[Pile]:
    if areas := actor.areas(Role.CERTIFICATION_OFFICER):
        due = CertificateState.RECHECK_DUE
        page = page_of_certificates_in(session, areas, None, states=[due])
        yield _pile(
            "certificates", _l("Certificates to check again"), f"/panel/certificates?state={due.value}", page
        )


def _objections(session: Session, actor: Actor) -> Iterator[Pile]:
    if areas := actor.areas(Role.PUBLISHER):
        page = page_of_notices_in(session, areas, None, objected=True)
        yield _pile("notices", _l("New objections to answer"), "/panel/notices", page)


def _measures(session: Session, actor: Actor) -> Iterator[Pile]:
    if areas := actor.areas(Role.PUBLISHER):
        page = page_of_waiting_in(session, areas, None)
        yield _pile("certificates", _l("Measures and appeals to decide"), "/panel/certificates", page)


def _pile(kind: str, title: Text, url: str, page: Page[Any]) -> Pile:
    return Pile(kind, title, url, page.items[:SHOWN], len(page.items), bool(page.next))
