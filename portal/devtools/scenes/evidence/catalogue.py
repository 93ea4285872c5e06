"""All evidence pictures by name."""

from __future__ import annotations

from collections.abc import Callable

from portal.devtools.scenes.evidence import indoors, outdoors, papers
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.stage import Stage

EVIDENCE: dict[str, Callable[[Chance], Stage]] = {
    "school-bins": outdoors.school_bins,
    "sorting-pavilion": outdoors.sorting_pavilion,
    "compost-corner": outdoors.compost_corner,
    "refill-station": outdoors.refill_station,
    "corridor-bins": indoors.corridor,
    "canteen-bins": indoors.canteen,
    "training-room": indoors.training_room,
    "waste-store": indoors.store,
    "ledger-page": papers.ledger_page,
    "notice-wall": papers.notice_wall,
}
