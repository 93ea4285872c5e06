"""The finished pictures are all there, light, and described."""

import io
from pathlib import Path

import pytest
import yaml
from PIL import Image

from portal.core.errors import NotFound
from portal.devtools.scenes.catalogue import FOLDER, list_evidence, list_pairs, photo, photo_bytes

PHOTOS = [shot for pair in list_pairs() for shot in (pair.before, pair.after, pair.after_bad) if shot]
PHOTOS += list_evidence()


def test_every_picture_is_there_and_none_besides():
    assert {path.stem for path in FOLDER.glob("*")} == {shot.name for shot in PHOTOS}


def test_names_are_unique():
    assert len({shot.name for shot in PHOTOS}) == len(PHOTOS)


@pytest.mark.parametrize("shot", PHOTOS, ids=lambda shot: shot.name)
def test_picture_is_light_and_carries_nothing_but_its_pixels(shot):
    data = photo_bytes(shot.name)

    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "JPEG"
        assert not picture.getexif()
        assert "comment" not in picture.info
        assert (picture.height > picture.width) == shot.upright
        assert min(picture.size) * 4 == max(picture.size) * 3
    assert len(data) <= 110_000


def test_all_together_stay_under_six_megabytes():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.jpg")) < 6_000_000


@pytest.mark.parametrize("locale", ["zh_Hans", "en", "zh_Hant"])
def test_every_picture_is_described(locale):
    assert all(shot.alt.text(locale).strip() for shot in PHOTOS)


def test_categories_are_those_of_the_city():
    content = yaml.safe_load(Path("config/report_categories.yaml").read_text("utf-8"))
    known = {category["code"] for category in content["categories"]}

    assert {pair.category for pair in list_pairs()} <= known


def test_unknown_name_is_not_found():
    with pytest.raises(NotFound):
        photo("no-such-picture")
