"""Pages for the people who build the portal; not registered in production."""

from __future__ import annotations

from flask import Blueprint

from portal.core import policy
from portal.core.assets import STATIC
from portal.core.web import render
from portal.devtools.gallery import gallery_forms

blueprint = Blueprint("devtools", __name__, url_prefix="/devtools")


@blueprint.get("/gallery")
@policy.public
def gallery() -> str:
    """Every component in every state."""
    empty, refused = gallery_forms()
    icon_names = sorted(path.stem for path in (STATIC / "icons" / "src").glob("*.svg"))
    return render("devtools/gallery.html", empty=empty, refused=refused, icon_names=icon_names)
