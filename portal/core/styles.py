"""Style sheets: within the page on a first visit, at their own address from then on.

A page waits for its style sheets before it shows a word, and on a slow line each wait for an address costs
two seconds whatever the size. So who comes first gets them in the page; `js/page.js` then fetches each from
its own address and notes in a cookie that the browser has it, and the next page names the address only.

    {{ style_sheet("wufei") }}
"""

from __future__ import annotations

import hashlib
import zlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache

from flask import Flask, g, has_request_context, request
from markupsafe import Markup

from portal.core.assets import STATIC, asset, version

COOKIE = "wufei_sheet_"
_LINK = Markup('<link rel="stylesheet" href="{}">')
_WHOLE = Markup('<style data-sheet="{}" data-note="{}">{}</style>')


@dataclass(frozen=True)
class Sheet:
    name: str
    text: str
    packed: bytes
    """The text deflated by itself: a whole number of bytes that may stand anywhere in a packed page."""
    source: str
    """How the Content-Security-Policy names the text, so that it may stand in a page."""

    @property
    def cookie(self) -> str:
        return COOKIE + self.name


@cache
def sheets() -> dict[str, Sheet]:
    return {path.stem: _sheet(path.stem) for path in sorted((STATIC / "css").glob("*.css"))}


def _sheet(name: str) -> Sheet:
    text = (STATIC / "css" / f"{name}.css").read_text(encoding="utf-8-sig").strip()
    if "</" in text:
        raise ValueError(f"static/css/{name}.css would end the element that it stands in: it contains '</'")
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(text.encode()) + packer.flush(zlib.Z_FULL_FLUSH)
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Sheet(name, text, packed, f"'sha256-{digest}'")


def style_sheet(name: str) -> Markup:
    """The style sheet as this reader should get it. Who unpacks nothing is no phone on a slow line."""
    sheet = sheets()[name]
    address = asset(f"css/{name}.css")
    if not has_request_context() or _has(sheet) or not request.accept_encodings["gzip"]:
        return _LINK.format(address)
    in_page().append(sheet)
    return _WHOLE.format(address, f"{sheet.cookie}={version()}", Markup(sheet.text))  # noqa: S704 -- our file


def in_page() -> list[Sheet]:
    """The style sheets that stand in the page being made."""
    found: list[Sheet] = g.setdefault("sheets_in_page", [])
    return found


def had() -> tuple[str, ...]:
    """The names of the style sheets that this reader's browser has, of this version."""
    return tuple(name for name, sheet in sheets().items() if _has(sheet))


def _has(sheet: Sheet) -> bool:
    return request.cookies.get(sheet.cookie) == version()


def init_app(app: Flask) -> None:
    app.jinja_env.globals["style_sheet"] = style_sheet
