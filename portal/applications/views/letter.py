"""The signed commitment letter: to print, and to add."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.applications import actions
from portal.applications.forms import LetterForm
from portal.applications.permissions import can_edit
from portal.applications.queries import get_application
from portal.applications.views.assessing import get_visible
from portal.applications.views.blueprint import blueprint
from portal.applications.views.overview import show
from portal.core import policy
from portal.core.errors import Conflict, Invalid, require
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import writing
from portal.core.web import current_actor, now, redirect, render, session
from portal.media import actions as media
from portal.media.messages import problem_text
from portal.media.types import FileRefused
from portal.media.uploads import stage_evidence_file, upload_owner
from portal.standards.queries import get_by_hash


@blueprint.get("/<ref>/commitment-letter")
@policy.signed_in
def letter(ref: str) -> ResponseReturnValue:
    """The letter to print, sign and stamp."""
    application = get_visible(ref)
    standard = get_by_hash(session(), application.standard_hash)
    editable = can_edit(current_actor(), application)
    return render("applications/letter.html", application=application, standard=standard, editable=editable)


@blueprint.post("/<ref>/commitment-letter")
@policy.signed_in
def upload_letter(ref: str) -> ResponseReturnValue:
    application, form = get_visible(ref), LetterForm()
    require(current_actor().member_of(application.organisation_id))
    if not can_edit(current_actor(), application):
        raise Conflict(_l("This application has been handed in and can no longer be changed."))
    chosen = form.letter.data if getattr(form.letter.data, "filename", "") else None
    if not form.validate() or chosen is None:
        if chosen is None:
            form.show(Invalid.field("letter", _l("Choose the file of the signed letter.")))
        return show(ref, letter_form=form), 422
    try:
        staged = stage_evidence_file(chosen)
    except FileRefused as refused:
        form.show(Invalid.field("letter", problem_text(refused.problem)))
        return show(ref, letter_form=form), 422
    with writing(session()) as writer:
        application = get_application(writer, ref, for_update=True)
        file = media.attach_evidence(writer, [staged.ref], owner=upload_owner(), now=now())[0]
        actions.set_commitment_letter(writer, application, file.id, actor=current_actor(), now=now())
    return redirect(url_for("applications.overview", ref=ref), _l("The commitment letter has been added."))
