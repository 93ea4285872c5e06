"""Which scenes the demonstration city shows: the list from which the committed pictures are painted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal.devtools.scenes.scene import Scene, State


@dataclass(frozen=True)
class Entry:
    """A scene under its name. `category` is a code of config/report_categories.yaml; `disputed` asks for a
    picture of a half-done clean-up too."""

    name: str
    category: str
    scene: Scene
    seed: int = 1
    upright: bool = False
    disputed: bool = False

    def states(self) -> tuple[State, ...]:
        return (State.BEFORE, State.AFTER, State.AFTER_BAD) if self.disputed else (State.BEFORE, State.AFTER)

    def photo_name(self, state: State) -> str:
        return f"{self.name}-{state.value.replace('_', '-')}"

    def painted(self, state: State) -> Scene:
        return replace(self.scene, state=state)


def _entry(
    place: str, waste: str, category: str, weather: str, after: str, tidy: str = "", *, seed: int = 1,
    upright: bool = False, disputed: bool = False, flipped: bool = False,
) -> Entry:  # fmt: skip
    name = f"{place}-{waste}" if seed == 1 else f"{place}-{waste}-{seed}"
    return Entry(
        name, category, Scene(place, waste, weather, after, tidy, flipped=flipped), seed, upright, disputed
    )


ENTRIES = (
    _entry("estate", "household", "household", "clear", "hazy", "tub", disputed=True),
    _entry("estate", "furniture", "bulky", "overcast", "clear", flipped=True),
    _entry("bin-station", "overflowing", "household", "overcast", "clear", disputed=True),
    _entry("bin-station", "mixed", "mixed_collection", "hazy", "overcast", flipped=True),
    _entry("roadside", "rubble", "construction", "hazy", "clear"),
    _entry("roadside", "spilled", "spill", "after-rain", "overcast", flipped=True),
    _entry("roadside", "household", "household", "dusk", "hazy", seed=2),
    _entry("alley", "kitchen", "kitchen", "after-rain", "overcast", disputed=True),
    _entry("alley", "furniture", "bulky", "hazy", "overcast", upright=True, flipped=True),
    _entry("market", "foam-crates", "household", "after-rain", "overcast"),
    _entry("market", "kitchen", "kitchen", "overcast", "overcast", upright=True, flipped=True),
    _entry("school-gate", "furniture", "bulky", "clear", "hazy", "tub"),
    _entry("parking", "household", "household", "dusk", "clear"),
    _entry("parking", "medical", "medical", "overcast", "clear", flipped=True),
    _entry("river-bank", "floating", "floating", "hazy", "clear", disputed=True),
    _entry("river-bank", "floating", "floating", "overcast", "hazy", seed=2, upright=True),
    _entry("scenic-path", "picnic", "household", "clear", "clear", "board"),
    _entry("village-lane", "household", "household", "clear", "overcast", "board"),
    _entry("village-lane", "rubble", "construction", "overcast", "late", flipped=True),
    _entry("field-edge", "farm-film", "farm", "overcast", "late"),
    _entry("field-edge", "straw", "farm", "late", "hazy", "board", flipped=True),
    _entry("construction", "earth", "uncovered", "hazy", "clear"),
    _entry("construction", "rubble", "construction", "late", "overcast", seed=2, flipped=True),
    _entry("factory-yard", "drums", "hazardous", "overcast", "hazy"),
    _entry("factory-yard", "slag", "industrial", "hazy", "overcast", flipped=True),
    _entry("under-bridge", "tyres", "bulky", "hazy", "clear", "board"),
    _entry("vacant-lot", "appliances", "bulky", "late", "overcast"),
    _entry("vacant-lot", "rubble", "construction", "clear", "hazy", upright=True, flipped=True),
)
