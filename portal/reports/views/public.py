"""What everybody can see: the list of reports and the page of one."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.errors import NotFound
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import normal_ref
from portal.core.kept import kept, kept_by_version
from portal.core.rate_limit import Limit
from portal.core.web import now, page_cursor, redirect, render, session, writes
from portal.places.presentation import city_settings
from portal.places.queries import known_gazetteer
from portal.reports import actions
from portal.reports.catalogue import catalogue
from portal.reports.presentation import expected_of, picture_of, row_of, steps_of
from portal.reports.queries import (
    SHOWN_STATES,
    PublicFilter,
    find_public_version,
    get_public_report,
    get_report,
    has_supported,
    list_photo_rows,
    list_public_events,
    page_of_public_reports,
)
from portal.reports.rules import OPEN
from portal.reports.types import PhotoKind, ReportState
from portal.reports.views import limits
from portal.reports.views.blueprint import blueprint
from portal.reports.views.proof import known_phone_key, known_secret, phone_key

SUPPORTS_PER_ADDRESS = Limit("reports.supports.address", 60, 3600)
FILTERS = ("category", "area", "state")
STATES: Mapping[str, tuple[Text, tuple[ReportState, ...]]] = {
    "open": (_l("Still open"), tuple(OPEN)),
    "done": (_l("Done"), (ReportState.RESOLVED, ReportState.CLOSED)),
    "refused": (_l("Not accepted"), (ReportState.REJECTED,)),
}
"""What a reader can filter by: one plain word for several states."""


@blueprint.get("/reports")
@policy.public
@kept(*FILTERS, "page")
def index() -> str:
    wanted = asked_for()
    page = page_of_public_reports(session(), wanted, page_cursor())
    photos = list_photo_rows(session(), [report.id for report in page.items], PhotoKind.BEFORE)
    content, city = catalogue(), known_gazetteer(session())
    return render(
        "reports/index.html",
        rows=[row_of(session(), report, content, photos[report.id]) for report in page.items],
        previous=_page_url(page.previous),
        next=_page_url(page.next),
        filters=_chosen(wanted),
        filtered=any(request.args.get(name) for name in FILTERS),
        categories=content.categories.values(),
        districts=[(one, city.streets(one.code)) for one in city.districts],
        states=STATES,
    )


@blueprint.get("/reports/<ref>")
@policy.public
@kept_by_version(lambda ref: find_public_version(session(), ref))
def show(ref: str) -> ResponseReturnValue:
    if ref != (normal := normal_ref(ref)):
        if find_public_version(session(), normal) is None:
            raise NotFound
        return redirect(url_for("reports.show", ref=normal))
    report = get_public_report(session(), ref)
    content = catalogue()
    photos = list_photo_rows(session(), [report.id], PhotoKind.BEFORE, PhotoKind.AFTER)[report.id]
    pictures = [picture_of(photo) for photo in photos]
    key = known_phone_key()
    return render(
        "reports/show.html",
        row=row_of(session(), report, content),
        steps=steps_of(report, list_public_events(session(), report), content),
        before=[one for one in pictures if one.kind is PhotoKind.BEFORE],
        after=[one for one in pictures if one.kind is PhotoKind.AFTER],
        expected=expected_of(report, now()),
        supported=key is not None and has_supported(session(), report, key),
        own=known_secret(ref) is not None,
        open=report.state in OPEN,
        precision=city_settings().public_precision_m,
    )


@blueprint.get("/reports/<ref>/support")
@policy.public
def support(ref: str) -> ResponseReturnValue:
    """A page with one button: so the report's own page needs no token and is the same for everybody."""
    report = get_public_report(session(), ref)
    phone_key()  # with the button, not with its answer: who presses again after a lost answer counts once
    return render("reports/support.html", row=row_of(session(), report, catalogue()))


@blueprint.post("/reports/<ref>/support")
@policy.public
@writes
def send_support(ref: str) -> ResponseReturnValue:
    get_public_report(session(), ref)
    report = get_report(session(), ref, for_change=True)
    limits.count([(request.remote_addr or "", SUPPORTS_PER_ADDRESS)])
    added = actions.support(session(), report, supporter_key=phone_key(), now=now())
    text = _l("Thank you. You are counted.") if added else _l("You are counted already.")
    return redirect(url_for("reports.show", ref=ref), text)


def asked_for() -> PublicFilter:
    """The filter in the address. Unknown values are left out: an old link shows more, not an error."""
    args = request.args
    category, area = args.get("category", ""), args.get("area", "")
    known = known_gazetteer(session()).find(area)
    state = STATES.get(args.get("state", ""))
    return PublicFilter(
        category=category if category in catalogue().categories else None,
        area=known.code if known is not None and known.parent_code is not None else None,
        states=state[1] if state else SHOWN_STATES,
    )


def _chosen(wanted: PublicFilter) -> dict[str, str]:
    """What the filter form shows as chosen."""
    state = request.args.get("state", "")
    return {
        "category": wanted.category or "",
        "area": wanted.area or "",
        "state": state if state in STATES else "",
    }


def _page_url(cursor: str | None) -> str | None:
    if cursor is None:
        return None
    kept = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return f"{url_for('reports.index')}?{urlencode(kept | {'page': cursor})}"
