"""Household waste and what goes with it."""

from __future__ import annotations

from portal.devtools.scenes.materials.colour import tone
from portal.devtools.scenes.materials.thing import plain
from portal.devtools.scenes.places.site import Site
from portal.devtools.scenes.render.chance import Chance
from portal.devtools.scenes.solids import street
from portal.devtools.scenes.solids.basic import box
from portal.devtools.scenes.waste import bags, industrial, litter
from portal.devtools.scenes.waste.pile import Pile
from portal.devtools.scenes.waste.throwing import pile_at, times


def household(site: Site, chance: Chance, amount: float) -> None:
    """Bags, cartons and loose litter."""
    pile, model = pile_at(site, chance), site.stage.model
    for _ in times(3, amount):
        size = chance.uniform(0.32, 0.52)
        bags.carton(model, pile.drop(size * 0.6, size * 0.6, tilt=6), chance, size)
    for _ in times(15, amount):
        size = chance.uniform(0.17, 0.32)
        bags.bag(model, pile.drop(size, size * 1.05), chance, size)
    for _ in times(2, amount):
        bags.sack(model, pile.drop(0.33, 0.4), chance)
        bags.flat_card(model, pile.drop(0.3, 0.02, core=1.0), chance)
    litter.scatter(model, site.spot.moved(0, 0, -0.4), chance, round(22 * amount), site.spread[0] * 1.2, 0.9)


def kitchen(site: Site, chance: Chance, amount: float) -> None:
    """Kitchen waste spilling from bins and bags."""
    model, spot = site.stage.model, site.spot
    industrial.stain(model, spot.moved(0.0, 0, -0.3), chance, 0.8, 0.4, tone("4a4030"), 0.85)
    if amount > 0.5:
        street.wheelie_bin(model, spot.moved(-0.65, 0, 0.35).turned(12), street.BIN_GREEN, chance, lid=60)
        fallen = spot.moved(0.62, 0.27, 0.12).turned(-62).tipped(-86)
        street.wheelie_bin(model, fallen, street.BIN_GREEN, chance, lid=70)
        litter.scraps(model, spot.moved(-0.65, 0.86, 0.3), chance, 60, 0.24)
    litter.scraps(model, spot.moved(0.05, 0, -0.2), chance, round(420 * amount), 0.8)
    pile = Pile(model, spot, chance, (0.9, 0.45))
    for _ in times(6, amount):
        size = chance.uniform(0.16, 0.25)
        bags.bag(model, pile.drop(size, size), chance, size)
    litter.scatter(model, spot.moved(0, 0, -0.3), chance, round(14 * amount), 1.0, 0.6)


def overflowing(site: Site, chance: Chance, amount: float) -> None:
    """Bins too full to close, bags and cartons around them."""
    model, spot = site.stage.model, site.spot
    for at, colour in site.bins:
        street.wheelie_bin(model, at, colour, chance, lid=chance.uniform(30, 78) if amount > 0.5 else 6.0)
        for _ in range(3 if amount > 0.5 else 0):
            size = chance.uniform(0.14, 0.2)
            bags.bag(
                model,
                at.moved(chance.around(0, 0.12), 0.76 + chance.uniform(0, 0.12), chance.around(-0.05, 0.12)),
                chance,
                size,
            )
    pile = Pile(model, spot.moved(0, 0, -0.2), chance, (site.spread[0] * 0.9, 0.32))
    for _ in times(9, amount):
        size = chance.uniform(0.17, 0.28)
        bags.bag(model, pile.drop(size, size), chance, size)
    for _ in times(3, amount):
        size = chance.uniform(0.28, 0.45)
        bags.carton(model, pile.drop(size * 0.6, size * 0.5, tilt=8), chance, size)
    litter.scatter(model, spot.moved(0, 0, -0.6), chance, round(26 * amount), 1.3, 0.6)


def mixed(site: Site, chance: Chance, amount: float) -> None:
    """Bags of all sorts, bottles and kitchen scraps poured together from the sorting bins."""
    overflowing(site, chance, amount)
    litter.scraps(site.stage.model, site.spot.moved(0.1, 0, -0.5), chance, round(200 * amount), 0.7)
    for _ in times(16, amount):
        at = site.spot.moved(chance.gauss(0, 0.8), 0, chance.gauss(-0.5, 0.25))
        litter.bottle(site.stage.model, at, chance)


def foam_crates(site: Site, chance: Chance, amount: float) -> None:
    """Foam fish boxes, cartons and vegetable leaves of a market."""
    pile, model = pile_at(site, chance), site.stage.model
    for _ in times(10, amount):
        at = pile.drop(0.27, 0.24, tilt=10)
        white = plain(tone("d9dad5"), gloss=0.1, dirt=0.14)
        box(model, at, (0.52, 0.27, 0.36), white, piece=0.12)
        box(model, at.moved(0, 0.27, 0), (0.54, 0.035, 0.38), white, piece=0.2)
    for _ in times(5, amount):
        size = chance.uniform(0.3, 0.45)
        bags.carton(model, pile.drop(size * 0.6, size * 0.5, tilt=8), chance, size)
    litter.scraps(model, site.spot.moved(0, 0, -0.45), chance, round(340 * amount), 1.1)
    for _ in times(5, amount):
        bags.bag(model, pile.drop(0.24, 0.22), chance, 0.23)


def picnic(site: Site, chance: Chance, amount: float) -> None:
    """What a day's visitors leave: bottles, boxes, cups, a few bags."""
    model, spot = site.stage.model, site.spot
    litter.scatter(model, spot, chance, round(70 * amount), site.spread[0] * 1.3, site.spread[1] * 1.2)
    pile = Pile(model, spot, chance, (0.7, 0.5))
    for _ in times(5, amount):
        size = chance.uniform(0.14, 0.22)
        bags.bag(model, pile.drop(size, size), chance, size)


def medical(site: Site, chance: Chance, amount: float) -> None:
    """Yellow bags, drip bottles, small boxes: suspected medical waste."""
    pile, model = pile_at(site, chance), site.stage.model
    for _ in times(7, amount):
        size = chance.uniform(0.18, 0.27)
        bags.bag(model, pile.drop(size, size), chance, size, tone("c99a1c"))
    for _ in times(3, amount):
        size = chance.uniform(0.25, 0.38)
        bags.carton(model, pile.drop(size * 0.6, size * 0.5, tilt=8), chance, size, opened=True)
    for _ in times(34, amount):
        at = site.spot.moved(chance.gauss(0, 0.6), 0, chance.gauss(-0.3, 0.3))
        litter.bottle(model, at, chance, chance.uniform(0.1, 0.2), tone("c3cccc"))
    for _ in times(10, amount):
        at = site.spot.moved(chance.gauss(0, 0.6), 0, chance.gauss(-0.3, 0.3))
        litter.thin_bag(model, at, chance, chance.uniform(0.07, 0.13), tone("c9d0d0"))
