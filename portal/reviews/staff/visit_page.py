"""One visit to the site as its page shows it, with the forms of those who may act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.accounts.queries import names_of_people
from portal.applications.sections import Section, sections_of
from portal.applications.types import ApplicationState
from portal.core.clock import local_date
from portal.core.i18n import Text
from portal.core.web import current_actor, now, render, session
from portal.media.links import evidence_url
from portal.media.presentation import shown_to_reader
from portal.media.uploads import staged_photos
from portal.places.queries import gazetteer
from portal.reviews.actions import StaleLine
from portal.reviews.models import SiteVisit
from portal.reviews.permissions import can_arrange_visit, can_inspect
from portal.reviews.queries import (
    Inspected,
    declared_for,
    has_reviewed,
    inspected_of,
    list_eligible_inspectors,
    list_inspectors,
    list_visit_events,
    list_visit_photos,
)
from portal.reviews.sheets import Declared
from portal.reviews.staff.evidence import files_of
from portal.reviews.staff.visit_forms import ConcludeForm, PlanForm, SightingsForm, make_sightings_form
from portal.reviews.types import VisitState
from portal.standards.queries import get_by_hash


def show_visit(
    visit: SiteVisit,
    *,
    plan_form: PlanForm | None = None,
    findings_form: SightingsForm | None = None,
    conclude_form: ConcludeForm | None = None,
    stale: Mapping[str, StaleLine] | None = None,
    photo_errors: Sequence[Text] = (),
) -> str:
    """The page, with a refused form where there is one. Whoever calls it has asked whether it may be seen."""
    actor, application = current_actor(), visit.application
    standard = get_by_hash(session(), application.standard_hash)
    sections = sections_of(standard)
    inspected = inspected_of(session(), visit)
    inspectors = list_inspectors(session(), visit)
    seated = has_reviewed(session(), application.id, actor.person_id or 0)
    open_now = visit.state is not VisitState.CONCLUDED and application.state is ApplicationState.INSPECTING
    declared = declared_for(session(), application)
    return render(
        "reviews/staff/site_visit.html",
        visit=visit,
        application=application,
        standard=standard,
        place=gazetteer(session()).full_name(application.area_code),
        sections=sections,
        declared=declared,
        nothing=Declared(),
        files=files_of(declared),
        file_url=lambda file: evidence_url(file, now()),
        inspected=inspected,
        inspectors=list(names_of_people(session(), inspectors).values()),
        photos=[shown_to_reader(photo, now()) for photo in list_visit_photos(session(), visit)],
        events=list_visit_events(session(), visit),
        may_plan=open_now and can_arrange_visit(actor, application, seated=seated),
        may_record=open_now and can_inspect(actor, visit, inspectors, seated=seated),
        plan_form=plan_form or _plan_form(visit, inspectors),
        findings_form=findings_form or _findings_form(sections, inspected),
        conclude_form=conclude_form or _conclude_form(visit),
        stale=stale or {},
        staged=staged_photos(),
        photo_errors=photo_errors,
        open_now=open_now,
    )


def _plan_form(visit: SiteVisit, inspectors: list[int]) -> PlanForm:
    form = PlanForm(formdata=None)
    form.offer(list_eligible_inspectors(session(), visit.application))
    form.day.data, form.accompanied_by.data = visit.planned_on, visit.accompanied_by
    form.inspectors.data = inspectors
    return form


def _findings_form(sections: tuple[Section, ...], inspected: Inspected) -> SightingsForm:
    form = make_sightings_form(sections)(formdata=None)
    form.fill(inspected.findings)
    return form


def _conclude_form(visit: SiteVisit) -> ConcludeForm:
    form = ConcludeForm(formdata=None)
    today = local_date(now())
    form.visited_on.data = min(visit.planned_on or today, today)
    return form
