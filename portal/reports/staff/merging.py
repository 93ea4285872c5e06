"""Several reports of one dumping: one leads, the others follow."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.actor import Role
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import writes
from portal.reports import actions
from portal.reports.staff.blueprint import blueprint
from portal.reports.staff.deciding import acting, decide
from portal.reports.staff.forms import MergeForm, UnmergeForm


@blueprint.post("/<ref>/merge")
@policy.role(Role.DISPATCHER)
@writes
def merge(ref: str) -> ResponseReturnValue:
    return decide(ref, MergeForm, acting(actions.merge), _l("The report follows the leading report now."))


@blueprint.post("/<ref>/unmerge")
@policy.role(Role.DISPATCHER)
@writes
def unmerge(ref: str) -> ResponseReturnValue:
    return decide(ref, UnmergeForm, acting(actions.unmerge), _l("The report goes on by itself again."))
