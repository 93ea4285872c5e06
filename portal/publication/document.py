"""The certificate as a PDF in Chinese, with a QR code to its public page. The only user of typst."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import qrcode
from qrcode.image.svg import SvgPathFillImage

TEMPLATE = Path(__file__).with_name("certificate.typ")


@dataclass(frozen=True)
class CertificateText:
    """All that stands on the document, ready to be set."""

    no: str
    holder: str
    title: str
    level: str
    standard: str
    issued: str
    valid_until: str
    issuer: str
    address: str
    mark: str = ""
    """Printed across the page where the certificate is not a real one."""


def make_pdf(text: CertificateText) -> bytes:
    """Set the document. Fonts come from a package, so every server prints the same page."""
    import typst  # noqa: PLC0415 -- 40 MB that only the worker needs

    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "main.typ").write_bytes(TEMPLATE.read_bytes())
        (place / "qr.svg").write_text(qr_svg(text.address), "utf-8")
        (place / "data.json").write_text(json.dumps(asdict(text), ensure_ascii=False), "utf-8")
        pdf: bytes = typst.compile(
            str(place / "main.typ"),
            root=folder,
            font_paths=[str(path) for path in font_folders()],
            ignore_system_fonts=True,
            format="pdf",
        )
    return pdf


def qr_svg(address: str) -> str:
    """The address as a QR code, one path on white, without XML header."""
    image = qrcode.make(
        address, image_factory=SvgPathFillImage, error_correction=qrcode.constants.ERROR_CORRECT_M, border=2
    )
    buffer = io.BytesIO()
    image.save(buffer)
    svg = buffer.getvalue().decode()
    return svg[svg.index("<svg") :]


@cache
def font_folders() -> tuple[Path, ...]:
    package = Path(str(files("pylopdf_fonts_zh_cn")))
    return tuple(
        sorted({font.parent for font in package.rglob("*") if font.suffix in (".ttf", ".otf", ".ttc")})
    )
