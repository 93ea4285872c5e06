"""Public notices in the panel: the list, one notice with its objections, and the publisher's verbs."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.actor import Role
from portal.core.errors import Conflict, NotFound, require
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, page_cursor, redirect, render, sealer, session, writes
from portal.publication.actions import notice as verbs
from portal.publication.forms import AnswerForm, ContactForm, ReplyForm
from portal.publication.models import Notice, Objection
from portal.publication.permissions import can_publish_notice
from portal.publication.queries import (
    get_notice,
    get_objection,
    list_objected,
    list_objections,
    page_of_notices_in,
)
from portal.publication.rules import UNANSWERED
from portal.publication.staff.blueprint import READERS, blueprint
from portal.reviews.queries import has_reviewed
from portal.standards.queries import get_by_hash, list_current


@blueprint.get("/notices")
@policy.role(*READERS)
def notices() -> str:
    page = page_of_notices_in(session(), current_actor().areas(*READERS), page_cursor())
    names = {one.code: one.standard.name for one in list_current(session())}
    return render(
        "publication/staff/notices.html",
        page=page,
        names=names,
        objected=list_objected(session(), page.items),
    )


@blueprint.get("/notices/<no>")
@policy.role(*READERS)
def notice(no: str) -> ResponseReturnValue:
    return _show(_get(no))


@blueprint.post("/notices/<no>/objections/<int:number>/admission")
@policy.role(Role.PUBLISHER)
@writes
def admit_objection(no: str, number: int) -> ResponseReturnValue:
    found = _get(no, for_update=True)
    verbs.admit(session(), found, _objection(found, number), actor=current_actor(), now=now())
    return redirect(_url(no), _l("The objection is taken up; the notice is held."))


@blueprint.post("/notices/<no>/objections/<int:number>/non-admission")
@policy.role(Role.PUBLISHER)
@writes
def refuse_objection(no: str, number: int) -> ResponseReturnValue:
    found, form = _get(no, for_update=True), ReplyForm()
    if not form.validate_on_submit():
        return _show(found, form, number), 422
    objection = _objection(found, number)
    reply = form.reply.data or ""
    verbs.refuse_objection(session(), found, objection, reply, actor=current_actor(), now=now())
    return redirect(_url(no), _l("The reply is published."))


@blueprint.post("/notices/<no>/objections/<int:number>/answer")
@policy.role(Role.PUBLISHER)
@writes
def answer_objection(no: str, number: int) -> ResponseReturnValue:
    found, form = _get(no, for_update=True), AnswerForm()
    if not form.validate_on_submit():
        return _show(found, form, number), 422
    verbs.answer_objection(
        session(),
        found,
        _objection(found, number),
        form.reply.data or "",
        uphold=form.verdict.data == "uphold",
        actor=current_actor(),
        now=now(),
    )
    return redirect(_url(no), _l("The reply is published."))


@blueprint.get("/notices/<no>/objections/<int:number>/contact")
@policy.role(Role.PUBLISHER)
def contact(no: str, number: int) -> ResponseReturnValue:
    """Asks for the reason; what is sealed opens by the form below only."""
    found = _get(no)
    objection = _objection(found, number)
    require(_may_publish(found))
    if objection.contact_sealed is None or objection.state not in UNANSWERED:
        raise NotFound
    return _show_contact(found, objection, ContactForm(formdata=None))


@blueprint.post("/notices/<no>/objections/<int:number>/contact")
@policy.role(Role.PUBLISHER)
@writes
def open_contact(no: str, number: int) -> ResponseReturnValue:
    found, form = _get(no, for_update=True), ContactForm()
    objection = _objection(found, number)
    require(_may_publish(found))
    if not form.validate_on_submit():
        return _show_contact(found, objection, form), 422
    reason = form.reason.data or ""
    opened = verbs.open_contact(
        session(), found, objection, reason, sealer(), actor=current_actor(), now=now()
    )
    return _show_contact(found, objection, form, opened), {"Cache-Control": "private, no-store"}


@blueprint.post("/notices/<no>/closing")
@policy.role(Role.PUBLISHER)
@writes
def close(no: str) -> ResponseReturnValue:
    """End a notice whose last day is past; the system does the same by itself within seconds."""
    certificate = verbs.close(session(), _get(no, for_update=True), actor=current_actor(), now=now())
    if certificate is None:
        raise Conflict(_l("An objection is still open."))
    return redirect(url_for("publication.certificate", no=certificate.no), _l("The certificate is issued."))


def _get(no: str, *, for_update: bool = False) -> Notice:
    found = get_notice(session(), no, for_update=for_update)
    if not current_actor().has(*READERS, area=found.application.area_code):
        raise NotFound
    return found


def _objection(found: Notice, number: int) -> Objection:
    objection = get_objection(session(), number)
    if objection.notice_id != found.id:
        raise NotFound
    return objection


def _may_publish(found: Notice) -> bool:
    reviewed = has_reviewed(session(), found.application_id, current_actor().person_id or 0)
    return can_publish_notice(current_actor(), found, reviewed=reviewed)


def _show_contact(found: Notice, objection: Objection, form: ContactForm, opened: str | None = None) -> str:
    template = "publication/staff/contact.html"
    return render(template, notice=found, objection=objection, form=form, opened=opened)


def _show(found: Notice, form: ReplyForm | AnswerForm | None = None, number: int | None = None) -> str:
    objections = list_objections(session(), found)
    waiting = [one.id for one in objections if one.state in UNANSWERED]
    return render(
        "publication/staff/notice.html",
        notice=found,
        standard=get_by_hash(session(), found.application.standard_hash),
        objections=objections,
        form=form or AnswerForm(formdata=None),
        answering=number if number in waiting else next(iter(waiting), None),
        may_publish=_may_publish(found),
        ended=now() >= found.ends_at,
    )


def _url(no: str) -> str:
    return url_for("publication_panel.notice", no=no)
