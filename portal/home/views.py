"""The home page, the signs of life, and a person's display preferences."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, jsonify, make_response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from portal.core import policy
from portal.core.calendar import city_calendar
from portal.core.clock import end_of_local_day, local_date
from portal.core.i18n import LOCALES
from portal.core.i18n import gettext as _
from portal.core.visitor import YEAR
from portal.core.web import now, redirect, render, safe_next, session, settings
from portal.media.links import public_url
from portal.media.models import Photo
from portal.media.types import VariantName
from portal.media.variants import PLANS, fit
from portal.places.presentation import city_settings
from portal.places.queries import gazetteer
from portal.publication.models import Notice
from portal.publication.queries import count_valid, list_open_notices
from portal.reports.queries import CleanedPair, count_resolved_since, find_cleaned_pair

blueprint = Blueprint("home", __name__)

_DEADLINES = timedelta(days=45)
_PREFERENCES = {"lang": LOCALES, "type": ("normal", "large"), "theme": ("auto", "light", "dark")}
_PAIR_SIZES = (VariantName.THUMBNAIL, VariantName.CARD)


@blueprint.get("/")
@policy.public
def index() -> str:
    """Three doors, then what the city shows today; four queries."""
    first = local_date(now()).replace(day=1)
    since = end_of_local_day(first - timedelta(days=1))
    return render(
        "home/index.html",
        cells_certified=count_valid(session()),
        cells_target=city_settings().cells_target,
        resolved_this_month=count_resolved_since(session(), since),
        before_after=_show_pair(find_cleaned_pair(session())),
        notices=[_show_notice(notice) for notice in list_open_notices(session())],
    )


@blueprint.get("/about")
@policy.public
def about() -> str:
    return render("home/about.html")


@blueprint.get("/accessibility")
@policy.public
def accessibility() -> str:
    return render("home/accessibility.html")


@blueprint.get("/privacy")
@policy.public
def privacy() -> str:
    return render("home/privacy.html")


@blueprint.post("/preferences")
@policy.public
def preferences() -> ResponseReturnValue:
    """Keep language, type size and theme in cookies for a year and go back to where the person was."""
    response = make_response(redirect(safe_next(request.form.get("next"), "/")))
    for name, allowed in _PREFERENCES.items():
        value = request.form.get(name)
        if value in allowed:
            response.set_cookie(
                f"wufei_{name}", value, max_age=YEAR, samesite="Lax", secure=settings().https, httponly=True
            )
    return response


@blueprint.get("/healthz")
@policy.public
def healthz() -> ResponseReturnValue:
    return jsonify(status="ok")


@blueprint.get("/readyz")
@policy.public
def readyz() -> ResponseReturnValue:
    """Ready when the database answers. Says as well whether the deadlines of the next weeks are certain."""
    session().execute(text("SELECT 1"))
    known = city_calendar().covers(local_date(now()) + _DEADLINES)
    return jsonify(status="ready", calendar="known" if known else "provisional")


def _show_pair(pair: CleanedPair | None) -> dict[str, Any] | None:
    if pair is None:
        return None
    return {
        "before": _show_photo(pair.before),
        "after": _show_photo(pair.after),
        "caption": gazetteer(session()).full_name(pair.report.area_code),
        "href": f"/reports/{pair.report.ref}",
    }


def _show_photo(photo: Photo) -> dict[str, Any]:
    """Two sizes to choose from: on a phone the thumbnail is sharp enough, and the page stays light."""
    # A published photo has its sides: the database holds that.
    width, height = photo.width or 0, photo.height or 0
    widths = {name: fit(width, height, PLANS[name].longest_side)[0] for name in _PAIR_SIZES}
    urls = {name: public_url(photo.ref, name) for name in _PAIR_SIZES}
    return {
        "src": urls[VariantName.CARD],
        "srcset": [(urls[name], widths[name]) for name in _PAIR_SIZES],
        "width": width,
        "height": height,
    }


def _show_notice(notice: Notice) -> dict[str, Any]:
    return {
        "title": notice.application.organisation.name,
        "href": url_for("publication.notice", no=notice.no),
        "ends_at": notice.ends_at,
        "kind": _("Public notice"),
    }
