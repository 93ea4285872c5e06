"""Pages for the people who build the portal; registered in demonstration and test mode only."""

from __future__ import annotations

from flask import Blueprint, render_template

from portal.devtools.gallery import gallery_forms

blueprint = Blueprint("devtools", __name__, url_prefix="/devtools")


@blueprint.get("/gallery")
def gallery() -> str:
    """Every component in every state."""
    empty, refused = gallery_forms()
    return render_template("devtools/gallery.html", empty=empty, refused=refused)
