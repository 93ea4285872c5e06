"""More time: asked for by the unit, decided by the dispatcher, granted at most once."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.actor import Role
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, session, writes
from portal.reports import actions
from portal.reports.models import Report
from portal.reports.staff.blueprint import blueprint
from portal.reports.staff.deciding import acting, decide
from portal.reports.staff.forms import ExtensionDecisionForm, ExtensionForm, StepForm
from portal.reports.types import GrantExtension


@blueprint.post("/<ref>/extension")
@policy.role(Role.HANDLER)
@writes
def extension(ref: str) -> ResponseReturnValue:
    return decide(
        ref, ExtensionForm, acting(actions.ask_extension), _l("The dispatcher is asked for more time.")
    )


@blueprint.post("/<ref>/extension-decision")
@policy.role(Role.DISPATCHER)
@writes
def extension_decision(ref: str) -> ResponseReturnValue:
    return decide(ref, ExtensionDecisionForm, _decide, _l("Your decision is recorded."))


def _decide(report: Report, form: StepForm) -> None:
    command = form.to_command()
    if isinstance(command, GrantExtension):
        actions.grant_extension(session(), report, command, actor=current_actor(), now=now())
    else:
        actions.refuse_extension(session(), report, command, actor=current_actor(), now=now())
