"""What a dispatcher decides: acceptance, rejection, dispatch, transfer and its result."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.actor import Role
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, session, writes
from portal.reports import actions
from portal.reports.models import Report
from portal.reports.staff.blueprint import blueprint
from portal.reports.staff.deciding import acting, decide
from portal.reports.staff.forms import (
    AcceptForm,
    DispatchForm,
    RejectForm,
    ResultForm,
    StepForm,
    TransferForm,
)

ACCEPTED = _l("The report is accepted. Choose the unit next.")
WITH_UNIT = _l("The report is with the unit. Its clock runs.")


@blueprint.post("/<ref>/acceptance")
@policy.role(Role.DISPATCHER)
@writes
def acceptance(ref: str) -> ResponseReturnValue:
    """Accept; with the first button also send to the unit, as a second step of the history."""
    sends = request.form.get("accept-then") == "dispatch"
    return decide(ref, AcceptForm, _accept, WITH_UNIT if sends else ACCEPTED)


def _accept(report: Report, form: StepForm) -> None:
    assert isinstance(form, AcceptForm)
    actions.accept(session(), report, form.to_command(), actor=current_actor(), now=now())
    if form.sends:
        actions.dispatch(session(), report, form.to_dispatch(), actor=current_actor(), now=now())


@blueprint.post("/<ref>/rejection")
@policy.role(Role.DISPATCHER)
@writes
def rejection(ref: str) -> ResponseReturnValue:
    return decide(
        ref, RejectForm, acting(actions.reject), _l("The report is refused. The reporter reads why.")
    )


@blueprint.post("/<ref>/dispatch")
@policy.role(Role.DISPATCHER)
@writes
def dispatch(ref: str) -> ResponseReturnValue:
    return decide(ref, DispatchForm, acting(actions.dispatch), WITH_UNIT)


@blueprint.post("/<ref>/transfer")
@policy.role(Role.DISPATCHER)
@writes
def transfer(ref: str) -> ResponseReturnValue:
    return decide(ref, TransferForm, acting(actions.transfer), _l("The report is handed over."))


@blueprint.post("/<ref>/result")
@policy.role(Role.DISPATCHER)
@writes
def result(ref: str) -> ResponseReturnValue:
    return decide(
        ref, ResultForm, acting(actions.receive_result), _l("The result is recorded and the report closed.")
    )
