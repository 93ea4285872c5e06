"""Public pages: the standards by cell type, each version to read, print, download and check."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.web import redirect, render, session
from portal.standards import queries
from portal.standards.forms import SearchForm
from portal.standards.search import search
from portal.standards.wording import SITE_VISITS, STATES, difference, source_numbers

blueprint = Blueprint("standards", __name__, url_prefix="/standards")


@blueprint.get("")
@policy.public
def index() -> str:
    form = SearchForm(request.args)
    current = [record.standard for record in queries.list_current(session())]
    matches = search(current, form.words())
    return render("standards/index.html", form=form, matches=matches, words=form.words(), count=len(current))


@blueprint.get("/<code>")
@policy.public
def show_current(code: str) -> ResponseReturnValue:
    """The way to the version in force, or to the last one that was."""
    newest = queries.get_newest_version(session(), code)
    return redirect(url_for("standards.show", code=code, version=newest.version))


@blueprint.get("/<code>/<version>")
@policy.public
def show(code: str, version: str) -> str:
    record = queries.get_version(session(), code, version)
    history = queries.list_versions(session(), code)
    before = queries.find_before(session(), history, version)
    return render(
        "standards/show.html",
        record=record,
        standard=record.standard,
        history=history,
        difference=difference(before, record.standard) if before else None,
        source_numbers=source_numbers(record.standard),
        site_visits=SITE_VISITS,
        states=STATES,
    )


@blueprint.get("/<code>/<version>.json")
@policy.public
def download(code: str, version: str) -> ResponseReturnValue:
    """The canonical bytes themselves: their SHA-256 is the published hash."""
    content, content_hash = queries.get_content(session(), code, version)
    response = Response(content, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{code}-{version}.json"'
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.set_etag(content_hash)
    return response.make_conditional(request)
