"""The home page, the signs of life, and a person's display preferences."""

from __future__ import annotations

from flask import Blueprint, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from portal.core import policy
from portal.core.i18n import LOCALES
from portal.core.visitor import YEAR
from portal.core.web import redirect, render, safe_next, session, settings

blueprint = Blueprint("home", __name__)

_PREFERENCES = {"lang": LOCALES, "type": ("normal", "large"), "theme": ("auto", "light", "dark")}


@blueprint.get("/")
@policy.public
def index() -> str:
    return render("home/index.html")


@blueprint.get("/about")
@policy.public
def about() -> str:
    return render("home/about.html")


@blueprint.get("/accessibility")
@policy.public
def accessibility() -> str:
    return render("home/accessibility.html")


@blueprint.get("/privacy")
@policy.public
def privacy() -> str:
    return render("home/privacy.html")


@blueprint.post("/preferences")
@policy.public
def preferences() -> ResponseReturnValue:
    """Keep language, type size and theme in cookies for a year and go back to where the person was."""
    response = make_response(redirect(safe_next(request.form.get("next"), "/")))
    for name, allowed in _PREFERENCES.items():
        value = request.form.get(name)
        if value in allowed:
            response.set_cookie(
                f"wufei_{name}", value, max_age=YEAR, samesite="Lax", secure=settings().https, httponly=True
            )
    return response


@blueprint.get("/healthz")
@policy.public
def healthz() -> ResponseReturnValue:
    return jsonify(status="ok")


@blueprint.get("/readyz")
@policy.public
def readyz() -> ResponseReturnValue:
    """Ready when the database answers."""
    session().execute(text("SELECT 1"))
    return jsonify(status="ready")
