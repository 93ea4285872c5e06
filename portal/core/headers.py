"""Security headers on every answer. Nothing runs, loads or frames that is not ours."""

from __future__ import annotations

from flask import Flask, Response, request

from portal.core import styles

CSP = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def init_app(app: Flask, *, https: bool, tile_origins: tuple[str, ...] = ()) -> None:
    rules = dict(CSP)
    if tile_origins:
        rules["img-src"] += " " + " ".join(tile_origins)
    policy = "; ".join(f"{name} {value}" for name, value in rules.items())
    styled = rules["style-src"]

    @app.after_request
    def _add(response: Response) -> Response:
        headers = response.headers
        sources = " ".join((styled, *dict.fromkeys(sheet.source for sheet in styles.in_page())))
        headers.setdefault(
            "Content-Security-Policy", policy.replace(f"style-src {styled}", f"style-src {sources}")
        )
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self), microphone=()")
        if https:
            headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        if response.mimetype == "text/html":
            # Pages differ by session and language; a shared cache must not hand one person's to another.
            headers.setdefault("Cache-Control", "private, no-cache")
            response.vary.update(("Cookie", "Accept-Language"))
        elif request.endpoint is not None and "Cache-Control" not in headers:
            headers["Cache-Control"] = "private, no-store"
        return response
