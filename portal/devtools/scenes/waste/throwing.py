"""What the kinds of waste share."""

from __future__ import annotations

from portal.devtools.scenes.places.site import Site
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.waste.pile import Pile


def pile_at(site: Site, chance: Chance) -> Pile:
    return Pile(site.stage.model, site.spot, chance, site.spread, site.level)


def times(count: float, amount: float) -> range:
    return range(max(1, round(count * amount)))
