"""What a unit does on the way: take a report on, return it, ask its reporter."""

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
from portal.reports.staff.forms import QuestionForm, ReturnForm, StepForm, TakeForm


@blueprint.post("/<ref>/handling")
@policy.role(Role.HANDLER)
@writes
def handling(ref: str) -> ResponseReturnValue:
    return decide(ref, TakeForm, _take, _l("You have taken it on. The reporter sees that work has begun."))


def _take(report: Report, _: StepForm) -> None:
    actions.take(session(), report, actor=current_actor(), now=now())


@blueprint.post("/<ref>/return")
@policy.role(Role.HANDLER)
@writes
def return_(ref: str) -> ResponseReturnValue:
    return decide(ref, ReturnForm, acting(actions.return_), _l("The report is back with the dispatcher."))


@blueprint.post("/<ref>/question")
@policy.role(Role.HANDLER, Role.DISPATCHER)
@writes
def question(ref: str) -> ResponseReturnValue:
    done = _l("The question is sent. The clock stands still until the answer.")
    return decide(ref, QuestionForm, acting(actions.ask_reporter), done)
