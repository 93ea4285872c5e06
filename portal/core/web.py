"""What a view needs: the actor, the session, the clock, the settings, and when to write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast

from flask import current_app, flash, g, render_template, request
from flask import redirect as flask_redirect
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.core import clock, rate_limit
from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.core.i18n import Text, current_locale
from portal.core.rate_limit import Limit
from portal.core.sealing import Sealer
from portal.core.storage import Storage
from portal.core.transaction import writing, writing_apart

F = TypeVar("F", bound=Callable[..., Any])
EXTENSION = "wufei"


def current_actor() -> Actor:
    """Who makes this request; loaded once, from the session row, by accounts."""
    if "actor" not in g:
        load = current_app.extensions[EXTENSION].load_actor
        g.actor = load()
    return cast(Actor, g.actor)


def forget_actor() -> None:
    """After signing in or out within a request."""
    g.pop("actor", None)


def has_whole_city(actor: Actor, *roles: Role) -> bool:
    """Whether the actor holds one of `roles` for all of the city that this portal serves."""
    if not actor.has(*roles):
        return False
    if "city_code" not in g:
        g.city_code = current_app.extensions[EXTENSION].city_code(session())
    return g.city_code is not None and actor.has(*roles, area=g.city_code)


def session() -> Session:
    return cast(Session, db.session())


def now() -> datetime:
    """The moment of this request, the same from its first line to its last."""
    if "now" not in g:
        g.now = clock.utcnow()
    return cast(datetime, g.now)


def settings() -> Any:
    return current_app.extensions[EXTENSION].settings


def storage() -> Storage:
    return cast(Storage, current_app.extensions[EXTENSION].storage)


def sealer() -> Sealer:
    return cast(Sealer, current_app.extensions[EXTENSION].sealer)


def writes(view: F) -> F:
    """Run the view in a write transaction: committed when it returns, rolled back when it raises.

    The whole request body is read first: a slow phone must not hold the database's only writer. The
    actor is loaded first too, so that the transaction begins with nothing but the view's own work.
    A view that shows its form again (422) returns normally; what it must not keep it must not have added.
    """

    @wraps(view)
    def transacted(*args: Any, **kwargs: Any) -> Any:
        request.form, request.files  # noqa: B018 -- reading them is the point
        current_actor()
        with writing(session()):
            return view(*args, **kwargs)

    return cast(F, transacted)


def limit(key: str, limit: Limit, *, message: Text | None = None) -> None:
    """Count one use of `limit` by `key`, in a transaction of its own; raises TooMany when it is used up.

    Call it before the write transaction opens. Settings may switch limits off (tests, load scripts).
    """
    if not settings().limits_off:
        rate_limit.hit(key, limit, now(), message=message)


def give_back(key: str, limit: Limit, *, all_uses: bool = False) -> None:
    """Take one use back (or all of them), for instance after a right password."""
    if not settings().limits_off:
        with writing_apart() as own:
            rate_limit.give_back(own, key, limit, all_uses=all_uses)


def render(template: str, **context: Any) -> str:
    return render_template(template, **context)


def redirect(url: str, message: Text | None = None, tone: str = "success") -> Response:
    """Answer a POST with 303 so that going back or reloading never repeats it."""
    if message is not None:
        flash(str(message), tone)
    return flask_redirect(url, 303)


def page_cursor() -> str | None:
    return request.args.get("page") or None


def locale() -> str:
    return current_locale()


def safe_next(target: str | None, default: str) -> str:
    """Where to go after signing in: a path of ours, never another host."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return default
    return target if target.isprintable() else default
