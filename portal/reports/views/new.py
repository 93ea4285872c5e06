"""Reporting: one page, then the number and code to follow it."""

from __future__ import annotations

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core import policy
from portal.core.errors import Conflict, Invalid, NotFound, TooMany, Unavailable
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import derived_secret
from portal.core.qr import qr_svg
from portal.core.rate_limit import Limit
from portal.core.visitor import visitor_id
from portal.core.web import current_actor, now, redirect, render, sealer, session, settings, writes
from portal.media.uploads import staged_photos, stages_photos, upload_owner
from portal.places.presentation import city_settings
from portal.places.queries import gazetteer, locate
from portal.places.types import Point
from portal.reports import actions, conditions
from portal.reports.catalogue import catalogue
from portal.reports.forms import NewReportForm, report_place
from portal.reports.queries import get_report, has_other_photos
from portal.reports.types import ReportPlace, StagedPhotos, Submitted
from portal.reports.views import limits
from portal.reports.views.blueprint import blueprint
from portal.reports.views.proof import known_secret, phone_key, remember

PER_PHONE_HOUR = Limit("reports.phone.hour", 10, 3600)
PER_PHONE_DAY = Limit("reports.phone.day", 40, 24 * 3600)
PER_ADDRESS = Limit("reports.address.hour", 300, 3600)
TOO_MANY = _l("You have reported very often in a short time. What you entered is kept: please send it later.")
EXPIRED = _l("This page was open for a long time. Nothing is lost: please send it once more.")
SENT_BEFORE = _l(
    "This form has already been sent: here is its number. For something else, start a new report."
)


@blueprint.get("/reports/new")
@policy.public
def new() -> ResponseReturnValue:
    visitor_id()  # with the form, not with its answer: a phone that lost the answer sends again as itself
    response = make_response(_show(_prepared()))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/reports/new")
@policy.public
@stages_photos
def create() -> ResponseReturnValue:
    """What can be said without writing comes first: one phone at a time may write, the rest wait for it."""
    if "only_show" in request.form:  # in another language or size: nothing is sent yet
        return _show(_prepared())
    form = _prepared()
    try:
        sent = actions.find_sent(
            session(), form.submission, phone_key(), sealer=sealer(), actor=current_actor()
        )
        if sent is not None:
            return _sent_before(form, sent)
        place = _place_of(session(), form)
        return (_show(form), 422) if place is None else _sent(form, _submit(form, place))
    except Invalid as refused:
        form.show_also(refused)
        return _show(form), 422
    except (Conflict, TooMany, Unavailable) as refused:  # a full disk, too: the page keeps the draft
        form.form_errors.append(str(refused.message))
        wait = {"Retry-After": str(refused.retry_after)} if isinstance(refused, TooMany) else {}
        return _show(form), refused.status, wait


@blueprint.get("/reports/<ref>/receipt")
@policy.public
def receipt(ref: str) -> ResponseReturnValue:
    """The number and the code, as long as this phone holds it; else the way to follow a report."""
    secret = known_secret(ref)
    try:
        report = get_report(session(), ref)
    except NotFound:
        report = None
    if secret is None or report is None:
        return redirect(url_for("reports.track", ref=ref))
    address = f"{settings().public_url}{url_for('reports.track')}#{ref}.{secret}"
    category = catalogue().categories.get(report.category)
    place = gazetteer(session()).full_name(report.area_code)
    return render(
        "reports/receipt.html",
        report=report,
        secret=secret,
        qr=qr_svg(address),
        category=category,
        place=place,
    )


def _prepared() -> NewReportForm:
    """The form as it was sent, with the place of a photo where nothing better was given.

    A photo from elsewhere (an old one, one sent by a friend) says nothing: nobody gave that place.
    """
    form, city = NewReportForm(), gazetteer(session())
    form.offer_categories(catalogue())
    form.offer_areas(city)
    position = staged_photos().position
    if position is not None and not (form.lng.data or form.lat.data or form.area_code.data):
        point = Point(lng=position.lng, lat=position.lat, accuracy_m=position.error_m)
        if city.at(point).codes:
            form.show_position(point)
            form.place_source.data = "photo"
    return form


def _place_of(session: Session, form: NewReportForm) -> ReportPlace | None:
    """Where it is, once all else is right, too; else None, and the form says at once all that is wrong."""
    form.validate()
    form.photo_errors = list(staged_photos().errors)
    if "csrf_token" in form and form.csrf_token.errors:
        form.form_errors.append(str(EXPIRED))
    place = None
    try:
        located = locate(session, form.to_place())
        conditions.check_place(pointed=located.point is not None, address=located.address)
        place = report_place(located, form.place_source.data or "", city_settings().public_precision_m)
    except Invalid as refused:
        form.show_also(refused)
    try:
        conditions.check_submission(form.description.data or "", len(staged_photos().refs))
    except Invalid as refused:
        form.show_also(refused)
    return None if form.has_errors or form.photo_errors else place


@writes
def _submit(form: NewReportForm, place: ReportPlace) -> Submitted:
    uses = (
        (phone_key(), PER_PHONE_HOUR),
        (phone_key(), PER_PHONE_DAY),
        (request.remote_addr or "", PER_ADDRESS),
    )
    limits.count(uses, TOO_MANY)
    photos = StagedPhotos(tuple(staged_photos().refs), upload_owner())
    return actions.submit(
        session(),
        form.to_command(place, photos, phone_key()),
        secret=_secret(form),
        sealer=sealer(),
        actor=current_actor(),
        now=now(),
    )


def _sent(form: NewReportForm, sent: Submitted) -> ResponseReturnValue:
    message = None if sent.new else SENT_BEFORE
    response = make_response(redirect(url_for("reports.receipt", ref=sent.ref), message, tone="info"))
    remember(response, sent.ref, _secret(form))
    return response


def _sent_before(form: NewReportForm, sent: Submitted) -> ResponseReturnValue:
    """The receipt again; but who went back and wrote about something else is asked, not overheard."""
    report = get_report(session(), sent.ref)
    new_photos = has_other_photos(session(), report, staged_photos().refs)
    same = (form.category.data, form.description.data or "") == (report.category, report.description)
    if same and not new_photos:
        return _sent(form, sent)
    secret = _secret(form)
    form.renew()
    response = make_response(_show(form, sent_before=sent.ref), 409)
    remember(response, sent.ref, secret)
    return response


def _secret(form: NewReportForm) -> str:
    """The tracking code that belongs to this form: sending it again shows the same one."""
    return derived_secret(settings().secret_key, f"report {form.submission}")


def _show(form: NewReportForm, sent_before: str = "") -> str:
    content = catalogue()
    return render(
        "reports/new.html",
        form=form,
        staged=staged_photos(),
        categories=content.categories.values(),
        icons={one.code: one.icon for one in content.categories.values()},
        hints={one.code: one.hint.text() for one in content.categories.values()},
        photo_errors=[("#photos", text) for text in form.photo_errors],
        sent_before=sent_before,
    )
