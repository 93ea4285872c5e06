"""Waste of fields and rivers."""

from __future__ import annotations

from portal.devtools.scenes.materials import ground as soil
from portal.devtools.scenes.materials.colour import tone
from portal.devtools.scenes.places.site import Site
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Surface
from portal.devtools.scenes.solids import plants
from portal.devtools.scenes.solids.soft import heap
from portal.devtools.scenes.waste import bags, litter
from portal.devtools.scenes.waste.throwing import times


def floating(site: Site, chance: Chance, amount: float) -> None:
    """Bottles, foam and bags drifting in a band on the water."""
    model, spot = site.stage.model, site.spot
    for _ in times(150, amount):
        x = chance.uniform(-3.2, 3.4)
        z = chance.gauss(0.15 * x, 0.55)
        at = spot.moved(x, -0.015, z)
        kind = chance.random()
        if kind < 0.4:
            litter.bottle(model, at, chance, chance.uniform(0.2, 0.28))
        elif kind < 0.6:
            litter.foam_box(model, at, chance, chance.uniform(0.14, 0.26))
        elif kind < 0.8:
            litter.thin_bag(model, at, chance, chance.uniform(0.12, 0.24))
        else:
            litter.paper(model, at, chance, chance.uniform(0.08, 0.2))
    plants.fallen_leaves(model, spot, round(420 * amount), 2.6, 0.8, chance, tone("6f7a3c"))
    for _ in times(4, amount):
        bags.bag(
            model,
            spot.moved(chance.uniform(-1.6, 2.2), -0.07, chance.gauss(0, 0.5)),
            chance,
            chance.uniform(0.14, 0.22),
        )


def farm_film(site: Site, chance: Chance, amount: float) -> None:
    """Torn mulch film and pesticide bottles."""
    model, spot = site.stage.model, site.spot
    for _ in times(12, amount):
        at = spot.moved(chance.gauss(0, 0.75), 0.03, chance.gauss(0.05, 0.35)).turned(chance.uniform(0, 360))
        tint = chance.one_of((tone("cfd2ce"), tone("c3c8c6"), tone("b9bdb6"), tone("3a3b3c")))
        wide, deep, high = chance.uniform(0.35, 0.8), chance.uniform(0.25, 0.5), chance.uniform(0.16, 0.42)
        litter.spread_film(model, at, chance, wide, deep, tint, high)
    tints = (tone("d0d0c8"), tone("7a4a30"), tone("4a7a50"), tone("d0d0c8"))
    for _ in times(30, amount):
        at = spot.moved(chance.gauss(0, 0.8), 0.01, chance.gauss(-0.45, 0.3))
        litter.bottle(model, at, chance, chance.uniform(0.14, 0.24), chance.one_of(tints))
    for _ in times(2, amount):
        at = spot.moved(chance.gauss(0, 1.0), 0, chance.gauss(0.3, 0.2)).turned(chance.uniform(0, 360))
        bags.sack(model, at, chance)


def straw(site: Site, chance: Chance, amount: float) -> None:
    """A heap of straw, part of it burnt black."""
    model, spot = site.stage.model, site.spot
    gold, ash = (
        Surface(soil.turf(tone("a8945a"), tone("b9a468"), 0.0)),
        Surface(soil.earth(tone("2a2724"), tone("4f4a44"), 0.2)),
    )
    level = heap(model, spot.moved(-0.2, 0, 0.2), 1.25, 0.8, 0.5 * amount + 0.05, gold, chance, rough=0.3)
    heap(model, spot.moved(0.75, 0, -0.2), 0.95, 0.6, 0.16 * amount + 0.04, ash, chance, rough=0.5)
    if amount > 0.5:
        site.stage.smoke_from = spot.point(0.6, 0.2, 0)
    stalks = []
    for _ in range(round(1500 * amount)):
        x, z = chance.gauss(0, 0.65), chance.gauss(0, 0.42)
        stalks.append(spot.moved(-0.2, 0, 0.2).point(x, max(0.0, level(x, z)) - 0.03, z))
    plants.blades(model, stalks, 0.2, tone("b8a060"), chance, 0.006)
