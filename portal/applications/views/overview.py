"""One application as a whole: its tasks, score, what is missing, its course; handing in and withdrawing."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.applications import actions
from portal.applications.forms import LetterForm, SubmitForm, WithdrawForm
from portal.applications.messages import HOW_TO_OBJECT
from portal.applications.permissions import can_edit, can_move
from portal.applications.queries import get_application, list_corrections, list_events
from portal.applications.rules import WORKFLOW
from portal.applications.types import ApplicationState
from portal.applications.views.assessing import assess, evidence_link, get_visible
from portal.applications.views.blueprint import blueprint
from portal.core import policy
from portal.core.errors import Invalid, require
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, redirect, render, session, writes


@blueprint.get("/<ref>")
@policy.signed_in
def overview(ref: str) -> ResponseReturnValue:
    return show(ref)


@blueprint.post("/<ref>/submission")
@policy.signed_in
@writes
def submit(ref: str) -> ResponseReturnValue:
    application, form = get_application(session(), ref, for_update=True), SubmitForm()
    if application.state is ApplicationState.SUBMITTED and get_visible(ref):  # the button was pressed twice
        text = _l("Your application has been handed in already.")
        return redirect(url_for("applications.overview", ref=ref), text, "info")
    try:
        if form.validate_on_submit():
            actions.submit(session(), application, form.to_command(), actor=current_actor(), now=now())
            text = _l("Your application has been handed in. You will be told of every step.")
            return redirect(url_for("applications.overview", ref=ref), text)
    except Invalid as invalid:
        form.show(invalid)
    return show(ref, submit_form=form), 422


@blueprint.get("/<ref>/withdrawal")
@policy.signed_in
def ask_withdrawal(ref: str) -> ResponseReturnValue:
    application = get_visible(ref)
    WORKFLOW.transition(application.state, "withdraw")
    require(can_move(current_actor(), application, "withdraw"))
    return render("applications/withdrawal.html", application=application, form=WithdrawForm())


@blueprint.post("/<ref>/withdrawal")
@policy.signed_in
@writes
def withdraw(ref: str) -> ResponseReturnValue:
    application, form = get_application(session(), ref, for_update=True), WithdrawForm()
    if not form.validate_on_submit():
        get_visible(ref)
        return render("applications/withdrawal.html", application=application, form=form), 422
    actions.withdraw(session(), application, form.to_command(), actor=current_actor(), now=now())
    return redirect(url_for("applications.overview", ref=ref), _l("The application has been withdrawn."))


def show(ref: str, *, submit_form: SubmitForm | None = None, letter_form: LetterForm | None = None) -> str:
    """The page, with a refused form where there is one."""
    application = get_visible(ref)
    actor, assessment = current_actor(), assess(session(), application)
    corrections = list_corrections(session(), application) if application.correction_round else []
    return render(
        "applications/overview.html",
        application=application,
        assessment=assessment,
        go_on=assessment.first_open_section,
        editable=can_edit(actor, application),
        may_submit=can_move(actor, application, "submit"),
        may_withdraw=can_move(actor, application, "withdraw"),
        corrections=corrections,
        to_correct={one.code for one in corrections if not assessment.changed_since(one.code, one.at)},
        events=list_events(session(), application),
        submit_form=submit_form or SubmitForm(formdata=None),
        how_to_object=HOW_TO_OBJECT,
        letter_form=letter_form or LetterForm(formdata=None),
        evidence_link=evidence_link,
    )
