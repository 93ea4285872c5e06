"""Showing that it is done: a note, and photos of the place as it is now or the reason why there are none."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.actor import Role
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, session, writes
from portal.media.uploads import staged_photos, stages_photos, upload_owner
from portal.reports import actions
from portal.reports.models import Report
from portal.reports.staff.blueprint import blueprint
from portal.reports.staff.deciding import decide
from portal.reports.staff.forms import ResolveForm, StepForm
from portal.reports.types import StagedPhotos

_PHOTOS = "after_photos"


@blueprint.post("/<ref>/resolution")
@policy.role(Role.HANDLER)
@stages_photos
@writes
def resolution(ref: str) -> ResponseReturnValue:
    return decide(ref, ResolveForm, _resolve, _l("Reported as done. The reporter is asked to look."))


def _resolve(report: Report, form: StepForm) -> None:
    assert isinstance(form, ResolveForm)
    command = form.to_command(StagedPhotos(tuple(staged_photos().refs), upload_owner()))
    try:
        actions.resolve(session(), report, command, actor=current_actor(), now=now())
    except Invalid as refused:
        form.photo_errors = refused.errors.pop(_PHOTOS, [])
        raise
