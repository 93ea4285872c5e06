"""The map as an SVG picture: for pages without a script, for report pages, for print."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from portal.places.clipping import clip_line, clip_ring
from portal.places.geometry import Pair
from portal.places.map_data import BaseMap, Feature
from portal.places.map_labels import PlacedLabel, place_labels
from portal.places.map_view import MapView

STYLE = """
text{font-weight:500;font-family:system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",
"Noto Sans CJK SC",sans-serif;text-anchor:middle;dominant-baseline:central;fill:var(--map-ink);
stroke:var(--map-halo);stroke-width:3px;
stroke-linejoin:round;paint-order:stroke}
path{fill:none;stroke-linecap:round;stroke-linejoin:round}
.city{fill:var(--map-paper)}.shore{stroke:var(--map-shore)}
.field0{fill:var(--map-field-0)}.field1{fill:var(--map-field-1)}.field2{fill:var(--map-field-2)}
.hill{fill:var(--map-hill);stroke:var(--map-contour);stroke-width:.7}
.wood{fill:var(--map-wood)}.built{fill:var(--map-built)}.industrial{fill:var(--map-industrial)}.park{fill:var(--map-park)}
.scenic{fill:var(--map-scenic);stroke:var(--map-scenic-line);stroke-width:1;stroke-dasharray:3 4}
.river,.lake{fill:var(--map-water);stroke:var(--map-water-line);stroke-width:.8;fill-rule:evenodd}
.stream{stroke:var(--map-water-line)}
.tint{stroke:var(--map-tint)}.edge{stroke:var(--map-district);stroke-dasharray:6 4}
.way{stroke:var(--map-street);stroke-dasharray:1 5}
.l-district{fill:var(--map-ink-district);font-weight:700}.l-street{fill:var(--map-ink)}
.l-water{fill:var(--map-ink-water);font-style:italic}.l-green{fill:var(--map-ink-green)}
.l-quiet,.l-road{fill:var(--map-ink-2)}.l-site{fill:var(--map-ink)}
.dot{fill:var(--map-dot);stroke:var(--map-dot-line);stroke-width:1.6}
.pin{fill:var(--map-pin);stroke:var(--map-pin-line);stroke-width:1.6}.pin-eye{fill:var(--map-pin-line)}
.near{fill:var(--map-pin);fill-opacity:.14;stroke:var(--map-pin);stroke-width:1.2}
.from-left{text-anchor:start}.note{font-size:10px;fill:var(--map-ink-2);text-anchor:end}.note.from-left{text-anchor:start}.rule{stroke:var(--map-ink-2);stroke-width:1.4}
"""
ROADS = ("local", "minor", "main", "ring", "motorway")
# Width in kilometres on the ground, and the least and most in pixels.
ROAD_WIDTH = {
    "local": (0.030, 0.5, 7),
    "minor": (0.042, 0.8, 9),
    "main": (0.060, 1.5, 12),
    "ring": (0.066, 1.8, 13),
    "motorway": (0.066, 1.8, 13),
}
# Pixels per kilometre below which a kind would only be noise on a phone.
LEAST_SCALE = {"local": 13.0, "field": 13.0, "street": 15.0}
LEAST_STEP = 7


def draw_map(
    base: BaseMap,
    view: MapView,
    *,
    locale: str,
    theme: str,
    palette: str,
    title: str,
    note: str,
    pin: Pair | None = None,
    radius_m: float = 0,
) -> str:
    """One self-contained SVG. `palette` is the text of `map-palette.css`, so that both maps look the same."""
    picture = _Picture(base, view)
    marks = [view.xy(pin)] if pin else []
    labels = place_labels(base, view, locale, marks)
    body = [
        *picture.land(),
        *picture.water(),
        *picture.roads(),
        *picture.borders(),
        *(_text(label) for label in labels),
        *_pin(view, marks, radius_m),
        *_margin(view, note),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {view.width} {view.height}" '
        f'width="{view.width}" height="{view.height}" data-theme="{escape(theme)}" role="img" '
        f'lang="{locale.replace("_", "-")}">'
        f"<title>{escape(title)}</title><style>{palette}{_rules()}</style>"
        f'<rect width="100%" height="100%" fill="var(--map-outside)"/>{"".join(body)}</svg>'
    )


def _rules() -> str:
    roads = "".join(
        f".{kind}{{stroke:var(--map-{kind})}}.{kind}-case{{stroke:var(--map-{kind}-case)}}" for kind in ROADS
    )
    return STYLE + roads + ".rail{stroke:var(--map-rail)}.rail-gap{stroke:var(--map-rail-gap)}"


class _Picture:
    def __init__(self, base: BaseMap, view: MapView) -> None:
        self.base, self.view = base, view
        self.box = view.box()

    def _path(self, *features: Feature, css: str, width: float = 0, closed: bool) -> str:
        """One path for features of one look, cut to the picture."""
        lines = [run for feature in features for run in feature.runs]
        if closed:
            runs = [clip_ring(run, self.box) for run in lines]
        else:
            runs = [part for run in lines for part in clip_line(run, self.box)]
        data = "".join(self._steps(run, closed=closed) for run in runs if run)
        size = f' stroke-width="{width:.2g}"' if width else ""
        return f'<path class="{css}"{size} d="{data}"/>' if data else ""

    def _steps(self, run: list[Pair], *, closed: bool) -> str:
        """Relative steps in tenths of a pixel; those too short to see are left out."""
        tenths = [(round(x * 10), round(y * 10)) for x, y in map(self.view.xy, run)]
        at = tenths[0]
        start = f"M{_tenth(at[0])} {_tenth(at[1])}l"
        steps = []
        for x, y in tenths[1:-1] if closed else tenths[1:]:
            if max(abs(x - at[0]), abs(y - at[1])) >= LEAST_STEP:
                steps.append(f"{_tenth(x - at[0])} {_tenth(y - at[1])}")
                at = (x, y)
        return f"{start}{' '.join(steps)}{'z' if closed else ''}" if steps else ""

    def land(self) -> Iterator[str]:
        city = [*self.base.of("areas", "city")]
        yield self._path(*city, css="shore", width=9, closed=True)
        yield self._path(*city, css="city", closed=True)
        if self.view.px_per_km >= LEAST_SCALE["field"]:
            for step in range(3):
                fields = (f for f in self.base.of("land", "field") if f.step == step)
                yield self._path(*fields, css=f"field{step}", closed=True)
        yield self._path(*self.base.of("land", "wood"), css="wood", closed=True)
        for hill in self.base.of("land", "hill"):
            yield self._path(hill, css="hill", closed=True)
        for kind in ("built", "industrial", "scenic", "park"):
            yield self._path(*self.base.of("land", kind), css=kind, closed=True)

    def water(self) -> Iterator[str]:
        wide = self._wide(0.035, 0.7, 9)
        yield self._path(*self.base.of("water", "stream"), css="stream", width=wide, closed=False)
        for kind in ("lake", "river"):
            yield self._path(*self.base.of("water", kind), css=kind, closed=True)

    def roads(self) -> Iterator[str]:
        shown = [kind for kind in ROADS if self.view.px_per_km >= LEAST_SCALE.get(kind, 0)]
        for css, more in (("{}-case", 1.5), ("{}", 0)):
            for kind in shown:
                wide = self._wide(*ROAD_WIDTH[kind]) + more
                yield self._path(*self.base.of("roads", kind), css=css.format(kind), width=wide, closed=False)
        rails, wide = [*self.base.of("roads", "rail")], self._wide(0.03, 1.6, 5)
        yield self._path(*rails, css="rail", width=wide, closed=False)
        gaps = self._path(*rails, css="rail-gap", width=wide * 0.5, closed=False)
        yield gaps.replace("<path ", f'<path stroke-dasharray="{wide * 3:.3g} {wide * 3:.3g}" ')

    def borders(self) -> Iterator[str]:
        if self.view.px_per_km >= LEAST_SCALE["street"]:
            yield self._path(*self.base.of("areas", "street"), css="way", width=1.2, closed=True)
        districts = [*self.base.of("areas", "district")]
        tint = min(10.0, max(5.0, self.view.px_per_km * 0.25))
        yield self._path(*districts, css="tint", width=tint, closed=True)
        yield self._path(*districts, css="edge", width=1.1, closed=True)

    def _wide(self, km: float, least: float, most: float) -> float:
        return min(most, max(least, km * self.view.px_per_km))


def _tenth(value: int) -> str:
    return f"{value / 10:g}"


def _text(label: PlacedLabel) -> str:
    x, y = label.at
    turn = f' transform="rotate({label.turn:.0f} {x:.0f} {y:.0f})"' if abs(label.turn) >= 1 else ""
    spaced = f' letter-spacing="{label.spaced}em"' if label.spaced else ""
    anchor = ' class="l-%s from-left"' if label.start else ' class="l-%s"'
    dot = ""
    if label.dot:
        dot = f'<circle class="dot" cx="{label.dot[0]:.0f}" cy="{label.dot[1]:.0f}" r="2.6"/>'
    size = f' font-size="{label.size:g}"'
    return (
        f'{dot}<text{anchor % label.css} x="{x:.0f}" y="{y:.0f}"{turn}{spaced}{size}>'
        f"{escape(label.text)}</text>"
    )


def _pin(view: MapView, marks: list[Pair], radius_m: float) -> Iterator[str]:
    for x, y in marks:
        radius = radius_m / 1000 * view.px_per_km
        if radius > 6:
            yield f'<circle class="near" cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}"/>'
        yield (
            f'<path class="pin" transform="translate({x:.1f} {y:.1f})" '
            'd="M0 0C-3-9-12-13-12-23a12 12 0 0 1 24 0C12-13 3-9 0 0z"/>'
            f'<circle class="pin-eye" cx="{x:.1f}" cy="{y - 23:.1f}" r="4.6"/>'
        )


def _margin(view: MapView, note: str) -> Iterator[str]:
    """A scale bar of a round length, and what the map is."""
    km = next(k for k in (10, 5, 2, 1, 0.5, 0.2, 0.1) if k * view.px_per_km <= view.width * 0.22 or k == 0.1)
    wide = km * view.px_per_km
    x, y = 12, view.height - 12
    name = f"{km:g} km" if km >= 1 else f"{km * 1000:g} m"
    yield f'<path class="rule" d="M{x} {y - 4}v4h{wide:.0f}v-4"/>'
    yield f'<text class="note from-left" x="{x + wide + 6:.0f}" y="{y - 3}">{name}</text>'
    yield f'<text class="note" x="{view.width - 8}" y="{y - 3}">{escape(note)}</text>'
