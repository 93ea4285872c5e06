import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.media.sniffing import sniff_photo
from portal.media.types import FileProblem, FileRefused, PhotoKind
from tests.media.hostile import hostile_photos
from tests.media.pictures import HEIC, encoded, exif_block, jpeg, laden, png, scene

HOSTILE = dict(hostile_photos())


@pytest.mark.parametrize(
    ("data", "kind", "size"),
    [
        (jpeg((640, 480)), PhotoKind.JPEG, (640, 480)),
        (laden((640, 480)), PhotoKind.JPEG, (640, 480)),
        (encoded(scene(), "JPEG", progressive=True), PhotoKind.JPEG, (640, 480)),
        (encoded(scene(), "PNG"), PhotoKind.PNG, (640, 480)),
        (encoded(scene(), "WEBP"), PhotoKind.WEBP, (640, 480)),
        (encoded(scene(), "WEBP", lossless=True), PhotoKind.WEBP, (640, 480)),
        (encoded(scene(), "WEBP", exif=exif_block()), PhotoKind.WEBP, (640, 480)),
        (HEIC.read_bytes(), PhotoKind.HEIF, (1200, 900)),
    ],
)
def test_photo_is_known_by_its_bytes(data, kind, size):
    header = sniff_photo(data)

    assert (header.kind, header.width, header.height) == (kind, *size)


@pytest.mark.parametrize(
    "data",
    [
        jpeg(exif=exif_block()),
        encoded(scene(), "PNG", exif=exif_block()),
        encoded(scene(), "WEBP", exif=exif_block()),
        HEIC.read_bytes(),
    ],
    ids=["jpeg", "png", "webp", "heic"],
)
def test_exif_block_is_found_in_every_kind(data):
    assert sniff_photo(data).exif[:4] in (b"MM\0*", b"II*\0")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("nothing", FileProblem.EMPTY),
        ("noise", FileProblem.NOT_A_PHOTO),
        ("SVG with a script", FileProblem.NOT_A_PHOTO),
        ("GIF", FileProblem.FORMAT_NOT_TAKEN),
        ("AVIF", FileProblem.FORMAT_NOT_TAKEN),
        ("jpeg cut at 70.0%", FileProblem.DAMAGED),
        ("png cut at 99.9%", FileProblem.DAMAGED),
        ("webp cut at 99.9%", FileProblem.DAMAGED),
        ("heic cut at 70.0%", FileProblem.DAMAGED),
        ("PNG bomb, 16,000 x 16,000", FileProblem.TOO_MANY_PIXELS),
        ("JPEG claiming 65,535 x 65,535", FileProblem.TOO_MANY_PIXELS),
        ("JPEG of height zero", FileProblem.DAMAGED),
        ("WebP with a canvas of 2^48 pixels", FileProblem.TOO_MANY_PIXELS),
        ("HEIC claiming 60,000 x 60,000", FileProblem.TOO_MANY_PIXELS),
        ("HEIC of boxes in boxes", FileProblem.DAMAGED),
        ("JPEG with a thousand scans", FileProblem.TOO_COSTLY),
        ("baseline JPEG with a scan for each component, a thousand times", FileProblem.TOO_COSTLY),
        ("PNG with too many chunks", FileProblem.DAMAGED),
    ],
)
def test_refusal_says_what_is_wrong(name, problem):
    with pytest.raises(FileRefused) as refused:
        sniff_photo(HOSTILE[name])

    assert refused.value.problem is problem


def test_size_is_judged_before_anything_is_read():
    with pytest.raises(FileRefused) as refused:
        sniff_photo(bytes(101), most_bytes=100)

    assert refused.value.problem is FileProblem.TOO_LARGE


def test_city_may_set_a_lower_limit_of_pixels():
    with pytest.raises(FileRefused) as refused:
        sniff_photo(jpeg((640, 480)), most_pixels=300_000)

    assert refused.value.problem is FileProblem.TOO_MANY_PIXELS


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([jpeg((80, 60)), png(8, 8, b"x"), encoded(scene((80, 60)), "WEBP"), HEIC.read_bytes()]),
    st.data(),
)
def test_no_garbling_raises_anything_but_a_refusal(whole, data):
    garbled = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        garbled[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FileRefused):
        sniff_photo(bytes(garbled[: data.draw(st.integers(0, len(whole)))]))
