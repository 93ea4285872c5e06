"""Small office documents and PDFs of our own making, honest and otherwise."""

import io
import struct
import zipfile
import zlib

PDF = (
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>\nendobj\n"
    b"trailer\n<</Root 1 0 R>>\n%%EOF\n"
)
_TYPES = "[Content_Types].xml"
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_OLE_STREAM = {"doc": "WordDocument", "xls": "Workbook", "ppt": "PowerPoint Document"}


def pdf_with(objects):
    """A PDF with further objects before its end."""
    return PDF.replace(b"trailer", objects + b"\ntrailer")


def pdf_object_stream(objects, *, extra=b""):
    packed = zlib.compress(objects)
    head = b"9 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode%s/Length %d>>\n" % (extra, len(packed))
    return head + b"stream\n" + packed + b"\nendstream\nendobj"


def office(kind="docx", parts=None, *, types="<Types/>", method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(_TYPES, types)
        archive.writestr(_MAIN[kind], "<xml/>")
        for name, body in (parts or {}).items():
            archive.writestr(name, body)
    return out.getvalue()


def relationship(kind, target, mode="External"):
    line = f'<Relationship Type="http://x/relationships/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f"<Relationships>{line}</Relationships>"


def ole(kind="doc", streams=(), *, first=b""):
    """A compound file: a header, one allocation sector, one directory sector, one sector of content."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<2L", header, 44, 1, 1)
    struct.pack_into("<109L", header, 76, 0, *([0xFFFFFFFF] * 108))
    table = struct.pack("<128L", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *([0xFFFFFFFF] * 125))
    names = ["Root Entry", _OLE_STREAM[kind], *streams]
    directory = b"".join(_entry(name, 5 if number == 0 else 2) for number, name in enumerate(names))
    return bytes(header) + table + directory.ljust(512, b"\0")[:512] + first.ljust(512, b"\0")


def _entry(name, kind):
    entry = bytearray(128)
    text = (name + "\0").encode("utf-16-le")
    entry[: len(text)] = text
    struct.pack_into("<HB", entry, 64, len(text), kind)
    struct.pack_into("<L", entry, 116, 2)
    return bytes(entry)
