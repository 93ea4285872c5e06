"""The piles of the queue: who has to move a report on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.core.actor import Actor, Role
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.reports.permissions import SEEN_BY_UNIT
from portal.reports.rules import WITH_DISPATCHER, WITH_UNIT
from portal.reports.types import ReportState


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


def tabs_of(actor: Actor) -> dict[str, Tab]:
    """The piles in which this person can find anything, their own work first."""
    if actor.has(Role.DISPATCHER, Role.AUDITOR):
        return dict(TABS)
    return {key: tab for key, tab in TABS.items() if key == "all" or tab.states & SEEN_BY_UNIT}


def first_pile(actor: Actor) -> Tab:
    """What waits for this person."""
    return next(iter(tabs_of(actor).values()))
