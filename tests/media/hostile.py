"""Files that mean harm, or were harmed. All made here, so that what each one is can be read."""

import io
import os
import random
import struct
import zipfile
import zlib

from PIL import Image

from tests.media.pictures import (
    HEIC,
    PLANTED,
    encoded,
    exif_block,
    jpeg,
    png,
    png_chunk,
    scene,
    segment,
)

MANY = 1_000_000


def hostile_photos():
    """Name and bytes of each. None may crash anything; most are no photo at all."""
    yield from _cut_short()
    yield from _wrong_types()
    yield from _bombs()
    yield from _lying_headers()
    yield from _two_in_one()
    yield from _garbled()


def _cut_short():
    samples = {
        "jpeg": jpeg(exif=exif_block()),
        "png": encoded(scene(), "PNG"),
        "webp": encoded(scene(), "WEBP"),
        "heic": HEIC.read_bytes(),
    }
    for kind, whole in samples.items():
        for share in (0.002, 0.02, 0.3, 0.7, 0.999):
            yield f"{kind} cut at {share:.1%}", whole[: int(len(whole) * share)]


def _wrong_types():
    yield "nothing", b""
    yield "one byte", b"\xff"
    yield "zeros", bytes(100_000)
    yield "noise", random.Random(7).randbytes(100_000)
    yield "noise behind a JPEG start", b"\xff\xd8\xff\xe0" + random.Random(8).randbytes(50_000)
    yield "text called photo", "这不是照片。".encode() * 100
    yield "SVG with a script", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    yield "HTML", b"<!doctype html><script>alert(1)</script>"
    yield "XML with an entity", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield "GIF", encoded(scene(), "GIF")
    yield "TIFF", encoded(scene(), "TIFF")
    yield "BMP", encoded(scene((64, 64)), "BMP")
    yield "ICO", encoded(scene((64, 64)), "ICO")
    yield "AVIF", b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miaf" + bytes(200)
    yield "MP4", b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + bytes(500)
    yield "PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run"
    yield "ImageMagick script", b"push graphic-context\nfill 'url(https://example.com/x.jpg\"|ls \"-la)'\n"
    yield "PDF", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
    yield "ELF", b"\x7fELF" + bytes(200)


def _bombs():
    row = b"\0" + bytes(3 * 4000)
    yield "PNG bomb, 16,000 x 16,000", png(16_000, 16_000, zlib.compress(bytes(4_000_000), 9))
    yield "PNG bomb of its full length", png(4000, 5500, zlib.compress(row * 5500, 9))
    yield "PNG that unpacks to far more", png(100, 100, zlib.compress(bytes(60_000_000), 9))
    yield "PNG with a text bomb", _png_with(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(90_000_000), 9))
    yield "PNG with a profile bomb", _png_with(b"iCCP", b"ICC\0\0" + zlib.compress(bytes(90_000_000), 9))
    yield "PNG with too many chunks", _png_with(b"tEXt", b"a\0b", times=60_000)
    frame = struct.pack(">5L2H2B", 0, 100, 100, 0, 0, 1, 10, 0, 0)
    control = png_chunk(b"acTL", struct.pack(">2L", MANY, 0)) + png_chunk(b"fcTL", frame)
    yield "APNG of a million frames", png(100, 100, zlib.compress(bytes(30_100), 9), extra=control)
    yield "zip bomb", _zip_bomb()
    yield "GIF bomb", b"GIF89a" + struct.pack("<2H", 65_535, 65_535) + bytes(100)
    yield "JPEG with a thousand scans", scans(1000)
    yield "JPEG with as many scans as may be", scans(90)
    yield "baseline JPEG with a thousand scans too many", baseline_scans(1000)
    yield "baseline JPEG with a scan for each component, a thousand times", _apart(baseline_scans(1000))
    yield "JPEG of 60 megapixels of nothing", encoded(Image.new("L", (10_000, 6_000)), "JPEG", quality=1)


def _png_with(name, body, times=1):
    return png(10, 10, zlib.compress(bytes(310)), extra=png_chunk(name, body) * times)


def _zip_bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photo.jpg", bytes(50_000_000))
    return out.getvalue()


def scans(times, side=4000):
    """A progressive JPEG that repeats its last scan: little to send, much to decode."""
    whole = encoded(Image.new("L", (side, side)), "JPEG", progressive=True, quality=60)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * times + b"\xff\xd9"


def baseline_scans(times):
    """A baseline JPEG whose one whole scan comes again and again."""
    whole = encoded(Image.new("RGB", (1000, 1000)), "JPEG", quality=60)
    scan = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + scan * times + b"\xff\xd9"


