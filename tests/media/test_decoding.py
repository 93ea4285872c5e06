"""The decoder process: every kind of photo comes out upright, in sRGB, small, and as a picture only."""

import io
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from portal.media.decoding.pool import DecoderPool, DecodingLimits
from portal.media.decoding.proof import proven_photo
from portal.media.decoding.rendering import render
from portal.media.decoding.wire import Message
from portal.media.fingerprint import look_alike
from portal.media.formats.jpeg import without_metadata
from portal.media.metadata_proof import prove_clean_jpeg
from portal.media.sniffing import sniff_photo
from portal.media.types import FileProblem, FileRefused, PhotoKind, VariantName
from tests.media.hostile import hostile_photos, scans
from tests.media.pictures import (
    CORNERS,
    HEIC,
    LYING,
    PLANTED,
    corners,
    encoded,
    exif_block,
    jpeg,
    laden,
    scene,
    turned,
    wide_gamut_profile,
    with_rotation,
)

UPRIGHT = list(CORNERS)


@pytest.fixture(scope="module")
def pool():
    pool = DecoderPool(size=2, limits=DecodingLimits(wall_seconds=10))  # longer is a lost worker: it fails
    yield pool
    pool.close()


def rendered(pool, data):
    return pool.render(data, sniff_photo(data))


def rendered_or_refused(pool, data):
    try:
        return rendered(pool, data)
    except FileRefused as refusal:
        return refusal.problem


def picture(photo, name=VariantName.DISPLAY):
    return Image.open(io.BytesIO(next(v.jpeg for v in photo.variants if v.name is name)))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_comes_out_upright(pool, orientation):
    photo = rendered(pool, turned(orientation))

    assert (photo.width, photo.height) == (640, 480)
    for name in VariantName:
        assert corners(picture(photo, name)) == UPRIGHT


def test_variants_have_their_sizes(pool):
    photo = rendered(pool, jpeg((4032, 3024)))

    assert [(v.name, v.width, v.height) for v in photo.variants] == [
        (VariantName.DISPLAY, 2016, 1512),
        (VariantName.CARD, 800, 600),
        (VariantName.THUMBNAIL, 320, 240),
    ]
    assert len(photo.placeholder) < 400


@pytest.mark.parametrize(
    ("size", "display"),
    [
        ((3000, 2000), (2048, 1365)),
        ((2000, 3000), (1365, 2048)),
        ((8000, 6000), (2000, 1500)),
        ((40, 30), (40, 30)),
        ((9000, 3), (2048, 1)),
    ],
)
def test_display_is_at_most_2048_and_never_larger_than_it_was(pool, size, display):
    variant = rendered(pool, encoded(scene(size), "JPEG", quality=50)).variants[0]

    assert (variant.width, variant.height) == display


@pytest.mark.parametrize("name", list(VariantName))
def test_nothing_but_the_picture_is_left(pool, name):
    data = laden()
    variant = next(v for v in rendered(pool, data).variants if v.name is name)

    assert prove_clean_jpeg(variant.jpeg) == (variant.width, variant.height)
    for trace in (b"Exif", b"GPS", b"xmp", b"Photoshop", b"ICC_PROFILE", b"<script", PLANTED):
        assert trace not in variant.jpeg


@pytest.mark.parametrize(
    "data", [laden(), jpeg(comment=PLANTED, exif=exif_block())], ids=["laden", "comment"]
)
def test_each_lock_holds_alone(data):
    """The decoder is given no metadata; and what it makes would have none even if it were given all."""
    given = without_metadata(data)
    made = render(data, PhotoKind.JPEG, orientation=1, most_pixels=10**6)

    assert b"Exif" not in given
    assert PLANTED not in given[: given.index(b"\xff\xda")]
    assert all(prove_clean_jpeg(variant.jpeg) for variant in made.variants)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_metadata_of_other_kinds_is_left_behind(pool, kind):
    data = encoded(scene(), kind, exif=exif_block(orientation=1), icc_profile=wide_gamut_profile())

    photo = rendered(pool, data)

    assert all(prove_clean_jpeg(variant.jpeg) for variant in photo.variants)


