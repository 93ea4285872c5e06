"""Proposing and refusing: the officer's decision, frozen with everything needed to recompute it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.queries import get_person
from portal.applications import actions as applications
from portal.applications.messages import rejected
from portal.applications.models import Application
from portal.applications.queries import get_snapshot
from portal.applications.types import ApplicationState, MoveApplication
from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.errors import Conflict, Invalid, NotFound, require
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.actions import notify
from portal.publication import messages
from portal.publication.actions.telling import tell_publishers
from portal.publication.models import Decision
from portal.publication.permissions import can_decide, can_publish
from portal.publication.queries import find_decision
from portal.publication.trace import digest_of, trace_of
from portal.publication.types import Decide, DecisionKind, SendBack
from portal.reviews.queries import Combined, Inspected, find_concluded, get_combined, has_reviewed
from portal.reviews.rules import unmet_on_site
from portal.standards.types import SiteVisit

_NOT_CERTIFIABLE: Text = _l("The score does not allow a certificate; the sheet says why.")
_VISIT_IS_OPEN: Text = _l("The visit to the site is not concluded yet.")
_UNMET_ON_SITE: Text = _l("A prerequisite was not found met on site, so no certificate can be proposed.")


def decide(
    session: Session, application: Application, command: Decide, *, actor: Actor, now: datetime
) -> Decision:
    """Propose or refuse on the combined sheet. What is not certifiable cannot be proposed."""
    reviewed = has_reviewed(session, application.id, actor.person_id or 0)
    require(can_decide(actor, application, reviewed=reviewed))
    if not command.reasons:
        raise Invalid.field("reasons", _l("Give your reasons; they are kept with the decision."))
    try:
        combined = get_combined(session, application)
    except NotFound as error:
        raise Conflict(_l("Not every reviewer has handed in yet.")) from error
    visit = find_concluded(session, application)
    against = why_not_propose(application, combined, visit)
    if command.kind is DecisionKind.PROPOSE and against:
        raise Conflict(against)
    snapshot = get_snapshot(session, application)
    content = trace_of(combined, visit, standard_hash=application.standard_hash, snapshot_hash=snapshot.hash)
    decision = Decision(
        application_id=application.id,
        kind=command.kind,
        decided_by_id=actor.person_id,
        at=now,
        standard_hash=application.standard_hash,
        snapshot_hash=snapshot.hash,
        total=str(combined.score.total),
        level=combined.score.level.code if combined.score.level else None,
        content=content,
        hash=digest_of(content),
        reasons=command.reasons,
    )
    session.add(decision)
    session.flush()
    step = MoveApplication(command.kind.value, command.reasons, {"decision": decision.hash})
    applications.move(session, application, step, actor=actor, now=now)
    _tell(session, application, decision, now=now)
    return decision


def _tell(session: Session, application: Application, decision: Decision, *, now: datetime) -> None:
    """A proposal is the publishers' matter; a refusal is told to the organisation."""
    title = applications.title_of(session, application)
    if decision.kind is DecisionKind.PROPOSE:
        tell_publishers(session, application, decision, messages.proposal_waits(application, title), now=now)
        return
    stage, reason = messages.AFTER_REVIEW, decision.reasons
    message = rejected(application, title, stage=stage, reason=reason)
    applications.tell_organisation(session, application.organisation_id, message, now=now)


def why_not_propose(application: Application, combined: Combined, visit: Inspected | None) -> Text | None:
    """What stands against a proposal, in words; None where nothing does. `visit` is the concluded one."""
    if not combined.score.certifiable:
        return _NOT_CERTIFIABLE
    if visit is None and (
        application.state is ApplicationState.INSPECTING or combined.standard.site_visit is SiteVisit.ALWAYS
    ):
        return _VISIT_IS_OPEN
    if visit is not None and unmet_on_site(combined.standard, visit.seen):
        return _UNMET_ON_SITE
    return None


def send_back(
    session: Session, application: Application, command: SendBack, *, actor: Actor, now: datetime
) -> None:
    """The publisher returns a proposal to screening, with the reason."""
    decision = get_proposal(session, application)
    reviewed = has_reviewed(session, application.id, actor.person_id or 0)
    require(can_publish(actor, application, decision, reviewed=reviewed))
    if not command.reason:
        raise Invalid.field("reason", _l("Give the reason; the officer will read it."))
    applications.move(
        session, application, MoveApplication("send_back", command.reason), actor=actor, now=now
    )
    subject = ("application", application.ref)
    record(session, actor=actor, action="publication.send_back", subject=subject, now=now)
    title = applications.title_of(session, application)
    message = messages.sent_back(application, title, command.reason)
    notify(session, get_person(session, decision.decided_by_id), message, now=now)


def get_proposal(session: Session, application: Application) -> Decision:
    """The proposal that waits for the publisher; raises Conflict when there is none."""
    decision = find_decision(session, application)
    if decision is None or decision.kind is not DecisionKind.PROPOSE:
        raise Conflict(_l("There is no proposal to publish."))
    return decision
