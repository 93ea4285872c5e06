"""Paints scenes."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image, ImageOps

from portal.devtools.scenes.evidence.catalogue import EVIDENCE
from portal.devtools.scenes.places.catalogue import PLACES
from portal.devtools.scenes.places.site import Site
from portal.devtools.scenes.render import weather as weathers
from portal.devtools.scenes.render.camera import Camera
from portal.devtools.scenes.render.chance import Chance, chance_for
from portal.devtools.scenes.render.stage import FINE, Quality, photograph
from portal.devtools.scenes.scene import Scene, State
from portal.devtools.scenes.solids import street
from portal.devtools.scenes.waste.kinds import KINDS

WEATHERS = {
    "clear": weathers.CLEAR,
    "hazy": weathers.HAZY,
    "overcast": weathers.OVERCAST,
    "after-rain": weathers.AFTER_RAIN,
    "late": weathers.LATE,
    "dusk": weathers.DUSK,
}


def paint(
    scene: Scene, seed: int, size: tuple[int, int] = (1600, 1200), quality: Quality = FINE
) -> Image.Image:
    """The picture of a scene. The same scene, seed and size always give the same pixels; pictures that differ
    only in state show the same place, from nearly the same spot."""
    name = f"{scene.place}/{scene.waste}/{seed}"
    site = _site(scene, name)
    if scene.state is State.AFTER:
        _tidy(site, scene.tidy)
    else:
        amount = 1.0 if scene.state is State.BEFORE else 0.3
        KINDS[scene.waste](site, chance_for(name, "waste"), amount)
    picture = photograph(site.stage, f"{name}/{scene.state}", size, quality)
    return ImageOps.mirror(picture) if scene.flipped else picture


def _site(scene: Scene, name: str) -> Site:
    sky = WEATHERS[scene.weather if scene.state is State.BEFORE else scene.weather_after]
    site = PLACES[scene.place](sky, chance_for(name, "place"))
    if scene.state is not State.BEFORE:
        chance = chance_for(name, scene.state, scene.take)
        site.stage.camera = _another_stand(site.stage.camera, chance)
    return site


def _another_stand(camera: Camera, chance: Chance) -> Camera:
    """Another day, another person: half a step aside, the phone held a little differently. Two pictures from
    the very same spot would count as one and the same picture."""
    side = chance.one_of((-1.0, 1.0))
    (x, y, z), (tx, ty, tz) = camera.eye, camera.target
    eye = (x + side * chance.uniform(0.3, 0.5), y + chance.around(0, 0.12), z + chance.uniform(-0.3, 0.25))
    target = (tx - side * chance.uniform(0.1, 0.45), ty + chance.uniform(-0.25, 0.15), tz)
    return replace(camera, eye=eye, target=target, roll=chance.around(0, 1.8))


def _tidy(site: Site, thing: str) -> None:
    model, chance = site.stage.model, site.chance
    for at, colour in site.bins:
        street.wheelie_bin(model, at, colour, chance)
    if thing == "tub":
        for x in (-0.55, 0.55):
            street.planted_tub(model, site.tidy.moved(x, 0, 0), chance)
    elif thing == "board":
        street.notice_board(model, site.tidy.turned(chance.around(0, 14)), chance)


def paint_evidence(name: str, size: tuple[int, int] = (1600, 1200), quality: Quality = FINE) -> Image.Image:
    """What an applicant shows: a bin station, a ledger, a training room."""
    stage = EVIDENCE[name](chance_for("evidence", name))
    return photograph(stage, f"evidence/{name}", size, quality)
