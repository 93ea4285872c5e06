"""The public side: notices with objections, the register, certificates and how they were scored."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from portal.applications.permissions import can_view
from portal.applications.queries import get_application
from portal.core import policy
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import normal_ref
from portal.core.rate_limit import Limit
from portal.core.web import (
    current_actor,
    limit,
    now,
    page_cursor,
    redirect,
    render,
    sealer,
    session,
    settings,
    storage,
    writes,
)
from portal.places.queries import gazetteer, known_gazetteer
from portal.publication.actions.measure import appeal as make_appeal
from portal.publication.actions.measure import appeal_until
from portal.publication.actions.notice import object_to
from portal.publication.document import qr_svg
from portal.publication.forms import AppealForm, ObjectionForm, VerifyForm
from portal.publication.models import Certificate, Notice
from portal.publication.permissions import can_appeal
from portal.publication.queries import (
    find_certificate_of,
    find_notice_of,
    find_revoking_event,
    find_successor,
    get_certificate,
    get_notice,
    list_appeals,
    list_certificate_events,
    list_objections,
    page_of_notices,
    page_of_register,
)
from portal.publication.rules import VALID
from portal.publication.trace import sheet_of
from portal.publication.types import CertificateState, NoticeState
from portal.standards.queries import get_by_hash, list_current

blueprint = Blueprint("publication", __name__)

OBJECTIONS = Limit("objections", 60, 3600)
"""Per address: a school or a village behind one address is not silenced by one of its neighbours."""


@blueprint.get("/notices")
@policy.public
def notices() -> str:
    page = page_of_notices(session(), page_cursor())
    names = {one.code: one.standard.name for one in list_current(session())}
    return render("publication/notices.html", page=page, names=names)


@blueprint.get("/notices/<no>")
@policy.public
def notice(no: str) -> ResponseReturnValue:
    return _show_notice(get_notice(session(), no))


@blueprint.post("/notices/<no>/objections")
@policy.public
def add_objection(no: str) -> ResponseReturnValue:
    limit(request.remote_addr or "", OBJECTIONS)
    return _object(no)


@writes
def _object(no: str) -> ResponseReturnValue:
    found, form = get_notice(session(), no, for_update=True), ObjectionForm()
    if not form.validate_on_submit():
        return _show_notice(found, form), 422
    object_to(session(), found, form.to_command(), sealer(), actor=current_actor(), now=now())
    text = _l("Thank you. Your objection will be answered here, with reasons. Who you are is not shown.")
    return redirect(url_for("publication.notice", no=no), text)


@blueprint.get("/applications/<ref>/result")
@policy.signed_in
def result(ref: str) -> ResponseReturnValue:
    """What the public sees of an application: its certificate, or the notice until there is one."""
    application = get_application(session(), ref)
    issued, opened = find_certificate_of(session(), application), find_notice_of(session(), application)
    if opened is None or not can_view(current_actor(), application):
        raise NotFound
    name, found = ("certificate", issued) if issued else ("notice", opened)
    return redirect(url_for(f"publication.{name}", no=found.no))


@blueprint.get("/register")
@policy.public
def register() -> str:
    """Every certificate that was ever issued, with its state today."""
    state = request.args.get("state", "")
    states = [CertificateState(state)] if state in {one.value for one in CertificateState} else []
    chosen = {"type": request.args.get("type", ""), "area": request.args.get("area", ""), "state": state}
    words = request.args.get("q", "").strip()[:60]
    page = page_of_register(
        session(),
        page_cursor(),
        cell_type=chosen["type"] or None,
        area=chosen["area"] if chosen["area"].isdecimal() else None,
        words=words,
        states=states,
    )
    return render(
        "publication/register.html",
        page=page,
        names={one.code: one.standard.name for one in list_current(session())},
        places=known_gazetteer(session()),
        states=list(CertificateState),
        chosen=chosen,
        words=words,
    )


@blueprint.get("/certificates/<no>")
@policy.public
def certificate(no: str) -> ResponseReturnValue:
    """What a scanned QR code leads to: first of all, whether it is valid today."""
    found = get_certificate(session(), no)
    standard = get_by_hash(session(), found.decision.standard_hash)
    address = settings().public_url.rstrip("/") + url_for("publication.certificate", no=no)
    return render(
        "publication/certificate.html",
        certificate=found,
        standard=standard,
        level=next((one for one in standard.levels if one.code == found.level), None),
        place=gazetteer(session()).full_name(found.area_code),
        events=list_certificate_events(session(), found),
        successor=find_successor(session(), found) if found.state is CertificateState.SUPERSEDED else None,
        appeals=list_appeals(session(), found),
        may_appeal=can_appeal(current_actor(), found) and _appeal_is_open(found),
        qr=qr_svg(address),
        address=address,
    )


@blueprint.get("/certificates/<no>/score-sheet")
@policy.public
def score_sheet(no: str) -> ResponseReturnValue:
    """The whole calculation, computed again while one looks."""
    found = get_certificate(session(), no)
    standard = get_by_hash(session(), found.decision.standard_hash)
    sheet = sheet_of(standard, found.decision.content, found.decision.hash)
    return render("publication/score_sheet.html", certificate=found, standard=standard, sheet=sheet)


@blueprint.get("/certificates/<no>/score-sheet.json")
@policy.public
def score_sheet_json(no: str) -> ResponseReturnValue:
    """The trace for machines: its SHA-256 over RFC 8785 JSON is the decision's hash."""
    decision = get_certificate(session(), no).decision
    return jsonify({"hash": decision.hash, "content": decision.content})


