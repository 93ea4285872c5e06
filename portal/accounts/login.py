"""flask-login over our own session rows.

Its user id is the session's token, so one device, all devices, a new password or a suspension end on the
server, and a cookie that was copied is dead with them. Its own session protection is off: it does nothing
for permanent cookies, and it compares the address, which a phone changes all day. The session row holds a
mark of the browser instead, and the cookie counts in no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, g, has_request_context, request
from flask import session as cookie
from flask_login import LoginManager, current_user, login_user
from sqlalchemy.exc import OperationalError

from portal.accounts.devices import read_device
from portal.accounts.queries import OpenSession, find_open_session
from portal.accounts.types import Device
from portal.core import web
from portal.core.actor import Actor
from portal.core.i18n import current_locale

_TOKEN = "_user_id"  # noqa: S105 -- the name under which flask-login keeps it
_UNREADABLE = "sessions_unreadable"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class SignedIn:
    """What flask-login keeps for a request. (Its UserMixin is untyped and compares by id.)"""

    token: str
    open_session: OpenSession
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return self.token


def init_app(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(_load)
    app.context_processor(lambda: {"unread_messages": unread_messages})


def load_actor() -> Actor:
    """Who makes this request. A guest, whose cookie names no session, costs no query."""
    found = _present()
    return found.open_session.actor if found else Actor.guest(current_locale())


def present_session_id() -> int | None:
    """The row of this device's session, where the visitor is signed in."""
    found = _present()
    return found.open_session.id if found else None


def unread_messages() -> int:
    """Messages waiting for the visitor, as they were when the request began; for the layouts."""
    found = _present()
    return found.open_session.unread if found else 0


def present_token() -> str | None:
    """The token this browser holds, whether or not it still counts."""
    return cast("str | None", cookie.get(_TOKEN))


def may_be_signed_in() -> bool:
    """Whether the cookie names a session at all; costs nothing."""
    return has_request_context() and _TOKEN in cookie


def begin(token: str) -> None:
    """Let this browser hold `token`, and nothing of what it held before."""
    cookie.clear()
    cookie.permanent = True
    found = find_open_session(web.session(), token, mark=present_device().mark, now=web.now())
    if found is not None:
        login_user(SignedIn(token, found))
    web.forget_actor()


def end() -> None:
    """Forget this browser's session. Its row is ended by an action."""
    cookie.clear()
    web.forget_actor()


def present_device() -> Device:
    return read_device(request.headers.get("User-Agent"))


def _present() -> SignedIn | None:
    if not may_be_signed_in() or g.get(_UNREADABLE):
        return None
    try:
        user = current_user._get_current_object()
    except OperationalError:
        g.setdefault(_UNREADABLE, True)  # the page that says so is then made for a guest
        raise
    return cast(SignedIn, user) if user.is_authenticated else None


def _load(token: str) -> SignedIn | None:
    session = web.session()
    found = find_open_session(session, token, mark=present_device().mark, now=web.now())
    if request.method not in _SAFE:
        # No transaction may stay open while a slow phone sends its body.
        session.rollback()
    if found is None:
        cookie.pop(_TOKEN, None)
        return None
    return SignedIn(token, found)
