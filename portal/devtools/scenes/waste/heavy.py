"""Bulky, building and industrial waste, soil."""

from __future__ import annotations

from portal.devtools.scenes.materials import ground as soil
from portal.devtools.scenes.materials.colour import tone
from portal.devtools.scenes.places.site import Site
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.render.model import Frame, Surface
from portal.devtools.scenes.solids.soft import heap
from portal.devtools.scenes.waste import bags, building, bulky, industrial, litter
from portal.devtools.scenes.waste.throwing import pile_at, times


def rubble(site: Site, chance: Chance, amount: float) -> None:
    """Bricks, mortar, boards, sacks and buckets."""
    model, spread = site.stage.model, site.spread
    building.rubble_heap(
        model,
        site.spot.moved(-0.1, 0, 0.1),
        chance,
        spread[0] * 0.95,
        spread[1],
        0.5 * amount + 0.06,
        round(170 * amount),
    )
    pile = pile_at(site, chance)
    for x in (-1, 1):
        for _ in times(2, amount):
            bags.sack(
                model,
                pile.put(x * spread[0] * chance.uniform(0.75, 1.0), chance.around(-0.25, 0.25), 0.3, 0.35),
                chance,
            )
    for number in times(3, amount):
        building.bucket(
            model,
            pile.put(chance.around(0, spread[0] * 0.8), -spread[1] * 0.9, 0.16, 0.3),
            chance,
            lying=number == 1,
        )
    for _ in times(3, amount):
        at = site.spot.moved(
            chance.around(0, spread[0] * 0.6), 0.25 * amount, chance.around(0.1, 0.2)
        ).turned(chance.uniform(0, 360))
        building.board(model, at.tipped(chance.uniform(10, 50)), chance, chance.uniform(0.5, 0.95))
        building.plank(
            model, at.moved(0.2, 0.05, 0).rolled(chance.around(0, 25)), chance, chance.uniform(0.9, 1.6)
        )
    building.tile_stack(model, site.spot.moved(spread[0] * 0.5, 0, -spread[1]), chance)


def furniture(site: Site, chance: Chance, amount: float) -> None:
    """A sofa, a mattress, a cupboard, chairs."""
    model, spread, spot = site.stage.model, site.spread, site.spot
    wide = min(1.0, spread[0] / 1.3)
    if amount > 0.5:
        bulky.sofa(model, spot.moved(-0.5 * wide, 0, -0.05).turned(chance.around(-14, 8)), chance)
        bulky.wardrobe(model, spot.moved(1.15 * wide, 0, 0.35).turned(chance.around(16, 10)), chance)
        bulky.mattress(model, spot.moved(-0.7 * wide, 0, 0.72).turned(chance.around(0, 4)), chance)
        bags.bag(model, spot.moved(-0.2, 0.44, -0.1), chance, 0.2)
    bulky.chair(model, spot.moved(0.75 * wide, 0.2, -0.5).turned(60).tipped(88), chance)
    bags.carton(model, spot.moved(1.2 * wide, 0, -0.4).turned(20), chance, 0.42)
    litter.scatter(model, spot.moved(0, 0, -0.6), chance, round(8 * amount), spread[0], 0.5)


def appliances(site: Site, chance: Chance, amount: float) -> None:
    """A washing machine, a refrigerator, screens, tyres."""
    model, spread, spot = site.stage.model, site.spread, site.spot
    wide = min(1.0, spread[0] / 1.3)
    if amount > 0.5:
        bulky.fridge(model, spot.moved(-0.75 * wide, 0, 0.3).turned(chance.around(12, 8)), chance)
        bulky.washing_machine(model, spot.moved(0.15 * wide, 0, 0.2).turned(chance.around(-14, 8)), chance)
        bulky.screen(model, spot.moved(0.85 * wide, 0, -0.1).turned(chance.around(-30, 12)), chance)
    bulky.screen(model, spot.moved(-0.2 * wide, 0.0, -0.45).turned(35), chance)
    pile = pile_at(site, chance)
    for number in times(4, amount):
        bulky.tyre(
            model,
            pile.put(1.25 * wide + chance.around(0, 0.12), 0.1 + 0.25 * (number % 2), 0.28, 0.17, tilt=3),
            chance,
        )
    litter.scatter(model, spot.moved(0, 0, -0.6), chance, round(9 * amount), spread[0], 0.5)


