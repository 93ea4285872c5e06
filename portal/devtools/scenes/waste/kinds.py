"""What can be thrown down at a site, by kind. The amount is 1 for all of it and about a third for what half a
clean-up leaves."""

from __future__ import annotations

from collections.abc import Callable

from portal.devtools.scenes.places.site import Site
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.waste import heavy, home, outside

Throw = Callable[[Site, Chance, float], None]

KINDS: dict[str, Throw] = {
    "household": home.household,
    "rubble": heavy.rubble,
    "furniture": heavy.furniture,
    "appliances": heavy.appliances,
    "tyres": heavy.tyres,
    "drums": heavy.drums,
    "floating": outside.floating,
    "kitchen": home.kitchen,
    "farm-film": outside.farm_film,
    "straw": outside.straw,
    "spilled": heavy.spilled,
    "overflowing": home.overflowing,
    "earth": heavy.earth,
    "foam-crates": home.foam_crates,
    "picnic": home.picnic,
    "medical": home.medical,
    "slag": heavy.slag,
    "mixed": home.mixed,
}
