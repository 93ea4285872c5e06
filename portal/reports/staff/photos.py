"""What the public sees of a report's photos: a dispatcher has looked, and says so."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.actor import Role
from portal.core.errors import NotFound, require
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, redirect, session, writes
from portal.media import actions as media
from portal.media.models import Photo
from portal.media.queries import get_photo
from portal.media.uploads import vault
from portal.reports.models import Report
from portal.reports.permissions import is_dispatcher
from portal.reports.queries import list_photos
from portal.reports.staff.blueprint import blueprint
from portal.reports.staff.report import get_for_work

WITHHELD = "face, plate or private thing"


@blueprint.post("/<ref>/photo-decisions")
@policy.role(Role.DISPATCHER)
@writes
def photo_decisions(ref: str) -> ResponseReturnValue:
    report, photo = _get_photo_to_decide(ref)
    area, actor = report.area_code, current_actor()
    if request.form.get("decision") == "publish":
        media.confirm_photo(session(), photo, vault(), area=area, actor=actor, now=now())
        done = _l("The photo is shown to everybody now.")
    else:
        media.withhold_photo(session(), photo, vault(), WITHHELD, area=area, actor=actor, now=now())
        done = _l("The photo is kept back.")
    return redirect(url_for(".show", ref=ref, _anchor="photo-list"), done)


@blueprint.post("/<ref>/photo-retries")
@policy.role(Role.DISPATCHER)
@writes
def photo_retries(ref: str) -> ResponseReturnValue:
    """Have a photo that could not be read prepared anew, for instance after a want of memory was mended."""
    report, photo = _get_photo_to_decide(ref)
    media.retry_photo(session(), photo, area=report.area_code, actor=current_actor(), now=now())
    return redirect(url_for(".show", ref=ref, _anchor="photo-list"), _l("The photo is being prepared again."))


def _get_photo_to_decide(ref: str) -> tuple[Report, Photo]:
    """The report and the photo of it that the form names. Raises NotAllowed for all but its dispatchers,
    NotFound for a photo that is not this report's."""
    report = get_for_work(ref)
    require(is_dispatcher(current_actor(), report))
    photo = get_photo(session(), request.form.get("photo", ""))
    if photo.id not in {row.photo_id for row in list_photos(session(), report)}:
        raise NotFound
    return report, photo
