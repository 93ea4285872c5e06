"""Reports for maps: points as coarse as the public may see them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from flask import Response, request

from portal.core import policy
from portal.core.kept import kept
from portal.core.web import session
from portal.reports.catalogue import catalogue
from portal.reports.map_cells import BBox
from portal.reports.queries import MapPoint, list_on_map
from portal.reports.types import ReportState
from portal.reports.views.blueprint import blueprint
from portal.reports.views.public import FILTERS, asked_for

_KEPT_SECONDS = 60
_SIDES = 4
_DONE = (ReportState.RESOLVED, ReportState.CLOSED)
_NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,9})?", re.ASCII)


@blueprint.get("/data/reports.geojson")
@policy.public
@kept(*FILTERS, "bbox")
def geojson() -> Response:
    """The newest 500 that fit the filter; `bbox` is west,south,east,north."""
    kinds = {code: one.label.text() for code, one in catalogue().categories.items()}
    features = [_feature(point, kinds) for point in list_on_map(session(), asked_for(), _bbox())]
    body = json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
    )
    response = Response(body, mimetype="application/geo+json")
    # Titles are in the language of whoever asks.
    response.headers["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}"
    response.vary.update(("Cookie", "Accept-Language"))
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    response.make_conditional(request)
    return response


def _feature(point: MapPoint, kinds: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [point.lng, point.lat]},
        "properties": {
            "ref": point.ref,
            "state": point.state.value,
            "category": point.category,
            "at": point.submitted_at.date().isoformat(),
            "done": point.state in _DONE,
            "title": kinds.get(point.category, ""),
            "url": f"/reports/{point.ref}",
        },
    }


def _bbox() -> BBox | None:
    """The box in the address; None for none, and for what is none."""
    parts = request.args.get("bbox", "").split(",")
    if len(parts) != _SIDES or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    west, south, east, north = (float(part) for part in parts)
    return west, south, east, north