def test_heic_comes_out_as_jpeg(pool):
    photo = rendered(pool, HEIC.read_bytes())

    assert (photo.width, photo.height) == (1200, 900)
    assert corners(picture(photo)) == UPRIGHT


@pytest.mark.parametrize(
    ("kind", "convert"),
    [
        ("PNG", lambda image: image.convert("RGBA")),
        ("PNG", lambda image: image.quantize(16)),
        ("PNG", lambda image: image.convert("RGBA").quantize(16)),
        ("WEBP", lambda image: image.convert("RGBA")),
        ("JPEG", lambda image: image.convert("CMYK")),
    ],
    ids=["rgba", "palette", "palette with alpha", "webp with alpha", "cmyk"],
)
def test_colour_models_become_rgb(pool, kind, convert):
    display = picture(rendered(pool, encoded(convert(scene()), kind)))

    assert display.mode == "RGB"
    assert corners(display) == UPRIGHT


@pytest.mark.parametrize("mode", ["L", "1", "LA", "I;16"])
def test_grey_photos_stay_what_they_show(pool, mode):
    ramp = Image.linear_gradient("L").resize((400, 300))
    image = (
        ramp.convert("I").point(lambda v: v * 257).convert("I;16") if mode == "I;16" else ramp.convert(mode)
    )

    display = picture(rendered(pool, encoded(image, "PNG"))).convert("L")

    assert display.getpixel((200, 5)) < 60
    assert display.getpixel((200, 150)) == pytest.approx(128, abs=128 if mode == "1" else 12)
    assert display.getpixel((200, 294)) > 195


def test_see_through_parts_are_white(pool):
    image = Image.new("RGBA", (200, 200), (255, 0, 0, 0))

    assert min(picture(rendered(pool, encoded(image, "PNG"))).getpixel((100, 100))) > 250


def test_wide_colours_are_converted_to_what_they_mean(pool):
    plain = Image.new("RGB", (300, 300), (150, 110, 90))
    data = encoded(plain, "JPEG", quality=95, icc_profile=wide_gamut_profile())
    source = ImageCms.ImageCmsProfile(io.BytesIO(wide_gamut_profile()))
    meant = ImageCms.profileToProfile(
        plain, source, ImageCms.createProfile("sRGB"), renderingIntent=1
    ).getpixel((9, 9))

    shown = picture(rendered(pool, data)).getpixel((150, 150))

    assert max(abs(a - b) for a, b in zip(shown, meant, strict=True)) <= 4
    assert max(abs(a - b) for a, b in zip(shown, (150, 110, 90), strict=True)) > 10


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_animation_gives_its_first_frame(pool, kind):
    data = encoded(
        scene(), kind, save_all=True, append_images=[Image.new("RGB", (640, 480))] * 3, duration=50
    )

    assert corners(picture(rendered(pool, data))) == UPRIGHT


def test_second_picture_in_one_file_is_left_behind(pool):
    """Phones put a depth or brightness map behind the photo (MPO)."""
    data = encoded(scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (320, 240))])

    photo = rendered(pool, data)

    assert corners(picture(photo)) == UPRIGHT
    assert prove_clean_jpeg(photo.variants[0].jpeg) == (640, 480)


def test_fingerprint_survives_resizing_and_recompressing(pool):
    whole = rendered(pool, jpeg((1600, 1200)))
    smaller = rendered(pool, jpeg((640, 480), quality=40))
    another = rendered(
        pool, encoded(Image.effect_mandelbrot((640, 480), (-2, -1.5, 1, 1.5), 60).convert("RGB"), "JPEG")
    )

    assert look_alike(whole.fingerprint, smaller.fingerprint)
    assert not look_alike(whole.fingerprint, another.fingerprint)


def test_our_process_never_loads_the_image_library():
    code = "import sys, portal.media.decoding.pool, portal.media.intake; sys.exit('PIL' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "data"), list(hostile_photos()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_hostile_photo_is_refused_or_made_clean_in_time(pool, name, data):
    outcome = rendered_or_refused(pool, data)

    if isinstance(outcome, FileProblem):
        assert outcome is not FileProblem.WORKER_LOST
    else:
        for variant in outcome.variants:
            prove_clean_jpeg(variant.jpeg)
            assert b"<script" not in variant.jpeg


