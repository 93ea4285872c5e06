"""Staging files from a page, and serving pictures and files."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.assets import STATIC
from portal.core.errors import NotFound
from portal.core.problems import problem
from portal.core.web import now, session, settings
from portal.media import queries
from portal.media.links import opens
from portal.media.messages import problem_text
from portal.media.types import FileProblem, FileRefused, PhotoState, VariantName
from portal.media.uploads import drop_staged, stage_evidence_file, stage_photo_file, upload_owner, vault

blueprint = Blueprint("media", __name__)

_FORM_OVERHEAD = 64 * 1024
_PREVIEW_WAITS = (0.1, 0.2, 0.3, 0.4)
"""Seconds: a photo is worked off within a second as a rule, so its preview waits that long and no longer."""
_ONE_HOUR = 3600
_HELD = STATIC / "drawings" / "photo-held.svg"
_PENDING = STATIC / "drawings" / "photo-pending.svg"
_NOT_A_PAGE = "default-src 'none'; sandbox"


@blueprint.url_value_preprocessor
def _limit_request(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """One file a request. Set before anything reads the body, so a larger one is refused by its length."""
    if endpoint in ("media.stage_photo", "media.stage_evidence"):
        largest = max(settings().max_photo_bytes, settings().max_evidence_bytes)
        request.max_content_length = largest + _FORM_OVERHEAD


@blueprint.errorhandler(FileRefused)
def _refused(refusal: FileRefused) -> ResponseReturnValue:
    return problem(422, problem_text(refusal.problem), refusal.problem.value)


@blueprint.post("/uploads/photos")
@policy.public
def stage_photo() -> ResponseReturnValue:
    file = request.files.get("photo")
    if file is None:
        raise FileRefused(FileProblem.EMPTY)
    staged = stage_photo_file(file, told=request.form.get("taken", ""))
    position = staged.position
    place = {"lng": position.lng, "lat": position.lat, "error_m": position.error_m} if position else None
    preview = url_for("media.preview_photo", ref=staged.ref)
    return jsonify({"id": staged.ref, "preview": preview, "place": place}), 201


@blueprint.post("/uploads/evidence")
@policy.signed_in
def stage_evidence() -> ResponseReturnValue:
    file = request.files.get("file")
    if file is None:
        raise FileRefused(FileProblem.EMPTY)
    received = stage_evidence_file(file)
    answer = {"id": received.ref, "name": received.name, "kind": received.kind, "size": received.byte_size}
    return jsonify(answer), 201


@blueprint.post("/uploads/photos/<ref>/removal")
@policy.public
def remove_photo(ref: str) -> ResponseReturnValue:
    drop_staged(ref)
    return "", 204


@blueprint.post("/uploads/evidence/<ref>/removal")
@policy.signed_in
def remove_evidence(ref: str) -> ResponseReturnValue:
    drop_staged(ref)
    return "", 204


@blueprint.get("/uploads/photos/<ref>/preview")
@policy.public
def preview_photo(ref: str) -> ResponseReturnValue:
    """What the one who staged it sees of a photo: the clean thumbnail, never the file as sent."""
    if _wait_until_ready(ref):
        return _picture(vault().variant(ref, VariantName.THUMBNAIL))
    return _drawing(_PENDING)


@blueprint.get("/media/<ref>/<any(display, card, thumbnail):name>")
@policy.public
def show_variant(ref: str, name: str) -> ResponseReturnValue:
    """A published photo for everyone; another for who holds a sealed link; else the drawing of a held one."""
    variant = VariantName(name)
    photo, row = queries.get_variant(session(), ref, variant)
    if row is not None and photo.state is PhotoState.PUBLISHED:
        return _public_picture(ref, variant, row.sha256[:32])
    if row is not None and opens(ref, request.args.get("key"), now()):
        return _picture(vault().variant(ref, variant))
    return _drawing(_HELD)


@blueprint.get("/media/evidence/<ref>")
@policy.public
def download_evidence(ref: str) -> ResponseReturnValue:
    """An evidence file for who holds a sealed link: always as a download, under a name of ours."""
    if not opens(ref, request.args.get("key"), now()):
        raise NotFound
    evidence = queries.get_evidence(session(), ref)
    if evidence.photo is None:
        data = vault().original(ref)
    elif evidence.photo.variants:
        data = vault().variant(evidence.photo.ref, VariantName.DISPLAY)
    else:
        raise NotFound
    response = Response(data, mimetype=evidence.kind.media_type)
    name = f"evidence-{ref[:8]}.{evidence.kind.extension}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _kept_private(response)


def _wait_until_ready(ref: str) -> bool:
    for pause in (*_PREVIEW_WAITS, 0):
        staged = queries.find_staged(session(), ref, owner=upload_owner(), now=now())
        if staged is None or staged.photo is None:
            raise NotFound
        if staged.photo.state not in (PhotoState.RECEIVED, PhotoState.PROCESSING):
            return staged.photo.state is not PhotoState.FAILED
        session().rollback()  # the next look must see what the worker wrote meanwhile
        time.sleep(pause)
    return False


def _public_picture(ref: str, name: VariantName, etag: str) -> Response:
    """Kept by browsers for an hour, then asked for again: a photo that is withheld is gone soon."""
    if request.if_none_match.contains(etag):
        response = Response(status=304)
    else:
        try:
            response = Response(vault().public_variant(ref, name), mimetype="image/jpeg")
        except FileNotFoundError:
            return _drawing(_HELD)
    response.set_etag(etag)
    response.headers["Cache-Control"] = f"public, max-age={_ONE_HOUR}"
    response.headers["Content-Security-Policy"] = _NOT_A_PAGE
    return response


def _picture(jpeg: bytes) -> Response:
    return _kept_private(Response(jpeg, mimetype="image/jpeg"))


def _drawing(path: Path) -> Response:
    return _kept_private(Response(path.read_bytes(), mimetype="image/svg+xml"))


def _kept_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = _NOT_A_PAGE
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
