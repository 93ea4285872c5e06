"""Who may see and do what in review. In doubt the answer is no: the blind review is a promise."""

from __future__ import annotations

from collections.abc import Collection

from portal.applications.models import Application
from portal.applications.permissions import is_tied
from portal.applications.types import ApplicationState
from portal.core.actor import Actor, Role
from portal.reviews.models import ReviewAssignment, SiteVisit
from portal.reviews.types import AssignmentState

OFFICERS = (Role.CERTIFICATION_OFFICER,)
IN_REVIEW = (ApplicationState.SCORING, ApplicationState.ADJUDICATING)
"""While the application is in one of these, seats are taken and sheets are filled in."""


def can_screen(actor: Actor, application: Application, *, seated: bool) -> bool:
    """Never who has, or had, a reviewer's seat: screening can end the case, and nobody scores and decides."""
    officer = actor.has(*OFFICERS, area=application.area_code)
    return officer and not seated and not is_tied(actor, application)


def can_replace(actor: Actor, assignment: ReviewAssignment, *, seated: bool) -> bool:
    """Free the seat of a reviewer who cannot finish; a sheet handed in stays, an offer lapses by itself."""
    return (
        can_screen(actor, assignment.application, seated=seated)
        and assignment.state is AssignmentState.ACCEPTED
        and assignment.application.state in IN_REVIEW
    )


def can_answer_offer(actor: Actor, assignment: ReviewAssignment) -> bool:
    """One's own offered seat: before this is answered nothing but name, type and district is shown."""
    return (
        owns_seat(actor, assignment)
        and assignment.state is AssignmentState.OFFERED
        and assignment.application.state in IN_REVIEW
    )


def can_open_sheet(actor: Actor, assignment: ReviewAssignment) -> bool:
    """One's own seat, after declaring that there is no conflict, and while none shows."""
    return (
        owns_seat(actor, assignment)
        and assignment.state in (AssignmentState.ACCEPTED, AssignmentState.SUBMITTED)
        and assignment.no_conflict_declared_at is not None
        and not is_tied(actor, assignment.application)
    )


def can_score(actor: Actor, assignment: ReviewAssignment) -> bool:
    """Until it is handed in, and while the application has not been withdrawn or decided."""
    return (
        can_open_sheet(actor, assignment)
        and assignment.state is AssignmentState.ACCEPTED
        and assignment.application.state in IN_REVIEW
    )


def can_see_combined(actor: Actor, application: Application, *, all_submitted: bool) -> bool:
    """Officers, publishers and auditors of the area, and only once every called sheet is in.

    A reviewer never sees it, whatever other role they hold: `reviews.queries` refuses seats.
    """
    roles = (Role.CERTIFICATION_OFFICER, Role.PUBLISHER, Role.AUDITOR)
    staff = actor.has(*roles, area=application.area_code)
    return all_submitted and staff and not is_tied(actor, application)


def can_see_visit(actor: Actor, application: Application, *, seated: bool) -> bool:
    """Staff of the area; never who has, or had, a reviewer's seat: findings must not tint a sheet."""
    roles = (Role.CERTIFICATION_OFFICER, Role.PUBLISHER, Role.AUDITOR)
    staff = actor.has(*roles, area=application.area_code)
    return staff and not seated and not is_tied(actor, application)


def can_arrange_visit(actor: Actor, application: Application, *, seated: bool) -> bool:
    """Call for a visit, and say when and who."""
    return can_screen(actor, application, seated=seated)


def can_inspect(actor: Actor, visit: SiteVisit, inspectors: Collection[int], *, seated: bool) -> bool:
    """Record and conclude: one of those who went, as long as they may arrange it at all."""
    return actor.person_id in inspectors and can_arrange_visit(actor, visit.application, seated=seated)


def owns_seat(actor: Actor, assignment: ReviewAssignment) -> bool:
    """Drawn for it, whatever became of it, and still a reviewer there."""
    reviewer = actor.has(Role.REVIEWER, area=assignment.application.area_code)
    return reviewer and actor.person_id == assignment.reviewer_id