def test_decoder_that_is_killed_is_told_apart_and_replaced():
    pool = DecoderPool(size=1)
    rendered(pool, jpeg())
    child = pool._idle.queue[0]._process
    data = HEIC.read_bytes()
    threading.Timer(0.01, os.kill, (child.pid, signal.SIGKILL)).start()

    with pytest.raises(FileRefused) as refused:  # noqa: PT012 -- in one of these rounds the kill arrives
        for _ in range(50):
            rendered(pool, data)

    assert refused.value.problem is FileProblem.WORKER_LOST
    assert rendered(pool, jpeg()).width == 640
    pool.close()


def test_decoder_that_does_not_answer_is_ended():
    pool = DecoderPool(size=1, limits=DecodingLimits(wall_seconds=3))
    rendered(pool, jpeg())
    os.kill(pool._idle.queue[0]._process.pid, signal.SIGSTOP)

    with pytest.raises(FileRefused) as refused:
        rendered(pool, jpeg())

    assert refused.value.problem is FileProblem.WORKER_LOST
    assert rendered(pool, jpeg()).width == 640
    pool.close()


def test_decoder_may_not_take_more_memory_than_its_limit():
    pool = DecoderPool(size=1, limits=DecodingLimits(memory=60 << 20))

    with pytest.raises(FileRefused) as refused:
        rendered(pool, encoded(scene((2800, 2800)), "PNG", compress_level=1))

    assert refused.value.problem is FileProblem.TOO_COSTLY
    pool.close()


def test_decoder_may_not_take_more_time_than_its_limit():
    pool = DecoderPool(size=1, limits=DecodingLimits(cpu_seconds=0))

    with pytest.raises(FileRefused) as refused:
        rendered(pool, scans(90, side=8000))  # seconds of work on any machine

    assert refused.value.problem is FileProblem.TOO_COSTLY
    pool.close()


def test_decoder_is_given_no_secret_and_can_write_no_file(monkeypatch):
    monkeypatch.setenv("WUFEI_SECRET_KEY", "the key")
    pool = DecoderPool(size=1)
    rendered(pool, jpeg())
    child = pool._idle.queue[0]._process.pid

    environment = Path(f"/proc/{child}/environ").read_bytes()
    limits = Path(f"/proc/{child}/limits").read_text()

    assert b"WUFEI" not in environment
    assert "Max file size             0 " in limits
    pool.close()


def test_heic_that_says_nothing_itself_is_turned_by_its_exif(pool):
    photo = rendered(pool, LYING.read_bytes())

    assert (photo.width, photo.height) == (640, 480)
    assert corners(picture(photo)) == UPRIGHT


@pytest.mark.parametrize(("quarter_turns", "upright"), [(3, True), (1, False)])
def test_heic_is_turned_as_it_says_itself_whatever_its_exif_says(pool, quarter_turns, upright):
    photo = rendered(pool, with_rotation(LYING.read_bytes(), quarter_turns))

    assert (photo.width, photo.height) == (640, 480)
    assert corners(picture(photo)) == (UPRIGHT if upright else UPRIGHT[::-1])


def answer_of(photo, jpegs):
    head = {
        "width": photo.width,
        "height": photo.height,
        "fingerprint": photo.fingerprint,
        "variants": [[one.name.value, one.width, one.height] for one in photo.variants],
    }
    return Message(head, [photo.placeholder, *jpegs])


def test_what_the_decoder_gives_back_is_proven_and_not_believed(pool):
    photo = rendered(pool, jpeg())
    clean = [one.jpeg for one in photo.variants]
    assert proven_photo(answer_of(photo, clean)) == photo
    for number in range(len(clean)):
        told = clean[number][:2] + b"\xff\xe1\x00\x0cExif\0\0MM\0*" + clean[number][2:]
        with pytest.raises(FileRefused) as refused:
            proven_photo(answer_of(photo, [*clean[:number], told, *clean[number + 1 :]]))
        assert refused.value.problem is FileProblem.NOT_CLEAN
