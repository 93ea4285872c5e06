"""How pages look to this reader: colours and type size, as kept in two cookies."""

from __future__ import annotations

from typing import NamedTuple

from flask import has_request_context, request

THEMES = ("auto", "light", "dark")
TYPES = ("normal", "large")


class Look(NamedTuple):
    """A reader's choice; whatever else a cookie may say counts as no choice."""

    theme: str = THEMES[0]
    type: str = TYPES[0]


def present_look() -> Look:
    if not has_request_context():
        return Look()
    theme, size = request.cookies.get("wufei_theme"), request.cookies.get("wufei_type")
    return Look(theme if theme in THEMES else THEMES[0], size if size in TYPES else TYPES[0])
