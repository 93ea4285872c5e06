"""A phone without an account: a signed, long-lived cookie with a random id and nothing else."""

from __future__ import annotations

import secrets

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "wufei_visitor"
YEAR = 365 * 24 * 3600


def init_app(app: Flask, *, secure: bool) -> None:
    @app.after_request
    def _keep(response: Response) -> Response:
        fresh = g.get("visitor_new")
        if fresh:
            response.set_cookie(
                COOKIE, _signer().dumps(fresh), max_age=YEAR, httponly=True, samesite="Lax", secure=secure
            )
        return response


def visitor_id() -> str:
    """This phone's id; made (and its cookie set) when first asked for, so plain reading sets no cookie."""
    if "visitor" not in g:
        g.visitor = _read() or _new()
    return str(g.visitor)


def known_visitor() -> str | None:
    """The id where the phone already has one."""
    return g.visitor if "visitor" in g else _read()


def _new() -> str:
    g.visitor_new = secrets.token_urlsafe(16)
    return str(g.visitor_new)


def _read() -> str | None:
    try:
        value = _signer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return None
    return value if isinstance(value, str) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="wufei visitor")