def tyres(site: Site, chance: Chance, amount: float) -> None:
    """Old tyres in a heap, with some rubble."""
    pile, model = pile_at(site, chance), site.stage.model
    for _ in times(17, amount):
        size = chance.uniform(0.27, 0.34)
        bulky.tyre(model, pile.drop(size * 0.95, size * 0.5, core=0.42, tilt=40), chance, size)
    for x, lean in ((-1.15, 70), (0.75, 84)) if amount > 0.5 else ():
        upright = (
            site.spot.moved(x, 0.0, -0.42 + chance.around(0, 0.1)).turned(chance.around(0, 24)).tipped(-lean)
        )
        bulky.tyre(model, upright.moved(0, 0, -0.28), chance, 0.3)
    for _ in times(30, amount):
        x, z = chance.gauss(0, site.spread[0] * 0.7), chance.gauss(-0.3, 0.5)
        building.brick(model, site.spot.moved(x, 0, z).turned(chance.uniform(0, 360)), chance)
    for _ in times(3, amount):
        bags.sack(model, pile.drop(0.3, 0.35), chance)


def drums(site: Site, chance: Chance, amount: float) -> None:
    """Steel drums, some leaking: suspected hazardous waste."""
    model, spread = site.stage.model, site.spread
    industrial.stain(model, site.spot.moved(0.1, 0, -0.55), chance, 0.85, 0.42)
    spots = ((-1.0, 0.4), (-0.38, 0.5), (0.26, 0.42), (0.9, 0.5), (-0.7, -0.12), (0.55, -0.2))
    for x, z in spots[: 6 if amount > 0.5 else 2]:
        industrial.drum(model, site.spot.moved(x * spread[0] / 1.4, 0, z).rolled(chance.around(0, 2)), chance)
    industrial.drum(model, site.spot.moved(0.0, 0, -0.75), chance, lying=True)
    if amount > 0.5:
        industrial.drum(model, site.spot.moved(-1.25, 0, -0.55), chance, lying=True)
        for x in (1.25, 1.6):
            bags.sack(model, site.spot.moved(x, 0, -0.1).turned(chance.uniform(0, 360)), chance)


def slag(site: Site, chance: Chance, amount: float) -> None:
    """Sacks of slag, some burst, with metal offcuts."""
    model, spread = site.stage.model, site.spread
    grey = Surface(soil.gravel(tone("4f4b48"), 0.04))
    heap(
        model,
        site.spot.moved(0.35, 0, -0.1),
        spread[0] * 0.75,
        spread[1] * 0.8,
        0.42 * amount + 0.05,
        grey,
        chance,
        rough=0.3,
        detail=50,
    )
    pile = pile_at(site, chance)
    for _ in times(11, amount):
        bags.sack(model, pile.drop(0.36, 0.3, tilt=16), chance, chance.uniform(0.34, 0.44))
    for _ in times(30, amount):
        x, z = chance.gauss(0.2, spread[0] * 0.6), chance.gauss(-0.45, 0.25)
        building.lump(
            model, site.spot.moved(x, 0, z).turned(chance.uniform(0, 360)), chance, chance.uniform(0.02, 0.08)
        )
    industrial.drum(model, site.spot.moved(-spread[0] * 0.95, 0, 0.35), chance)


def earth(site: Site, chance: Chance, amount: float) -> None:
    """An uncovered heap of excavated soil."""
    industrial.soil_heap(
        site.stage.model, site.spot.moved(0, 0, 0.1), chance, 1.75, 0.95, 0.95 * amount + 0.1
    )
    building.rubble_heap(
        site.stage.model, site.spot.moved(1.4, 0, -0.4), chance, 0.5, 0.35, 0.12, round(30 * amount)
    )


def spilled(site: Site, chance: Chance, amount: float) -> None:
    """Mud and stones lost from a lorry on the carriageway."""
    model = site.stage.model
    at = Frame((-0.5, 0.0, 4.2))
    industrial.spill(model, at, chance, 0.95 * amount + 0.2, 0.6)
    industrial.soil_heap(model, at.moved(0.1, 0, 0.2), chance, 0.75 * amount, 0.4 * amount, 0.3 * amount)
