"""A scene ready to be photographed, and the photographing."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image

from portal.devtools.scenes.render import develop
from portal.devtools.scenes.render.camera import Camera, View
from portal.devtools.scenes.render.chance import chance_for
from portal.devtools.scenes.render.model import Model, Vec
from portal.devtools.scenes.render.shading import Mirrored, Shader
from portal.devtools.scenes.render.shadow import LightMap, sky_share
from portal.devtools.scenes.render.sky import FarEdge, Sky
from portal.devtools.scenes.render.smoke import smoke
from portal.devtools.scenes.render.visibility import seen_triangles
from portal.devtools.scenes.render.weather import Colour, Weather


@dataclass
class Stage:
    """What stands where, under which sky, seen from where. `water` is the level that mirrors, if any;
    `focus` is the middle of what matters, where shadows are finest;
    smoke rises from `smoke_from`; `brighter` is for what lies in the shade."""

    camera: Camera
    weather: Weather
    focus: Vec
    model: Model = field(default_factory=Model)
    edges: list[FarEdge] = field(default_factory=list)
    bounce: Colour = (0.16, 0.15, 0.13)
    water: float | None = None
    near: float = 7.0
    far: float = 60.0
    smoke_from: Vec | None = None
    brighter: float = 1.0


@dataclass(frozen=True)
class Quality:
    """How much work: pixels per picture pixel, directions of the sky, pixels of the shadow pictures."""

    oversize: float = 1.0
    sky: int = 32
    sky_side: int = 380
    sun_side: int = 2048


FINE = Quality()


def photograph(stage: Stage, name: str, size: tuple[int, int], quality: Quality = FINE) -> Image.Image:
    """`name` seeds clouds and sensor grain."""
    width, height = round(size[0] * quality.oversize), round(size[1] * quality.oversize)
    chance = chance_for(name, "camera")
    shader = _shader(stage, quality, chance.uniform(0, 500))
    view = stage.camera.view(width, height)
    if stage.water is not None:
        shader.mirrored = _mirror(stage, shader, view, stage.water)
    pixels = shader.picture(view, seen_triangles(stage.model, view))
    weather = stage.weather
    exposure = develop.metered(pixels, 0.24 * weather.key * stage.brighter) * chance.around(1.0, 0.05)
    picture = develop.expose(pixels, width, height, exposure, weather.warmth)
    if stage.smoke_from is not None:
        column, row, _ = view.project([stage.smoke_from])[0]
        picture = smoke(picture, (column / width, row / height), chance)
    picture = develop.through_lens(picture, size, chance)
    return develop.sensed(picture, chance, 0.45 + 0.4 * max(0.0, exposure - 1))


def _shader(stage: Stage, quality: Quality, drift: float) -> Shader:
    model, weather = stage.model, stage.weather
    casters = [n for n, surface in enumerate(model.surfaces) if surface.casts]
    share = sky_share(model, stage.focus, stage.near, stage.far, quality.sky, quality.sky_side)
    near = far = None
    if max(weather.sunlight) > 0:
        near = LightMap(model, casters, weather.sun, stage.focus, stage.near * 1.3, quality.sun_side)
        far = LightMap(model, casters, weather.sun, stage.focus, stage.far, quality.sun_side)
    return Shader(model, Sky(weather, stage.edges, drift), share, near, far, stage.bounce)


def _mirror(stage: Stage, shader: Shader, view: View, level: float) -> Mirrored:
    shrink = 2
    small = stage.camera.view(view.width // shrink, view.height // shrink).mirrored(level)
    seen = seen_triangles(stage.model, small, above=level, without_mirrors=True)
    return Mirrored(shader.picture(small, seen), small.width, small.height, shrink)
