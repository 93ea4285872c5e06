import pytest

from portal.media.metadata_proof import MetadataFound, prove_clean_jpeg, prove_clean_webp
from tests.media.pictures import PLANTED, encoded, exif_block, jpeg, scene, segment, wide_gamut_profile

CLEAN = jpeg((64, 48))


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"optimize": True}], ids=str)
def test_plain_picture_passes_with_its_size(options):
    assert prove_clean_jpeg(jpeg((64, 48), **options)) == (64, 48)


@pytest.mark.parametrize(
    "data",
    [
        jpeg((64, 48), exif=exif_block()),
        jpeg((64, 48), icc_profile=wide_gamut_profile()),
        jpeg((64, 48), comment=PLANTED),
        jpeg((64, 48), dpi=(72, 72)),
        CLEAN[:2] + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>") + CLEAN[2:],
        CLEAN[:2] + segment(0xED, b"Photoshop 3.0\0") + CLEAN[2:],
        CLEAN[:2] + segment(0xE0, b"JFXX\0\x10" + CLEAN) + CLEAN[2:],
        CLEAN + b"\0",
        CLEAN + PLANTED,
        CLEAN + CLEAN,
        CLEAN[:-2],
        CLEAN[2:],
        b"",
        encoded(scene((64, 48)), "PNG"),
        encoded(scene((64, 48)).convert("CMYK"), "JPEG"),
    ],
    ids=[
        *(
            "exif",
            "icc",
            "comment",
            "density",
            "xmp",
            "iptc",
            "thumbnail",
            "trailing byte",
            "trailing script",
        ),
        *("second picture", "no end", "no start", "empty", "png", "cmyk"),
    ],
)
def test_anything_beside_the_picture_is_found(data):
    with pytest.raises(MetadataFound):
        prove_clean_jpeg(data)


@pytest.mark.parametrize("marker", [b"\xff\xdb", b"\xff\xc4", b"\xff\xc0", b"\xff\xda"])
def test_padding_inside_a_table_is_found(marker):
    at = CLEAN.index(marker)
    length = int.from_bytes(CLEAN[at + 2 : at + 4])
    padded = (
        CLEAN[: at + 2]
        + (length + 6).to_bytes(2)
        + CLEAN[at + 4 : at + 2 + length]
        + b"secret"
        + CLEAN[at + 2 + length :]
    )

    with pytest.raises(MetadataFound):
        prove_clean_jpeg(padded)


def test_webp_of_one_chunk_passes():
    prove_clean_webp(encoded(scene((20, 15)), "WEBP", quality=30))


@pytest.mark.parametrize(
    "options", [{"exif": exif_block()}, {"icc_profile": wide_gamut_profile()}, {"lossless": True}]
)
def test_webp_with_more_is_found(options):
    with pytest.raises(MetadataFound):
        prove_clean_webp(encoded(scene((20, 15)), "WEBP", **options))


def test_webp_with_a_tail_is_found():
    with pytest.raises(MetadataFound):
        prove_clean_webp(encoded(scene((20, 15)), "WEBP") + PLANTED)