def _apart(baseline):
    """The same, its scans claiming to hold the first component only."""
    return baseline.replace(b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11", b"\xff\xda\x00\x08\x01\x01\x00")


def _lying_headers():
    plain = jpeg()
    frame = plain.index(b"\xff\xc0") + 5
    yield "JPEG claiming 65,535 x 65,535", plain[:frame] + b"\xff\xff\xff\xff" + plain[frame + 4 :]
    yield "JPEG claiming a tall strip", plain[:frame] + b"\xff\xdc\x00\x01" + plain[frame + 4 :]
    yield "JPEG claiming to be twice as high", plain[:frame] + b"\x03\xc0" + plain[frame + 2 :]
    yield "JPEG of height zero", plain[:frame] + b"\0\0" + plain[frame + 2 :]
    yield "PNG claiming 2^31 pixels a side", png(2**31 - 1, 2**31 - 1, zlib.compress(b"\0"))
    yield "PNG of no size", png(0, 0, zlib.compress(b"\0"))
    yield "PNG of an impossible depth", png(10, 10, zlib.compress(bytes(310)), depth=7)
    webp = bytearray(encoded(scene(), "WEBP"))
    webp[26:30] = b"\xff\x3f\xff\x3f"
    yield "WebP claiming 16,383 x 16,383", bytes(webp)
    canvas = b"VP8X" + (10).to_bytes(4, "little") + b"\x02\0\0\0" + b"\xff" * 6
    yield "WebP with a canvas of 2^48 pixels", _riff(canvas + bytes(webp[12:]))
    heic = HEIC.read_bytes()
    yield "HEIC claiming 60,000 x 60,000", _patched(heic, b"ispe", 8, (60_000).to_bytes(4) * 2)
    yield "HEIC whose tiles claim more than it holds", _patched(heic, b"ispe", 8, (6_000).to_bytes(4) * 2)
    yield "HEIC whose data lies elsewhere", _patched(heic, b"iloc", 20, b"\x7f\xff\xff\xff" * 2)
    yield "HEIC of boxes in boxes", b"\0\0\0\x14ftypheic\0\0\0\0heic" + _nested(3000)
    yield "HEIC of empty boxes", b"\0\0\0\x14ftypheic\0\0\0\0heic" + b"\0\0\0\x08free" * 100_000


def _riff(body):
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


def _patched(data, box, after, value):
    at = data.index(box) + after
    return data[:at] + value + data[at + len(value) :]


def _nested(depth):
    body = b""
    for _ in range(depth):
        body = (len(body) + 12).to_bytes(4) + b"meta" + bytes(4) + body
    return body


def _two_in_one():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as inside:
        inside.writestr("run.exe", b"MZ" + bytes(100))
    yield "JPEG and zip", jpeg() + archive.getvalue()
    yield "JPEG and HTML", jpeg(comment=b"--><script>alert(1)</script><!--") + b"<script>alert(2)</script>"
    yield "JPEG and JavaScript", b"\xff\xd8" + segment(0xE0, b"*/=alert(1);/*" + bytes(60)) + jpeg()[2:]
    yield "JPEG and PHP", b"\xff\xd8" + segment(0xFE, b"<?php system($_GET[0]); ?>") + jpeg()[2:]
    yield "PNG and HTML", encoded(scene(), "PNG") + PLANTED
    yield "GIF and JavaScript", b"GIF89a=1;alert(1);//" + bytes(60)
    yield "JPEG in a JPEG's EXIF", jpeg(exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0" + jpeg((200, 150)))
    yield "JPEG with 250 kB of EXIF", _much_exif(4)
    yield "JPEG with 15 MB of EXIF", _much_exif(240)
    yield "JPEG whose EXIF points at itself", jpeg(exif=_looping_exif())
    yield "JPEG with nonsense for a profile", jpeg(icc_profile=os.urandom(5000))


def _much_exif(times):
    body = b"Exif\0\0MM\0*\0\0\0\x08" + b"\xff\xff" + bytes(65_500)
    plain = jpeg()
    return plain[:2] + segment(0xE1, body) * times + plain[2:]


def _looping_exif():
    entry = struct.pack(">2HLL", 0x8769, 4, 1, 8)
    gps = struct.pack(">2HLL", 0x8825, 4, 1, 8)
    return b"Exif\0\0MM\0*\0\0\0\x08" + (2).to_bytes(2) + entry + gps + (8).to_bytes(4)


def _garbled():
    """Real photos with some bytes changed, by a die that always falls the same way."""
    samples = {"jpeg": jpeg(exif=exif_block()), "webp": encoded(scene(), "WEBP"), "heic": HEIC.read_bytes()}
    for kind, whole in samples.items():
        for seed in range(5):
            die = random.Random(f"{kind}{seed}")
            data = bytearray(whole)
            for _ in range(12):
                data[die.randrange(20, len(data))] = die.randrange(256)
            yield f"{kind} garbled, {seed}", bytes(data)
