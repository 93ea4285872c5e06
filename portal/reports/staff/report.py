"""The page of one report: all that staff may see, and the steps that this person can take now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.models import Unit
from portal.accounts.queries import list_units
from portal.core import policy
from portal.core.actor import Role
from portal.core.errors import require
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import normal_ref
from portal.core.web import current_actor, now, redirect, render, session
from portal.media.uploads import staged_photos
from portal.places.datum import distance_m
from portal.places.queries import gazetteer
from portal.places.types import Point
from portal.reports.catalogue import catalogue
from portal.reports.messages import EXTENSIONS
from portal.reports.models import Report
from portal.reports.permissions import can_see_for_work, is_dispatcher, possible_actions
from portal.reports.presentation import Row, row_of
from portal.reports.queries import find_next, get_alias, get_report, list_events, list_followers, list_nearby
from portal.reports.routing import RouteReason, Suggestion, UnitOption, suggest
from portal.reports.staff.blueprint import READERS, blueprint
from portal.reports.staff.forms import FORMS, MergeForm, StepForm, UnitForm
from portal.reports.staff.piles import first_pile
from portal.reports.staff.showing import due_of, history_of, photos_of
from portal.reports.types import PhotoKind, ReportAction, ReportState

_REASONS: dict[RouteReason, Text] = {
    RouteReason.OWN_AREA: _l("Suggested: %(unit)s. It deals with this kind of waste in just this area."),
    RouteReason.WIDER_AREA: _l("Suggested: %(unit)s. It deals with this kind of waste in the wider area."),
    RouteReason.FALLBACK: _l(
        "Suggested: %(unit)s. No unit for this kind of waste covers the place, so the nearest takes it first."
    ),
}

NO_UNIT: Text = _l("No unit covers this place. Choose one by hand.")
CAME_BACK: Text = _l("%(unit)s would be suggested, but has just returned it.")


@blueprint.get("/<ref>")
@policy.role(*READERS)
def show(ref: str) -> ResponseReturnValue:
    if ref != normal_ref(ref):
        return redirect(url_for(".show", ref=normal_ref(ref)))
    return show_report(get_for_work(ref))


def get_for_work(ref: str) -> Report:
    """Raises NotFound, and NotAllowed where the report is none of this person's work."""
    report = get_report(session(), ref)
    require(can_see_for_work(current_actor(), report))
    return report


def show_report(report: Report, refused: StepForm | None = None) -> str:
    """`refused` is the form that could not be taken as it was: it stands open, with all that was typed."""
    actor, content = current_actor(), catalogue()
    units = list_units(session())
    photos = photos_of(session(), report, now())
    names = {unit.code: unit.name.text() for unit in units}
    return render(
        "reports/staff/show.html",
        row=row_of(session(), report, content),
        alias=get_alias(session(), report),
        due=due_of(report, now()),
        forms=list(offered(report, units, refused)),
        refused=refused,
        staged=staged_photos(),
        photo_errors=photo_errors(refused),
        photos=photos,
        before=[one for one in photos if one.kind is PhotoKind.BEFORE],
        after=[one for one in photos if one.kind is PhotoKind.AFTER],
        decides_photos=is_dispatcher(actor, report),
        steps=history_of(session(), list_events(session(), report), names, content),
        nearby=_nearby(report),
        followers=list_followers(session(), report),
        can_see=can_see_for_work,
        can_merge=ReportAction.MERGE in possible_actions(actor, report),
        extension=EXTENSIONS[report.extension],
        receiving_body=content.receiving_bodies.get(report.receiving_body or ""),
        upcoming=_upcoming(report),
        also_near=[gazetteer(session()).full_name(code) for code in report.nearby_codes],
    )


def offered(report: Report, units: Sequence[Unit], refused: StepForm | None = None) -> Iterator[StepForm]:
    """The forms of the steps that this person can take now, in their order."""
    possible = possible_actions(current_actor(), report)
    for made in FORMS:
        if refused is not None and isinstance(refused, made):
            yield refused
        elif made.action in possible:
            form = made(report, catalogue(), formdata=None)
            complete(form, report, units)
            yield form


def complete(form: StepForm, report: Report, units: Sequence[Unit]) -> None:
    """Give a form the choices that need the database."""
    if isinstance(form, UnitForm):
        found = _suggestion(report, units)
        named = {unit.id: unit.name.text() for unit in units}
        came_back = report.state is ReportState.RETURNED and found.unit_id == report.unit_id
        form.offer_units(named.items(), None if came_back else found.unit_id)
        form.explanation = _explained(found, named, came_back)
    if form.takes_photos:
        staged = staged_photos()  # a photo that could not be taken has said so itself
        form.photo_count = len(staged.refs) + len(staged.errors)
    if isinstance(form, MergeForm) and not form.lead_ref.data:
        form.lead_ref.data = request.args.get("lead", "")[:40]


def photo_errors(form: StepForm | None) -> list[tuple[str, Text]]:
    """What is wrong with the photos, each text with the field that an error summary links to."""
    refused = form.photo_errors if form else []
    return [("#photos", text) for text in (*staged_photos().errors, *refused)]


def _suggestion(report: Report, units: Sequence[Unit]) -> Suggestion:
    content = catalogue()
    category = content.categories.get(report.category)
    return suggest(
        [UnitOption(unit.id, unit.code, unit.kind, unit.area_code) for unit in units],
        unit_kind=category.unit_kind if category else "",
        area_code=report.area_code,
        nearby_codes=report.nearby_codes,
        fallback=content.fallback,
    )


def _explained(found: Suggestion, names: dict[int, str], came_back: bool) -> Text:
    if found.unit_id is None or found.reason is None:
        return NO_UNIT
    if came_back:
        return str(CAME_BACK) % {"unit": names[found.unit_id]}
    return str(_REASONS[found.reason]) % {"unit": names[found.unit_id]}


def _upcoming(report: Report) -> Row | None:
    """The next report of this person's own pile, so that one decision leads to the next."""
    actor = current_actor()
    if not actor.has(Role.DISPATCHER, Role.HANDLER):
        return None
    following = find_next(session(), report, actor, first_pile(actor).states)
    return row_of(session(), following, catalogue()) if following else None


def _nearby(report: Report) -> list[tuple[Row, int]]:
    """Open reports close by, each with its distance in metres, the nearest first."""
    if report.lng is None or report.lat is None:
        return []
    here = Point(lng=report.lng, lat=report.lat)
    rows = [
        (
            row_of(session(), other, catalogue()),
            round(distance_m(here, Point(lng=other.lng or 0.0, lat=other.lat or 0.0))),
        )
        for other in list_nearby(session(), report, current_actor())
    ]
    return sorted(rows, key=lambda one: one[1])
