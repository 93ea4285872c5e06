"""One handler for every refusal: a page for a person, `application/problem+json` for a machine."""

from __future__ import annotations

import errno
import re
import sqlite3

import structlog
from flask import Flask, current_app, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from portal.core.errors import DomainError, NotAllowed, TooMany, Unavailable
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import render, safe_next

log = structlog.get_logger(__name__)

_TEXTS: dict[int, Text] = {
    400: _l("The portal could not understand this request."),
    403: _l("You do not have permission to do this."),
    404: _l("There is nothing at this address."),
    405: _l("This address cannot be opened in this way."),
    413: _l("This is too large to be sent at once. Choose fewer or smaller files."),
    429: _l("Too many attempts. Please wait and try again."),
}
_FALLBACK = _l("Something went wrong on our side. Nothing was changed; please try again.")

_SECRET = re.compile(
    "csrf|password|secret|token|present|new|again|proof|code|staged|version"
    "|^was-|^(next|then|events|submission_id)$",  # what only our own pages write
    re.IGNORECASE,
)
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WORTH_KEEPING, _MOST_TEXTS = 12, 60
"""Letters that hurt to type again, a Chinese character counted as two; texts of one form."""
_FIRST_WIDE = "\u2e80"


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(sqlite3.OperationalError, _database)
    app.register_error_handler(OSError, _system)
    app.register_error_handler(Exception, _unexpected)


def wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "application/problem+json"])
    return best is not None and best != "text/html"


def problem(status: int, message: Text, code: str, **extra: object) -> ResponseReturnValue:
    """The answer for `status` with `message`, in the form that the asker reads."""
    if wants_json():
        body = {"type": "about:blank", "status": status, "title": str(message), "code": code, **extra}
        response = jsonify(body)
        response.mimetype = "application/problem+json"
        return response, status
    typed = typed_texts()
    page = render(
        "errors/problem.html",
        status=status,
        message=message,
        code=code,
        typed=typed,
        came_from=_came_from(),
        **extra,
    )
    return page, status


def _came_from() -> str | None:
    """The page of ours whose form was sent, to be opened anew; above a form that was refused before."""
    home, referrer = request.host_url, request.referrer or ""
    path = safe_next("/" + referrer.removeprefix(home), "") if referrer.startswith(home) else ""
    return next((one for one in (path, path.rpartition("/")[0]) if one and _opens(one)), None)


def _opens(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path.partition("?")[0], method="GET"))
    except HTTPException:
        return False


def typed_texts() -> list[str]:
    """What a person wrote into a form that was refused whole, so that they can copy it: our pages are not
    kept by browsers, and going back would open them empty. Short values and secrets are left out.

    Only a body that was read already: reading it here might be refused again.
    """
    form = request.__dict__.get("form") if request.method == "POST" else None
    texts: list[str] = []
    for name, values in form.lists() if form else ():
        if not _SECRET.search(name):
            texts += [text.strip() for text in values if _effort(text.strip()) >= _WORTH_KEEPING]
    return texts[:_MOST_TEXTS]


def _effort(text: str) -> int:
    return len(text) + sum(letter >= _FIRST_WIDE for letter in text)


def _domain(error: DomainError) -> ResponseReturnValue:
    if isinstance(error, NotAllowed) and error.sign_in and not wants_json() and request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    if isinstance(error, TooMany):
        response = make_response(problem(429, error.message, error.code, retry_after=error.retry_after))
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    return problem(error.status, error.message, error.code)


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return problem(400, _l("Nothing was sent: this page was open for too long."), "form_expired")


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    if isinstance(error, RequestEntityTooLarge):
        return problem(413, _TEXTS[413], "too_large")
    return problem(error.code, _TEXTS.get(error.code, _FALLBACK), "http")


def _database(error: Exception) -> ResponseReturnValue:
    log.error("database unavailable", error=str(error))
    return problem(503, Unavailable().message, "unavailable")


def _system(error: OSError) -> ResponseReturnValue:
    """A large upload waits in a temporary file while the form is read: that disk may be full as well."""
    if error.errno not in _NO_ROOM:
        return _unexpected(error)
    log.error("no room to write", error=str(error))
    return problem(503, Unavailable().message, "unavailable")


def _loggable_path() -> str:
    """The path without the secret of a link that came by mail."""
    token = (request.view_args or {}).get("token")
    return request.path.replace(str(token), "…") if token else request.path


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.exception("unexpected error", path=_loggable_path(), error=str(error))
    return problem(500, _FALLBACK, "internal")
