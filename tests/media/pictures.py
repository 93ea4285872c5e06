"""Photos for tests: a scene whose corners tell which way is up, in any format, with any metadata."""

import io
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageDraw

FILES = Path(__file__).parent / "files"
HEIC = FILES / "street.heic"
"""1200 x 900, made once with Debian's heif-enc from `jpeg(size=(1200, 900), exif=exif_block())`."""

LYING = FILES / "street-lying.heic"
"""640 x 480, made from `turned(6)` by the same program: the pixels lie, and only the EXIF says so."""

CORNERS = {"red": (220, 30, 30), "green": (30, 180, 50), "blue": (40, 60, 220), "yellow": (230, 210, 40)}
"""Top left, top right, bottom left, bottom right of an upright scene."""
PLANTED = b"<script>alert('planted')</script>"
LAT, LNG = 30.278611, 120.154167
_ORIENTATION, _SOFTWARE, _EXIF_IFD, _GPS_IFD, _TAKEN, _OFFSET = 0x0112, 0x0131, 0x8769, 0x8825, 0x9003, 0x9011


def scene(size=(640, 480)):
    """Four coloured corners around a grey street with some texture."""
    width, height = size
    image = Image.new("RGB", size, (128, 132, 126))
    draw = ImageDraw.Draw(image)
    for step in range(0, width, max(8, width // 40)):
        draw.line((step, height * 0.4, width - step, height), fill=(90 + step % 80, 110, 100), width=3)
    w, h = width // 4, height // 4
    places = ((0, 0), (width - w, 0), (0, height - h), (width - w, height - h))
    for colour, (x, y) in zip(CORNERS.values(), places, strict=True):
        draw.rectangle((x, y, x + w, y + h), fill=colour)
    return image


def corners(image):
    """The names of the colours nearest to what stands in the four corners."""
    rgb = image.convert("RGB")
    width, height = rgb.size
    spots = [(x, y) for y in (height // 10, height * 9 // 10) for x in (width // 10, width * 9 // 10)]

    def name(pixel):
        return min(CORNERS, key=lambda c: sum((a - b) ** 2 for a, b in zip(CORNERS[c], pixel, strict=True)))

    return [name(rgb.getpixel(spot)) for spot in spots]


def exif_block(orientation=1, *, gps=True, taken="2026:05:04 08:30:00", offset="+08:00", lat=LAT, lng=LNG):
    """An EXIF block as a phone writes it, with a place, a time and a software name that is a script."""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    exif[_SOFTWARE] = PLANTED.decode()
    exif.get_ifd(_EXIF_IFD).update({_TAKEN: taken, _OFFSET: offset})
    if gps:
        exif.get_ifd(_GPS_IFD).update({1: "N", 2: _sexagesimal(lat), 3: "E", 4: _sexagesimal(lng), 31: 12.5})
    return exif.tobytes()


def _sexagesimal(degrees):
    minutes = degrees % 1 * 60
    return (float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4))


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(size=(640, 480), **options):
    return encoded(scene(size), "JPEG", **({"quality": 85} | options))


def turned(orientation, size=(640, 480)):
    """A JPEG whose pixels lie as a camera held that way stores them, and whose EXIF says so."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = scene(size)
    stored = image.transpose(undo[orientation]) if orientation in undo else image
    return encoded(stored, "JPEG", quality=90, exif=exif_block(orientation))


def laden(size=(640, 480)):
    """A JPEG with everything that can travel along: EXIF with GPS, XMP, IPTC, ICC, a comment, a trailer."""
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:li>GPSLatitude</rdf:li></x:xmpmeta>"
    iptc = b"Photoshop 3.0\x008BIM\x04\x04" + PLANTED
    plain = jpeg(size, exif=exif_block(), icc_profile=wide_gamut_profile(), comment=PLANTED)
    extra = b"".join(segment(marker, body) for marker, body in ((0xE1, xmp), (0xED, iptc), (0xEC, PLANTED)))
    return plain[:2] + extra + plain[2:] + PLANTED


def segment(marker, body):
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2) + body


def png_chunk(name, body):
    return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)


def png(width, height, rows, *, depth=8, colour=2, extra=b""):
    """A PNG of our own making: `rows` are the packed pixels, which need not be what the size promises."""
    header = struct.pack(">2L5B", width, height, depth, colour, 0, 0, 0)
    chunks = png_chunk(b"IHDR", header) + extra + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def wide_gamut_profile():
    """A minimal ICC profile with primaries far outside sRGB (those of ProPhoto, D50) and gamma 1.8."""

    def fixed(*values):
        return b"".join(round(value * 65536).to_bytes(4, signed=True) for value in values)

    xyz = {
        b"rXYZ": (0.7977, 0.2880, 0.0),
        b"gXYZ": (0.1352, 0.7119, 0.0),
        b"bXYZ": (0.0313, 0.0001, 0.8249),
        b"wtpt": (0.9642, 1.0, 0.8249),
    }
    text = b"Wide test colours\0"
    tags = {name: b"XYZ \0\0\0\0" + fixed(*value) for name, value in xyz.items()}
    for name in (b"rTRC", b"gTRC", b"bTRC"):
        tags[name] = b"curv\0\0\0\0" + (1).to_bytes(4) + round(1.8 * 256).to_bytes(2) + b"\0\0"
    tags[b"desc"] = b"desc\0\0\0\0" + len(text).to_bytes(4) + text + b"\0" * 78
    tags[b"cprt"] = b"text\0\0\0\0none\0\0\0\0"
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        data += b"\0" * (-len(data) % 4)
        table += name + (at + len(body)).to_bytes(4) + len(data).to_bytes(4)
        body += data
    whole = len(tags).to_bytes(4) + table + body
    header = (128 + len(whole)).to_bytes(4) + b"none" + bytes.fromhex("02400000") + b"mntrRGB XYZ "
    header += b"\0" * 12 + b"acsp" + b"\0" * 28 + fixed(0.9642, 1.0, 0.8249)
    return header.ljust(128, b"\0") + whole


def with_rotation(heic, quarter_turns):
    """`LYING` with an `irot` property, as phones write it: turned anticlockwise by so many quarters."""

    def grown(data, name, by):
        at = data.index(name) - 4
        return data[:at] + (int.from_bytes(data[at : at + 4]) + by).to_bytes(4) + data[at + 4 :]

    irot = (9).to_bytes(4) + b"irot" + bytes((quarter_turns,))
    length = len(irot) + 1
    for name, by in ((b"meta", length), (b"iprp", length), (b"ipco", len(irot)), (b"ipma", 1)):
        heic = grown(heic, name, by)
    ipma = heic.index(b"ipma") - 4
    entry = ipma + 8 + 4 + 4 + 2  # after version and flags, the number of entries, the item's id
    used = heic[entry]
    properties = heic[entry + 1 : entry + 1 + used] + bytes((0x80 | used + 1,))
    heic = heic[:ipma] + irot + heic[ipma:entry] + bytes((used + 1,)) + properties + heic[entry + 1 + used :]
    base = heic.index(b"iloc") + 4 + 4 + 2 + 2 + 2 + 2  # behind version, sizes, count, id and reference
    for _ in range(
        2
    ):  # where the picture and its EXIF begin; then come count, offset and length of the piece
        number = int.from_bytes(heic[base : base + 4])
        heic = heic[:base] + (number + length).to_bytes(4) + heic[base + 4 :]
        base += 4 + 2 + 8 + 2 + 2
    return heic
