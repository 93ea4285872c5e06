"""The queue: what waits for a dispatcher's areas or a handler's units."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from flask import request, url_for

from portal.core import policy
from portal.core.actor import Actor, Role
from portal.core.ids import normal_ref
from portal.core.web import current_actor, now, page_cursor, render, session
from portal.places.gazetteer import AreaEntry
from portal.places.queries import gazetteer
from portal.reports.catalogue import catalogue
from portal.reports.presentation import row_of
from portal.reports.queries import LOOKED_THROUGH, QueueFilter, page_of_queue
from portal.reports.staff.blueprint import READERS, blueprint
from portal.reports.staff.piles import Tab, tabs_of
from portal.reports.staff.showing import due_of

MAX_WORDS = 80
_REF = re.compile(r"R[0-9]{6}-[0-9A-Z]{6}", re.ASCII)
FILTERS = ("tab", "category", "area", "overdue", "q")


@blueprint.get("")
@policy.role(*READERS)
def queue() -> str:
    actor, content = current_actor(), catalogue()
    tabs = tabs_of(actor)
    name = request.args.get("tab", "")
    chosen = name if name in tabs else next(iter(tabs))
    wanted = _wanted(tabs[chosen])
    page = page_of_queue(session(), actor, wanted, now=now(), cursor=page_cursor())
    return render(
        "reports/staff/queue.html",
        rows=[(row_of(session(), one, content), due_of(one, now())) for one in page.items],
        tabs=[_tab(key, tab, key == chosen) for key, tab in tabs.items()],
        tab=chosen,
        previous=_page_url(page.previous),
        next=_page_url(page.next),
        filters={key: request.args.get(key, "")[:MAX_WORDS] for key in FILTERS},
        filtered=any(request.args.get(key) for key in FILTERS if key != "tab"),
        looked_through=LOOKED_THROUGH if wanted.words else None,
        categories=content.categories.values(),
        areas=_areas(actor),
    )


def _wanted(tab: Tab) -> QueueFilter:
    """The filter in the address. Unknown values are left out: an old link shows more, not an error."""
    args = request.args
    category, area = args.get("category", ""), gazetteer(session()).find(args.get("area"))
    typed = args.get("q", "").replace("\x00", "").strip()[:MAX_WORDS]
    ref = normal_ref(typed) if _REF.fullmatch(normal_ref(typed)) else ""
    return QueueFilter(
        states=tuple(sorted(tab.states)),
        category=category if category in catalogue().categories else None,
        area=area.code if area else None,
        ref=ref,
        words="" if ref else typed,
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
