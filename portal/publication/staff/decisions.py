"""Deciding on the combined sheet, and publishing or sending back what was proposed."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.applications.permissions import can_move, can_view_as_staff
from portal.applications.queries import get_application
from portal.core import policy
from portal.core.actor import Role
from portal.core.calendar import city_calendar
from portal.core.errors import NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, redirect, render, session, settings, writes
from portal.publication.actions.decision import decide, why_not_propose
from portal.publication.actions.decision import send_back as send_back_action
from portal.publication.actions.notice import open_notice as open_notice_action
from portal.publication.forms import DecisionForm, SendBackForm
from portal.publication.permissions import can_decide, can_publish
from portal.publication.queries import find_certificate_of, find_decision, find_notice_of
from portal.publication.staff.blueprint import READERS, blueprint
from portal.publication.types import DecisionKind
from portal.reviews.queries import find_combined, find_concluded, find_shown, has_reviewed, list_seats
from portal.reviews.settings import load_review_settings
from portal.standards.queries import get_by_hash


@blueprint.get("/applications/<ref>/decision")
@policy.role(*READERS)
def decision(ref: str) -> ResponseReturnValue:
    return _show(_get_case(ref))


@blueprint.post("/applications/<ref>/proposal")
@policy.role(Role.CERTIFICATION_OFFICER)
@writes
def propose(ref: str) -> ResponseReturnValue:
    return _decide(ref, DecisionKind.PROPOSE)


@blueprint.post("/applications/<ref>/refusal")
@policy.role(Role.CERTIFICATION_OFFICER)
@writes
def refuse(ref: str) -> ResponseReturnValue:
    return _decide(ref, DecisionKind.REFUSE)


@blueprint.post("/applications/<ref>/return-to-screening")
@policy.role(Role.PUBLISHER)
@writes
def send_back(ref: str) -> ResponseReturnValue:
    case, form = _get_case(ref, for_update=True), SendBackForm()
    if not form.validate_on_submit():
        return _show(case, back_form=form), 422
    send_back_action(session(), case, form.to_command(), actor=current_actor(), now=now())
    return redirect(_url(ref), _l("The proposal is back with the officer."))


@blueprint.post("/applications/<ref>/notice")
@policy.role(Role.PUBLISHER)
@writes
def open_notice(ref: str) -> ResponseReturnValue:
    notice = open_notice_action(
        session(),
        _get_case(ref, for_update=True),
        actor=current_actor(),
        calendar=city_calendar(),
        now=now(),
        demo_seconds=settings().demo_notice_seconds,
    )
    return redirect(
        url_for("publication_panel.notice", no=notice.no), _l("The public notice is open from this moment.")
    )


def _decide(ref: str, kind: DecisionKind) -> ResponseReturnValue:
    case, form = _get_case(ref, for_update=True), DecisionForm()
    if not form.validate_on_submit():
        return _show(case, decision_form=form), 422
    decide(session(), case, form.to_command(kind), actor=current_actor(), now=now())
    text = _l("Proposed. A publisher decides on the public notice.")
    return redirect(
        _url(ref), text if kind is DecisionKind.PROPOSE else _l("Refused; the applicant is told.")
    )


def _get_case(ref: str, *, for_update: bool = False) -> Application:
    case = get_application(session(), ref, for_update=for_update)
    if not can_view_as_staff(current_actor(), case):
        raise NotFound
    return case


def _show(
    case: Application, *, decision_form: DecisionForm | None = None, back_form: SendBackForm | None = None
) -> str:
    actor = current_actor()
    made = find_decision(session(), case)
    reviewed = has_reviewed(session(), case.id, actor.person_id or 0)
    publishing = made is not None and can_publish(actor, case, made, reviewed=reviewed)
    deciding = can_decide(actor, case, reviewed=reviewed)
    combined = find_combined(session(), case, list_seats(session(), case), actor)
    may_propose = deciding and can_move(actor, case, "propose")
    visit = find_concluded(session(), case) if may_propose else None
    return render(
        "publication/staff/decision.html",
        application=case,
        standard=get_by_hash(session(), case.standard_hash),
        combined=combined,
        agreement=combined.agreement(_least_items()) if combined else None,
        inspected=find_shown(session(), case, actor),
        decision=made,
        may_propose=may_propose,
        against=why_not_propose(case, combined, visit) if may_propose and combined else None,
        may_refuse=deciding and can_move(actor, case, "refuse"),
        may_publish=publishing and can_move(actor, case, "open_notice"),
        demo_seconds=settings().demo_notice_seconds,
        notice=find_notice_of(session(), case),
        certificate=find_certificate_of(session(), case),
        decision_form=decision_form or DecisionForm(formdata=None),
        back_form=back_form or SendBackForm(formdata=None),
    )


def _least_items() -> int:
    return load_review_settings(settings().content_dir).agreement_least_items


def _url(ref: str) -> str:
    return url_for("publication_panel.decision", ref=ref)
