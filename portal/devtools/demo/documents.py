"""Small PDFs as an applicant's office would send them. The font is the reader's own, so they weigh 2 KB."""

from __future__ import annotations

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 6 0 R>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
)
_WIDE = 34
"""Characters in a line."""


def make_pdf(title: str, paragraphs: list[str]) -> bytes:
    """One A4 page: the title in the middle, then the paragraphs."""
    text = [_line(title, 20, 297 - 10 * len(title), 760)]
    y = 700
    for paragraph in paragraphs:
        for start in range(0, len(paragraph), _WIDE):
            text.append(_line(paragraph[start : start + _WIDE], 13, 76, y))
            y -= 24
        y -= 12
    body = b"\n".join(text)
    return _assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R"
            b"/Resources<</Font<</F 4 0 R>>>>>>",
            *_FONT,
            b"<</Length %d>>\nstream\n%s\nendstream" % (len(body), body),
        ]
    )


def _line(text: str, size: int, x: int, y: int) -> bytes:
    codes = text.encode("utf-16-be").hex().upper().encode()
    return b"BT /F %d Tf %d %d Td <%s> Tj ET" % (size, x, y, codes)


def _assembled(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)