@blueprint.get("/certificates/<no>/document")
@policy.public
def document(no: str) -> ResponseReturnValue:
    """The certificate to print, as long as it counts: paper outlives what the register says."""
    found = get_certificate(session(), no)
    if found.state not in VALID:
        raise NotFound(_l("This certificate does not count at present, so its document is not given out."))
    if found.pdf_key is None:
        raise NotFound(_l("The document is being made. Please try again in a minute."))
    response = Response(storage().get(found.pdf_key), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.no}.pdf"'
    return response


@blueprint.get("/certificates/<no>/appeal")
@policy.member
def appeal(no: str) -> ResponseReturnValue:
    return _show_appeal(_own_certificate(no))


@blueprint.post("/certificates/<no>/appeal")
@policy.member
@writes
def send_appeal(no: str) -> ResponseReturnValue:
    """The holder says why the revocation is wrong."""
    found, form = _own_certificate(no, for_update=True), AppealForm()
    if not form.validate_on_submit():
        return _show_appeal(found, form), 422
    make_appeal(session(), found, form.text.data or "", actor=current_actor(), now=now())
    text = _l("Your appeal has been received. The reply with its reasons will stand here.")
    return redirect(url_for("publication.certificate", no=no), text)


@blueprint.get("/verify")
@policy.public
def verify() -> ResponseReturnValue:
    """Check a certificate by the number printed on it, however it is typed."""
    form = VerifyForm(request.args)
    typed = (form.no.data or "").strip()
    if typed and form.validate():
        ref = normal_ref(typed)
        try:
            return redirect(url_for("publication.certificate", no=get_certificate(session(), ref).no))
        except NotFound:
            return render("publication/verify.html", form=form, unknown=typed), 404
    if form.no.name in request.args and form.validate():
        form.show(Invalid.field("no", _l("Enter the number on the certificate.")))
    status = 422 if form.errors else 200
    return render("publication/verify.html", form=form, unknown=None), status


def _own_certificate(no: str, *, for_update: bool = False) -> Certificate:
    found = get_certificate(session(), no, for_update=for_update)
    if not can_appeal(current_actor(), found):
        raise NotFound
    return found


def _appeal_is_open(found: Certificate) -> bool:
    until = appeal_until(session(), found)
    return until is not None and now() <= until


def _show_appeal(found: Certificate, form: AppealForm | None = None) -> str:
    until = appeal_until(session(), found)
    if until is None or now() > until:
        raise NotFound(_l("An appeal is not possible: the term is over, or one was made already."))
    return render(
        "publication/appeal.html",
        certificate=found,
        standard=get_by_hash(session(), found.decision.standard_hash),
        event=find_revoking_event(session(), found),
        until=until,
        form=form or AppealForm(formdata=None),
    )


def _show_notice(found: Notice, form: ObjectionForm | None = None) -> str:
    standard = get_by_hash(session(), found.application.standard_hash)
    form = form or ObjectionForm(formdata=None)
    everything = [("", str(_l("The application as a whole")))]
    form.code.choices = everything + [(code, one.name.text()) for code, one in standard.indicators.items()]
    return render(
        "publication/notice.html",
        notice=found,
        standard=standard,
        level=next((one for one in standard.levels if one.code == found.decision.level), None),
        place=gazetteer(session()).full_name(found.application.area_code),
        objections=list_objections(session(), found),
        certificate=find_certificate_of(session(), found.application),
        may_object=found.state is NoticeState.OPEN and now() < found.ends_at,
        form=form,
    )
