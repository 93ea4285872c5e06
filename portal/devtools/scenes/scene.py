"""What a picture shows, in words; `painter` turns it into a picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What has happened at the place: before, after, or after half a clean-up."""

    BEFORE = "before"
    AFTER = "after"
    AFTER_BAD = "after_bad"


@dataclass(frozen=True)
class Scene:
    """A place with something dumped in it, seen under a certain sky. `tidy` is what is put up afterwards:
    `tub`, `board` or nothing; a `flipped` picture has left and right exchanged.
    `take` is another try at the pictures afterwards."""

    place: str
    waste: str
    weather: str = "hazy"
    weather_after: str = "overcast"
    tidy: str = ""
    state: State = State.BEFORE
    flipped: bool = False
    take: int = 0
