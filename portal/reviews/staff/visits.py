"""Visits to the site: the list, one visit, and its verbs for officers and inspectors."""

from __future__ import annotations

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from portal.applications.sections import Item, sections_of
from portal.core import policy
from portal.core.actor import Role
from portal.core.clock import local_date
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.problems import wants_json
from portal.core.web import current_actor, now, page_cursor, redirect, render, session, writes
from portal.media.queries import get_photo
from portal.media.uploads import staged_photos, stages_photos, upload_owner
from portal.reviews import actions
from portal.reviews.actions import StaleLine
from portal.reviews.models import SiteVisit
from portal.reviews.permissions import can_see_visit
from portal.reviews.queries import get_visit, has_reviewed, list_eligible_inspectors, page_of_visits_in
from portal.reviews.staff.blueprint import blueprint
from portal.reviews.staff.cases import READERS, get_case
from portal.reviews.staff.visit_forms import ConcludeForm, PlanForm, SightingsForm, make_sightings_form
from portal.reviews.staff.visit_page import show_visit
from portal.standards.queries import get_by_hash, list_current

OFFICER = Role.CERTIFICATION_OFFICER

Stale = dict[str, StaleLine]


@blueprint.get("/site-visits")
@policy.role(*READERS)
def site_visits() -> str:
    """What waits for a visit, longest first; `state=all` shows those concluded as well, newest first."""
    everything = request.args.get("state") == "all"
    page = page_of_visits_in(session(), current_actor().areas(*READERS), page_cursor(), everything=everything)
    return render(
        "reviews/staff/site_visits.html",
        page=page,
        names={one.code: one.standard.name for one in list_current(session())},
        everything=everything,
        today=local_date(now()),
    )


@blueprint.get("/site-visits/<no>")
@policy.role(*READERS)
def site_visit(no: str) -> ResponseReturnValue:
    return show_visit(_get(no))


@blueprint.post("/applications/<ref>/site-visit")
@policy.role(OFFICER)
@writes
def call_visit(ref: str) -> ResponseReturnValue:
    visit = actions.call_visit(session(), get_case(ref, for_update=True), actor=current_actor(), now=now())
    return redirect(_url(visit.no), _l("A visit is called for. Say when, and who goes."))


@blueprint.post("/site-visits/<no>/plan")
@policy.role(OFFICER)
@writes
def plan_visit(no: str) -> ResponseReturnValue:
    visit, form = _get(no, for_update=True), PlanForm()
    form.offer(list_eligible_inspectors(session(), visit.application))
    try:
        if form.validate_on_submit():
            actions.plan_visit(session(), visit, form.to_command(), actor=current_actor(), now=now())
            return redirect(_url(no), _l("The visit is planned."))
    except Invalid as invalid:
        form.show(invalid)
    return show_visit(visit, plan_form=form), 422


@blueprint.post("/site-visits/<no>/findings")
@policy.role(OFFICER)
@writes
def save_findings(no: str) -> ResponseReturnValue:
    """Keep every line that can be kept; what cannot is shown again beside its field."""
    visit = _get(no, for_update=True)
    actions.require_inspector(session(), visit, current_actor())
    standard = get_by_hash(session(), visit.application.standard_hash)
    form = make_sightings_form(sections_of(standard))()
    form.validate()
    stale = Stale()
    versions = {item.code: _keep(visit, form, item, stale) for item in form.items}
    if wants_json():
        return jsonify(
            versions={code: version for code, version in versions.items() if version},
            points={},
            errors={name: [str(text) for text in texts] for name, texts in form.errors.items() if name},
            stale={code: str(error.message) for code, error in stale.items()},
        )
    if form.has_errors or stale:
        return show_visit(visit, findings_form=form, stale=stale), 422
    return redirect(_url(no), _l("Saved."))


@blueprint.post("/site-visits/<no>/photos")
@policy.role(OFFICER)
@stages_photos
@writes
def add_photos(no: str) -> ResponseReturnValue:
    visit, staged = _get(no, for_update=True), staged_photos()
    errors = list(staged.errors)
    try:
        if not errors:
            actions.add_visit_photos(
                session(), visit, staged.refs, owner=upload_owner(), actor=current_actor(), now=now()
            )
            return redirect(_url(no, "photo-list"), _l("The photos are kept with the visit."))
    except Invalid as invalid:
        errors = invalid.errors.get("photos", [])
    return show_visit(visit, photo_errors=errors), 422


@blueprint.post("/site-visits/<no>/photos/<photo>/removal")
@policy.role(OFFICER)
@writes
def remove_photo(no: str, photo: str) -> ResponseReturnValue:
    visit = _get(no, for_update=True)
    found = get_photo(session(), photo)
    actions.remove_visit_photo(session(), visit, found, actor=current_actor(), now=now())
    return redirect(_url(no, "photo-list"), _l("The photo was removed."))


@blueprint.post("/site-visits/<no>/conclusion")
@policy.role(OFFICER)
@writes
def conclude_visit(no: str) -> ResponseReturnValue:
    visit, form = _get(no, for_update=True), ConcludeForm()
    try:
        if form.validate_on_submit():
            actions.conclude_visit(session(), visit, form.to_command(), actor=current_actor(), now=now())
            return redirect(_url(no), _l("The visit is concluded. The decision can be taken now."))
    except Invalid as invalid:
        form.show(invalid)
    return show_visit(visit, conclude_form=form), 422


def _get(no: str, *, for_update: bool = False) -> SiteVisit:
    visit = get_visit(session(), no, for_update=for_update)
    seated = has_reviewed(session(), visit.application_id, current_actor().person_id or 0)
    if not can_see_visit(current_actor(), visit.application, seated=seated):
        raise NotFound
    return visit


def _keep(visit: SiteVisit, form: SightingsForm, item: Item, stale: Stale) -> int:
    if form.part("note", item.code).errors:
        return 0
    line = form.to_input(item)
    if line.based_on == 0 and line.is_empty:
        return 0
    try:
        return actions.record_sighting(session(), visit, line, actor=current_actor(), now=now()).version
    except StaleLine as error:
        stale[item.code] = error
    except Invalid as invalid:
        form.show(Invalid({f"{name}-{item.code}": texts for name, texts in invalid.errors.items()}))
    return 0


def _url(no: str, anchor: str | None = None) -> str:
    return url_for("reviews_panel.site_visit", no=no, _anchor=anchor)
