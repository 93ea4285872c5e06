"""Reports for maps: points as coarse as the public may see them."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from flask import Response, request, url_for

from portal.core import policy
from portal.core.kept import kept
from portal.core.web import session
from portal.reports.catalogue import catalogue
from portal.reports.models import Report
from portal.reports.queries import list_on_map
from portal.reports.queries.public import BBox
from portal.reports.types import ReportState
from portal.reports.views.blueprint import blueprint
from portal.reports.views.public import asked_for

_KEPT_SECONDS = 60
_SIDES = 4
_NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,9})?", re.ASCII)


@blueprint.get("/data/reports.geojson")
@policy.public
@kept
def geojson() -> Response:
    """The newest 2,000 that fit the filter; `bbox` is west,south,east,north."""
    features = [_feature(report) for report in list_on_map(session(), asked_for(), _bbox())]
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


def _feature(report: Report) -> dict[str, Any]:
    kind = catalogue().categories.get(report.category)
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [report.public_lng, report.public_lat]},
        "properties": {
            "ref": report.ref,
            "state": report.state.value,
            "category": report.category,
            "at": report.submitted_at.date().isoformat(),
            "done": report.state in (ReportState.RESOLVED, ReportState.CLOSED),
            "title": kind.label.text() if kind else "",
            "url": url_for("reports.show", ref=report.ref),
        },
    }


def _bbox() -> BBox | None:
    """The box in the address; None for none, and for what is none."""
    parts = request.args.get("bbox", "").split(",")
    if len(parts) != _SIDES or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    west, south, east, north = (float(part) for part in parts)
    return west, south, east, north
