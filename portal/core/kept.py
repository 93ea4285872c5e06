"""Public pages kept for a moment: what everybody sees alike is not made anew for each reader.

Only for readers without any cookie but those of their display preferences and style sheets: whoever is signed
in, has sent a form or follows a report gets a page of their own, made at once.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request

from portal.core import styles
from portal.core.i18n import LOCALES, current_locale
from portal.core.look import present_look

F = TypeVar("F", bound=Callable[..., Any])
Key = tuple[str, ...]

_EXTENSION = "wufei_kept_pages"
_LANGUAGE = "lang"
_PREFERENCES = ("wufei_lang", "wufei_theme", "wufei_type")
_MOST_PAGES = 1024
_MOST_BYTES = 8 * 1024 * 1024
_OVERHEAD = 1024
"""What an entry costs beside its body, roughly: headers and key."""
VERSION_SECONDS = 60.0
_OK = 200


@dataclass(frozen=True)
class Kept:
    until: float
    body: bytes
    headers: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        return len(self.body) + _OVERHEAD


class KeptPages:
    """At most 1,024 pages and 8 MiB of this process; the page asked for longest ago goes first."""

    def __init__(self, seconds: float, most_bytes: int = _MOST_BYTES) -> None:
        self.seconds = seconds
        self.bytes = 0
        self._most_bytes = most_bytes
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Key) -> Kept | None:
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if page.until < time.monotonic():
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Key, response: Response, seconds: float) -> None:
        page = Kept(time.monotonic() + seconds, response.get_data(), tuple(response.headers.items()))
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.bytes += page.size
            while len(self._pages) > _MOST_PAGES or self.bytes > self._most_bytes:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.bytes -= page.size


def init_app(app: Flask, seconds: float) -> None:
    """Register before all that works on answers: hooks run backwards, and the finished page is kept."""
    pages = KeptPages(seconds)
    app.extensions[_EXTENSION] = pages

    @app.after_request
    def _keep(response: Response) -> Response:
        key, seconds = g.pop("kept_key", (None, 0.0))
        whole = response.status_code == _OK and not response.is_streamed
        if key is not None and whole and "Set-Cookie" not in response.headers:
            pages.keep(key, response, seconds)
        return response


def kept(*names: str) -> Callable[[F], F]:
    """Keep the page that this GET view makes. Below the policy, for pages that differ by address alone.

    `names` are the query parameters that the view knows; of all others it does not even hear.
    """

    def decorate(view: F) -> F:
        @wraps(view)
        def keeping(*args: Any, **kwargs: Any) -> Any:
            pages: KeptPages = current_app.extensions[_EXTENSION]
            key = _key(names) if pages.seconds else None
            return _page(pages, key, pages.seconds) or view(*args, **kwargs)

        return cast(F, keeping)

    return decorate


def kept_by_version(version: Callable[..., str | None], *names: str) -> Callable[[F], F]:
    """Keep a page for a minute, or until `version` (asked with the view's own arguments) answers otherwise.

    `version` costs one small query; None means that there is nothing to keep. `names` as for `kept`.
    """

    def decorate(view: F) -> F:
        @wraps(view)
        def keeping(*args: Any, **kwargs: Any) -> Any:
            pages: KeptPages = current_app.extensions[_EXTENSION]
            key = _key(names) if pages.seconds else None
            at = version(*args, **kwargs) if key is not None else None
            whole = (*key, at) if key is not None and at is not None else None
            return _page(pages, whole, VERSION_SECONDS) or view(*args, **kwargs)

        return cast(F, keeping)

    return decorate


def _page(pages: KeptPages, key: Key | None, seconds: float) -> Response | None:
    """The page kept under `key`; without one, a note to keep what the view is about to make."""
    if key is None:
        return None
    page = pages.find(key)
    if page is not None:
        return Response(page.body, headers=list(page.headers))
    g.kept_key = (key, seconds)
    return None


def _key(names: tuple[str, ...]) -> Key | None:
    """Everything that a page for everybody can differ by; None for a reader with a cookie of their own."""
    own = (name for name in request.cookies if not name.startswith(styles.COOKIE))
    if request.method != "GET" or not set(own) <= set(_PREFERENCES):
        return None
    packed = "gzip" if request.accept_encodings["gzip"] else ""
    _ask_only_for((*names, _LANGUAGE))
    return (request.host, request.full_path, current_locale(), packed, *present_look(), *styles.had())


def _ask_only_for(names: tuple[str, ...]) -> None:
    """Make the request one for the known parameters alone, each once, in their order.

    Else anybody could fill the memory with one page under a thousand addresses, and what somebody hung on to
    an address would stand in the page (which names its own address) that is kept for the others.
    """
    plain = request._get_current_object()  # type: ignore[attr-defined]  # the request behind the proxy
    wanted = [
        (name, plain.args[name])
        for name in dict.fromkeys(names)
        if plain.args.get(name) and (name != _LANGUAGE or plain.args[name] in LOCALES)
    ]
    plain.query_string = urlencode(wanted).encode()
    for made_of_it in ("args", "full_path", "url"):
        plain.__dict__.pop(made_of_it, None)
