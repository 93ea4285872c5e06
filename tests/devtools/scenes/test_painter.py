"""The painter repeats itself to the pixel, and still paints the pictures that are committed."""

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from portal.devtools.scenes.album import ENTRIES
from portal.devtools.scenes.catalogue import photo_bytes
from portal.devtools.scenes.painter import paint
from portal.devtools.scenes.render.stage import Quality
from portal.devtools.scenes.scene import State

ROUGH = Quality(oversize=1.0, sky=10, sky_side=160, sun_side=700)
SIZE = (120, 90)
ENTRY = next(entry for entry in ENTRIES if entry.name == "factory-yard-drums")


def painted(state, size=SIZE):
    return paint(ENTRY.painted(state), ENTRY.seed, size, ROUGH)


def difference(one, other):
    """Mean difference of two pictures, 0 to 255, blind to grain and fine detail."""
    small = (32, 24)
    return max(ImageStat.Stat(ImageChops.difference(one.resize(small), other.resize(small))).mean)


def test_same_seed_gives_the_same_pixels():
    assert painted(State.BEFORE).tobytes() == painted(State.BEFORE).tobytes()


@pytest.mark.parametrize("state", [State.BEFORE, State.AFTER])
def test_committed_picture_is_what_the_painter_paints(state):
    with Image.open(io.BytesIO(photo_bytes(ENTRY.photo_name(state)))) as committed:
        assert difference(painted(state, (240, 180)), committed.convert("RGB")) < 14


def test_cleaning_up_changes_the_middle_and_not_the_edges():
    before, after = painted(State.BEFORE, (240, 180)), painted(State.AFTER_BAD, (240, 180))
    changed = ImageChops.difference(before, after).convert("L")

    middle = ImageStat.Stat(changed.crop((60, 90, 180, 160))).mean[0]
    edge = ImageStat.Stat(changed.crop((0, 0, 240, 40))).mean[0]
    assert middle > edge
