import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.media.evidence_sniffing import sniff_evidence
from portal.media.types import DocumentKind, FileProblem, FileRefused, PhotoKind
from tests.media.documents import PDF, office, ole, pdf_object_stream, pdf_with, relationship
from tests.media.pictures import HEIC, jpeg

JS = b"<</S/JavaScript/JS(app.alert(1))>>"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, DocumentKind.PDF),
        (pdf_with(pdf_object_stream(b"4 0 <</Type/Page>>")), DocumentKind.PDF),
        (office("docx"), DocumentKind.DOCX),
        (office("xlsx", {"xl/media/image1.png": bytes(1000)}), DocumentKind.XLSX),
        (office("pptx", method=zipfile.ZIP_STORED), DocumentKind.PPTX),
        (
            office("docx", {"word/_rels/document.xml.rels": relationship("hyperlink", "https://x.cn")}),
            DocumentKind.DOCX,
        ),
        (ole("doc"), DocumentKind.DOC),
        (ole("xls"), DocumentKind.XLS),
        (ole("ppt"), DocumentKind.PPT),
    ],
)
def test_document_is_known_by_its_bytes(data, kind):
    assert sniff_evidence(data) is kind


@pytest.mark.parametrize(("data", "kind"), [(jpeg(), PhotoKind.JPEG), (HEIC.read_bytes(), PhotoKind.HEIF)])
def test_photo_is_evidence_too(data, kind):
    assert sniff_evidence(data).kind is kind


