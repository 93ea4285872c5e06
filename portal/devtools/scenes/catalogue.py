"""The finished pictures that come with the project, and what they show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.core.errors import NotFound
from portal.core.i18n import Label
from portal.devtools.scenes.album import ENTRIES, Entry
from portal.devtools.scenes.captions import EVIDENCE, caption
from portal.devtools.scenes.scene import State

FOLDER = Path(__file__).resolve().parent / "photos"


@dataclass(frozen=True)
class Photo:
    """A JPEG with sides as 4 to 3, or as 3 to 4 if `upright`."""

    name: str
    alt: Label
    upright: bool = False

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.jpg"


@dataclass(frozen=True)
class Pair:
    """One spot before and after the clean-up; `after_bad`, where there is one, shows half of it left lying.
    `category` is a code of config/report_categories.yaml."""

    name: str
    place: str
    waste: str
    category: str
    before: Photo
    after: Photo
    after_bad: Photo | None = None


def list_pairs() -> tuple[Pair, ...]:
    """In a fixed order."""
    return tuple(_pair(entry) for entry in ENTRIES)


def list_evidence() -> tuple[Photo, ...]:
    """What applicants show: bin stations, ledgers, rooms. In a fixed order."""
    return tuple(Photo(f"evidence-{name}", alt) for name, alt in EVIDENCE.items())


def photo(name: str) -> Photo:
    found = _by_name().get(name)
    if found is None:
        raise NotFound
    return found


def photo_bytes(name: str) -> bytes:
    """The JPEG itself."""
    return photo(name).path.read_bytes()


def _pair(entry: Entry) -> Pair:
    shots = {state: _shot(entry, state) for state in entry.states()}
    return Pair(
        entry.name,
        entry.scene.place,
        entry.scene.waste,
        entry.category,
        shots[State.BEFORE],
        shots[State.AFTER],
        shots.get(State.AFTER_BAD),
    )


def _shot(entry: Entry, state: State) -> Photo:
    alt = caption(entry.scene.place, entry.scene.waste, state)
    return Photo(entry.photo_name(state), alt, entry.upright)


@cache
def _by_name() -> dict[str, Photo]:
    shots = [_shot(entry, state) for entry in ENTRIES for state in entry.states()]
    return {shot.name: shot for shot in (*shots, *list_evidence())}
