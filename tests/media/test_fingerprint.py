"""What counts as the same photo: copies do, another picture of the same spot does not."""

import io

import pytest
from PIL import Image, ImageEnhance

from portal.devtools.scenes.catalogue import photo_bytes
from portal.media.decoding.rendering import render
from portal.media.fingerprint import is_copy, look_alike
from portal.media.types import PhotoKind
from tests.media.pictures import encoded

SPOTS = ("alley-furniture", "estate-furniture", "factory-yard-drums", "field-edge-straw", "roadside-rubble")


def fingerprint(image, quality=85):
    data = encoded(image, "JPEG", quality=quality)
    return render(data, PhotoKind.JPEG, orientation=1, most_pixels=10**8).fingerprint


def picture(name):
    return Image.open(io.BytesIO(photo_bytes(name))).convert("RGB")


def half_a_step_aside(image, part=0.05):
    """What a phone sees that is held a little to the right, and a little nearer."""
    width, height = image.size
    near, side = part * width, part * height
    corners = (near * 2, side, near * 2, height - side / 2, width, height - side / 2, width, side)
    return image.transform(image.size, Image.Transform.QUAD, corners, Image.Resampling.BILINEAR)


COPIES = {
    "compressed": lambda image: image.convert("RGB"),
    "half the size": lambda image: image.resize((image.width // 2, image.height // 2)),
    "darker": lambda image: ImageEnhance.Brightness(image).enhance(0.8),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.2),
}


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("spot", SPOTS)
def test_a_copy_is_known_again(spot, copy):
    image = picture(f"{spot}-before")

    assert is_copy(fingerprint(image), fingerprint(COPIES[copy](image), quality=60))


@pytest.mark.parametrize("spot", SPOTS)
def test_a_cut_copy_is_at_least_shown_to_a_person(spot):
    image = picture(f"{spot}-before")
    width, height = image.size
    cut = image.crop((width // 50, height // 50, width - width // 50, height - height // 50))

    assert look_alike(fingerprint(image), fingerprint(cut))


@pytest.mark.parametrize("spot", SPOTS)
def test_the_cleaned_spot_is_another_picture(spot):
    before, after = picture(f"{spot}-before"), picture(f"{spot}-after")

    assert not is_copy(fingerprint(before), fingerprint(after))
    assert not is_copy(fingerprint(after), fingerprint(half_a_step_aside(after)))


def test_pictures_that_tell_nothing_prove_nothing():
    wall = fingerprint(Image.new("RGB", (640, 480), (200, 200, 200)))

    assert not is_copy(wall, wall)
    assert not is_copy(None, None)