BAD_PDFS = {
    "cut short": (PDF[:-10], FileProblem.DAMAGED),
    "script": (pdf_with(b"4 0 obj" + JS + b"endobj"), FileProblem.ACTIVE_CONTENT),
    "script, spelt otherwise": (pdf_with(b"4 0 obj<</S/J#61v#61Script>>endobj"), FileProblem.ACTIVE_CONTENT),
    "script in a packed object": (pdf_with(pdf_object_stream(b"4 0 " + JS)), FileProblem.ACTIVE_CONTENT),
    "objects packed unreadably": (
        pdf_with(pdf_object_stream(b"4 0 ", extra=b"/DecodeParms<</Predictor 12>>")),
        FileProblem.ACTIVE_CONTENT,
    ),
    "starts a program": (pdf_with(b"4 0 obj<</S/Launch/F(cmd.exe)>>endobj"), FileProblem.ACTIVE_CONTENT),
    "flash": (pdf_with(b"4 0 obj<</Subtype/RichMedia>>endobj"), FileProblem.ACTIVE_CONTENT),
    "locked": (pdf_with(b"4 0 obj<</Encrypt 5 0 R>>endobj"), FileProblem.ENCRYPTED),
    "zip behind": (PDF + office("docx"), FileProblem.MIXED_CONTENT),
    "page behind": (PDF + b"<script>alert(1)</script>", FileProblem.MIXED_CONTENT),
    "page before": (b"<html>" + PDF, FileProblem.NOT_A_DOCUMENT),
    "bomb": (pdf_with(pdf_object_stream(bytes(70_000_000))), FileProblem.ARCHIVE_BOMB),
}
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
BAD_ARCHIVES = {
    "plain zip": (
        office("docx").replace(b"word/document.xml", b"work/document.xml"),
        FileProblem.NOT_A_DOCUMENT,
    ),
    "macros": (office("docx", {"word/vbaProject.bin": b"x"}), FileProblem.ACTIVE_CONTENT),
    "macros by type": (
        office("docx", types=f'<Override ContentType="{MACRO}"/>'),
        FileProblem.ACTIVE_CONTENT,
    ),
    "excel 4 macros": (office("xlsx", {"xl/macrosheets/sheet1.xml": "x"}), FileProblem.ACTIVE_CONTENT),
    "activex": (office("docx", {"word/activeX/activeX1.bin": "x"}), FileProblem.ACTIVE_CONTENT),
    "program inside": (office("docx", {"word/embeddings/run.exe": "MZ"}), FileProblem.ACTIVE_CONTENT),
    "template from elsewhere": (
        office("docx", {"word/_rels/settings.xml.rels": relationship("attachedTemplate", "http://x/y.dotm")}),
        FileProblem.ACTIVE_CONTENT,
    ),
    "object from elsewhere": (
        office("docx", {"word/_rels/document.xml.rels": relationship("oleObject", "http://x/y")}),
        FileProblem.ACTIVE_CONTENT,
    ),
    "bomb": (office("docx", {"word/media/a.png": bytes(60_000_000)}), FileProblem.ARCHIVE_BOMB),
    "too many entries": (
        office("docx", {f"word/{n}.xml": "" for n in range(6000)}),
        FileProblem.ARCHIVE_BOMB,
    ),
    "way out": (office("docx", {"../../etc/passwd": "x"}), FileProblem.MIXED_CONTENT),
    "from the root": (office("docx", {"/etc/passwd": "x"}), FileProblem.MIXED_CONTENT),
    "two documents": (office("docx", {"xl/workbook.xml": "x"}), FileProblem.MIXED_CONTENT),
    "script behind": (office("docx") + b"<script>", FileProblem.MIXED_CONTENT),
    "picture before": (jpeg() + office("docx"), None),
    "cut short": (office("docx")[:-30], FileProblem.MIXED_CONTENT),
}
BAD_COMPOUNDS = {
    "macros": (ole("doc", ["Macros"]), FileProblem.ACTIVE_CONTENT),
    "excel macros": (ole("xls", ["_VBA_PROJECT_CUR"]), FileProblem.ACTIVE_CONTENT),
    "locked docx": (ole("doc", ["EncryptedPackage"]), FileProblem.ENCRYPTED),
    "locked doc": (ole("doc", first=bytes(10) + b"\x00\x01"), FileProblem.ENCRYPTED),
    "locked xls": (
        ole("xls", first=bytes.fromhex("0908040000060500") + bytes.fromhex("2f000400") + bytes(4)),
        FileProblem.ENCRYPTED,
    ),
    "cut short": (ole("doc")[:900], FileProblem.DAMAGED),
    "installer": (
        ole("doc").replace("WordDocument".encode("utf-16-le"), "SomethingEls".encode("utf-16-le")),
        FileProblem.NOT_A_DOCUMENT,
    ),
}
OTHERS = {
    "nothing": (b"", FileProblem.EMPTY),
    "noise": (random.Random(3).randbytes(5000), FileProblem.NOT_A_DOCUMENT),
    "program": (b"MZ" + bytes(500), FileProblem.NOT_A_DOCUMENT),
    "page": (b"<!doctype html><script>alert(1)</script>", FileProblem.NOT_A_DOCUMENT),
    "too large": (bytes(20_000_001), FileProblem.TOO_LARGE),
}
BAD = {
    f"{group}: {name}": case
    for group, cases in (("pdf", BAD_PDFS), ("zip", BAD_ARCHIVES), ("ole", BAD_COMPOUNDS), ("other", OTHERS))
    for name, case in cases.items()
    if case[1]
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_for_what_is_wrong_with_it(name):
    data, problem = BAD[name]

    with pytest.raises(FileRefused) as refused:
        sniff_evidence(data)

    assert refused.value.problem is problem


def test_locked_archive_is_refused():
    data = bytearray(office("docx"))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(FileRefused) as refused:
        sniff_evidence(bytes(data))

    assert refused.value.problem is FileProblem.ENCRYPTED


def test_picture_before_an_archive_is_only_a_picture():
    """It then goes the way of photos, which serves nothing but what was decoded from it."""
    assert sniff_evidence(jpeg() + office("docx")).kind is PhotoKind.JPEG


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([PDF, office("docx"), ole("doc"), ole("xls")]), st.data())
def test_no_garbling_raises_anything_but_a_refusal(whole, data):
    garbled = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        garbled[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        sniff_evidence(bytes(garbled[: data.draw(st.integers(0, len(whole)))]))
    except FileRefused as refusal:
        assert refusal.problem in FileProblem  # noqa: PT017 -- any refusal will do
