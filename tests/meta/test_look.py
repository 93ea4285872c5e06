"""The look keeps its promises: contrast of the tokens, icons that exist, compiled CSS within its budget."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path("static")
TOKENS = (STATIC / "css/src/base/_tokens.scss").read_text(encoding="utf-8")
TEXT_PAIRS = [
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "surface-2"),
    ("ink-2", "ground"),
    ("ink-2", "surface"),
    ("ink-2", "surface-2"),
    ("ink-2", "neutral-tint"),
    ("link", "ground"),
    ("link", "surface"),
    ("link", "surface-2"),
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    ("primary-ink", "surface"),
    ("primary-ink", "ground"),
    ("primary-ink", "primary-tint"),
    ("accent-ink", "accent-tint"),
    ("accent-ink", "ground"),
    ("danger-ink", "surface"),
    ("danger-ink", "ground"),
    ("danger-ink", "danger-tint"),
    ("warning-ink", "warning-tint"),
    ("info-ink", "info-tint"),
]
SHAPE_PAIRS = [
    ("line-strong", "surface"),
    ("line-strong", "ground"),
    ("focus", "ground"),
    ("focus", "surface"),
    ("danger", "surface"),
    ("primary", "neutral-tint"),
]
ICON = re.compile(r"""(?:\bicon\(|\bicon=|\bicon_name=|icon_svg\()\s*["']([a-z0-9-]+)["']""")
DRAWING = re.compile(r"""(?:\bdrawing\(|\bdrawing=|drawing_svg\()\s*["']([a-z0-9-]+)["']""")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_stands_out_from_its_ground(theme, ink, ground):
    colours = tokens_of(theme)

    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_lines_and_focus_stand_out_from_their_ground(theme, shape, ground):
    colours = tokens_of(theme)

    assert contrast(colours[shape], colours[ground]) >= 3


@pytest.mark.parametrize(("folder", "pattern"), [("icons", ICON), ("drawings", DRAWING)])
def test_every_picture_that_a_template_names_is_in_the_sprite(folder, pattern):
    sprite = (STATIC / folder / "sprite.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named = {
        name
        for path in Path("templates").rglob("*.html")
        for name in pattern.findall(path.read_text(encoding="utf-8"))
    }

    assert named - known == set()


@pytest.mark.parametrize(("name", "limit"), [("wufei.css", 13_000), ("panel.css", 4_200)])
def test_the_style_sheet_stays_small(name, limit):
    assert len(gzip.compress((STATIC / "css" / name).read_bytes(), 9)) <= limit


def tokens_of(theme):
    block = TOKENS.split(f"@mixin {theme} {{")[1].split("\n}")[0]
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", block))
    return {
        name: value if len(value) == 7 else "#" + "".join(2 * c for c in value[1:])
        for name, value in found.items()
    }


def contrast(one, other):
    """WCAG 2.2: the ratio of the relative luminances."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
