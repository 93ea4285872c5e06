"""Parts of pages that come out alike again and again: rendered once for each way they can look.

    {% call fragment("header", section, unread) %} … {% endcall %}

What stands inside may depend on what the call names, on language, colours and type size, and on nothing else;
so a fragment is never out of date, only thrown away.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from flask import Flask
from markupsafe import Markup

from portal.core.i18n import current_locale
from portal.core.look import present_look

MOST_FRAGMENTS = 1_000


class Fragments:
    """At most 1,000 of this process (a kilobyte each, about); the one used longest ago goes first."""

    def __init__(self, most: int = MOST_FRAGMENTS) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, Markup] = OrderedDict()
        self._lock = Lock()

    def __call__(self, name: str, *parts: Hashable, caller: Callable[[], Markup]) -> Markup:
        key = (name, current_locale(), present_look(), *parts)
        with self._lock:
            made = self._made.get(key)
            if made is not None:
                self._made.move_to_end(key)
                return made
        made = caller()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(fragment=Fragments(), look=present_look)
