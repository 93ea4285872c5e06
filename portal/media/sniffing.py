"""Decides what an arriving photo is, from its bytes alone. Its name and the type the browser claims count
for nothing."""

from collections.abc import Callable

from portal.media.formats import heif, jpeg, png, webp
from portal.media.types import FileProblem, FileRefused, PhotoHeader, PhotoKind

MOST_PHOTO_BYTES = 20_000_000

MOST_PIXELS = {
    # JPEG is decoded at a fraction of its size, so a phone's 108-megapixel photo is cheap; the others are
    # not.
    PhotoKind.JPEG: 120_000_000,
    PhotoKind.PNG: 24_000_000,
    PhotoKind.WEBP: 24_000_000,
    PhotoKind.HEIF: 50_000_000,
}
LONGEST_SIDE = 30_000

_OTHER_PICTURES = (b"GIF8", b"II*\0", b"MM\0*", b"BM", b"\0\0\x01\0", b"8BPS", b"\xff\x0a")


def sniff_photo(
    data: bytes, *, most_bytes: int = MOST_PHOTO_BYTES, most_pixels: int | None = None
) -> PhotoHeader:
    """The header of a photo that may be decoded, or FileRefused."""
    if not data:
        raise FileRefused(FileProblem.EMPTY)
    if len(data) > most_bytes:
        raise FileRefused(FileProblem.TOO_LARGE)
    header = _reader(data)(data)
    limit = MOST_PIXELS[header.kind]
    if header.pixels > min(limit, most_pixels or limit) or max(header.width, header.height) > LONGEST_SIDE:
        raise FileRefused(FileProblem.TOO_MANY_PIXELS, f"{header.width}x{header.height}")
    return header


def _reader(data: bytes) -> Callable[[bytes], PhotoHeader]:
    if data.startswith(jpeg.MAGIC):
        return jpeg.read_header
    if data.startswith(png.MAGIC):
        return png.read_header
    if webp.is_webp(data):
        return webp.read_header
    if data.startswith(_OTHER_PICTURES) or data[4:12] in (b"ftypavif", b"ftypavis"):
        raise FileRefused(FileProblem.FORMAT_NOT_TAKEN)
    if heif.is_heif(data):
        return heif.read_header
    raise FileRefused(FileProblem.NOT_A_PHOTO)
