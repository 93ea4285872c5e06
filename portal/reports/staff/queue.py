"""The queue: what waits for a dispatcher's areas or a handler's units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request, url_for

from portal.core import policy
from portal.core.actor import Actor, Role
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, page_cursor, render, session
from portal.places.gazetteer import AreaEntry
from portal.places.queries import gazetteer
from portal.reports.catalogue import catalogue
from portal.reports.permissions import SEEN_BY_UNIT
from portal.reports.presentation import row_of
from portal.reports.queries import QueueFilter, page_of_queue
from portal.reports.rules import WITH_DISPATCHER, WITH_UNIT
from portal.reports.staff.blueprint import READERS, blueprint
from portal.reports.staff.showing import due_of
from portal.reports.types import ReportState

MAX_WORDS = 80
FILTERS = ("tab", "category", "area", "overdue", "q")


@dataclass(frozen=True)
class Tab:
    """One pile of work. Piles that wait for somebody show what is due first on top, others the newest."""

    label: Text
    states: frozenset[ReportState]
    by_due: bool = True


TABS: Mapping[str, Tab] = {
    "desk": Tab(_l("To decide"), WITH_DISPATCHER),
    "unit": Tab(_l("With the units"), WITH_UNIT),
    "done": Tab(_l("Resolved"), frozenset({ReportState.RESOLVED}), by_due=False),
    "elsewhere": Tab(
        _l("Merged or handed over"), frozenset({ReportState.MERGED, ReportState.TRANSFERRED}), by_due=False
    ),
    "ended": Tab(
        _l("Ended"),
        frozenset({ReportState.CLOSED, ReportState.REJECTED, ReportState.WITHDRAWN}),
        by_due=False,
    ),
    "all": Tab(_l("All"), frozenset(), by_due=False),
}


@blueprint.get("")
@policy.role(*READERS)
def queue() -> str:
    actor, content = current_actor(), catalogue()
    tabs = tabs_of(actor)
    name = request.args.get("tab", "")
    chosen = name if name in tabs else next(iter(tabs))
    page = page_of_queue(session(), actor, _wanted(tabs[chosen]), now=now(), cursor=page_cursor())
    return render(
        "reports/staff/queue.html",
        rows=[(row_of(session(), one, content), due_of(one, now())) for one in page.items],
        tabs=[_tab(key, tab, key == chosen) for key, tab in tabs.items()],
        tab=chosen,
        previous=_page_url(page.previous),
        next=_page_url(page.next),
        filters={key: request.args.get(key, "")[:MAX_WORDS] for key in FILTERS},
        filtered=any(request.args.get(key) for key in FILTERS if key != "tab"),
        categories=content.categories.values(),
        areas=_areas(actor),
    )


def tabs_of(actor: Actor) -> dict[str, Tab]:
    """The piles in which this person can find anything, their own work first."""
    if actor.has(Role.DISPATCHER, Role.AUDITOR):
        return dict(TABS)
    return {key: tab for key, tab in TABS.items() if key == "all" or tab.states & SEEN_BY_UNIT}


def _wanted(tab: Tab) -> QueueFilter:
    """The filter in the address. Unknown values are left out: an old link shows more, not an error."""
    args = request.args
    category, area = args.get("category", ""), gazetteer(session()).find(args.get("area"))
    return QueueFilter(
        states=tuple(sorted(tab.states)),
        category=category if category in catalogue().categories else None,
        area=area.code if area else None,
        words=args.get("q", "").replace("\x00", "").strip()[:MAX_WORDS],
        overdue=bool(args.get("overdue")),
        by_due=tab.by_due,
    )


def _areas(actor: Actor) -> list[tuple[AreaEntry, tuple[AreaEntry, ...]]]:
    """Districts with their streets, where the person works for more than one of them."""
    city = gazetteer(session())
    reach = actor.areas(Role.DISPATCHER, Role.AUDITOR)
    return [
        (district, city.streets(district.code))
        for district in city.districts
        if any(district.code.startswith(code) or code.startswith(district.code) for code in reach)
    ]


def _tab(key: str, tab: Tab, current: bool) -> dict[str, object]:
    kept = {name: request.args[name] for name in FILTERS if name != "tab" and request.args.get(name)}
    return {
        "label": tab.label,
        "href": f"{url_for('.queue')}?{urlencode({'tab': key} | kept)}",
        "current": current,
    }


def _page_url(cursor: str | None) -> str | None:
    if cursor is None:
        return None
    kept = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return f"{url_for('.queue')}?{urlencode(kept | {'page': cursor})}"
