"""Certificates in the panel: the list, one certificate, and the measures on it."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.queries import names_of_people
from portal.core import policy
from portal.core.actor import Role
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, page_cursor, redirect, render, session, writes
from portal.places.queries import gazetteer
from portal.publication.actions import measure as verbs
from portal.publication.forms import MEASURES, AppealReplyForm, MeasureForm, RefuseMeasureForm
from portal.publication.models import Certificate
from portal.publication.permissions import can_decide_appeal, can_decide_measure, can_propose_measure
from portal.publication.queries import (
    find_revocation,
    get_appeal,
    get_certificate,
    get_measure,
    list_appeals,
    list_certificate_events,
    list_measures,
    list_successors,
    list_waiting,
    page_of_certificates_in,
)
from portal.publication.rules import measures_from
from portal.publication.staff.blueprint import READERS, blueprint
from portal.publication.types import CertificateState, MeasureKind, MeasureState
from portal.standards.queries import get_by_hash, list_current


@blueprint.get("/certificates")
@policy.role(*READERS)
def certificates() -> str:
    """Newest first; `state` is one of the states."""
    wanted = request.args.get("state", "")
    known = {state.value: [state] for state in CertificateState}
    areas = current_actor().areas(*READERS)
    page = page_of_certificates_in(session(), areas, page_cursor(), states=known.get(wanted, []))
    return render(
        "publication/staff/certificates.html",
        page=page,
        names={one.code: one.standard.name for one in list_current(session())},
        waiting=list_waiting(session(), page.items),
        states=list(CertificateState),
        state=wanted if wanted in known else "",
    )


@blueprint.get("/certificates/<no>")
@policy.role(*READERS)
def certificate(no: str) -> ResponseReturnValue:
    return _show(_get(no))


@blueprint.post("/certificates/<no>/measures")
@policy.role(Role.CERTIFICATION_OFFICER)
@writes
def propose_measure(no: str) -> ResponseReturnValue:
    found = _get(no, for_update=True)
    form = _measure_form(found)
    try:
        if form.validate_on_submit():
            verbs.propose_measure(session(), found, form.to_command(), actor=current_actor(), now=now())
            return redirect(_url(no), _l("Proposed. A publisher, another person, confirms it."))
    except Invalid as invalid:
        form.show(invalid)
    return _show(found, measure_form=form), 422


@blueprint.post("/certificates/<no>/measures/<int:number>/confirmation")
@policy.role(Role.PUBLISHER)
@writes
def confirm_measure(no: str, number: int) -> ResponseReturnValue:
    found = _get(no, for_update=True)
    measure = get_measure(session(), found, number)
    verbs.confirm_measure(session(), found, measure, actor=current_actor(), now=now())
    return redirect(_url(no), _l("Confirmed. The register shows it from this moment."))


@blueprint.post("/certificates/<no>/measures/<int:number>/refusal")
@policy.role(Role.PUBLISHER)
@writes
def refuse_measure(no: str, number: int) -> ResponseReturnValue:
    found, form = _get(no, for_update=True), RefuseMeasureForm()
    measure = get_measure(session(), found, number)
    if not form.validate_on_submit():
        return _show(found, refuse_form=form), 422
    verbs.refuse_measure(session(), found, measure, form.reply.data or "", actor=current_actor(), now=now())
    return redirect(_url(no), _l("Refused. The certificate stays as it is."))


@blueprint.post("/certificates/<no>/appeals/<int:number>/reply")
@policy.role(Role.PUBLISHER)
@writes
def reply_to_appeal(no: str, number: int) -> ResponseReturnValue:
    found, form = _get(no, for_update=True), AppealReplyForm()
    made = get_appeal(session(), found, number)
    if not form.validate_on_submit():
        return _show(found, reply_form=form), 422
    verbs.decide_appeal(session(), found, made, form.to_command(), actor=current_actor(), now=now())
    return redirect(_url(no), _l("The reply is published."))


def _get(no: str, *, for_update: bool = False) -> Certificate:
    found = get_certificate(session(), no, for_update=for_update)
    if not current_actor().has(*READERS, area=found.area_code):
        raise NotFound
    return found


def _measure_form(found: Certificate) -> MeasureForm:
    form = MeasureForm()
    standard = get_by_hash(session(), found.decision.standard_hash)
    newer = list_successors(session(), found)
    kinds = [one for one in measures_from(found.state) if newer or one is not MeasureKind.RENEW]
    grounds = [(one.code, one.text.text()) for one in standard.prerequisites]
    form.offer(kinds, grounds, [(str(one.id), one.no) for one in newer])
    return form


def _show(
    found: Certificate,
    *,
    measure_form: MeasureForm | None = None,
    refuse_form: RefuseMeasureForm | None = None,
    reply_form: AppealReplyForm | None = None,
) -> str:
    actor = current_actor()
    standard = get_by_hash(session(), found.decision.standard_hash)
    measures = list_measures(session(), found)
    waiting = next((one for one in measures if one.state is MeasureState.PROPOSED), None)
    form = measure_form or _measure_form(found)
    people = [one.proposed_by_id for one in measures] + [one.decided_by_id or 0 for one in measures]
    return render(
        "publication/staff/certificate.html",
        certificate=found,
        standard=standard,
        level=next((one for one in standard.levels if one.code == found.level), None),
        grounds={one.code: one.text for one in standard.prerequisites},
        place=gazetteer(session()).full_name(found.area_code),
        measures=measures,
        kinds=MEASURES,
        people=names_of_people(session(), people),
        waiting=waiting,
        may_propose=waiting is None and bool(form.kind.choices) and can_propose_measure(actor, found),
        may_decide=waiting is not None and can_decide_measure(actor, found, waiting),
        appeals=list_appeals(session(), found),
        may_reply=can_decide_appeal(actor, found, find_revocation(session(), found)),
        events=list_certificate_events(session(), found),
        measure_form=form,
        refuse_form=refuse_form or RefuseMeasureForm(formdata=None),
        reply_form=reply_form or AppealReplyForm(formdata=None),
    )


def _url(no: str) -> str:
    return url_for("publication_panel.certificate", no=no)
