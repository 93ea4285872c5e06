"""Pages are sent compressed: on a village line the transfer, not the server, is what people wait for."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

_TYPES = {"text/html", "application/json", "application/geo+json", "image/svg+xml", "text/csv", "text/plain"}
_LEAST = 600
_LEVEL = 5


def init_app(app: Flask) -> None:
    @app.after_request
    def _compress(response: Response) -> Response:
        if (
            response.mimetype not in _TYPES
            or response.direct_passthrough
            or response.is_streamed
            or "Content-Encoding" in response.headers
            or not request.accept_encodings["gzip"]
        ):
            return response
        response.vary.add("Accept-Encoding")
        data = response.get_data()
        if len(data) >= _LEAST:
            response.set_data(gzip.compress(data, _LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
            response.headers.pop("ETag", None)
        return response
