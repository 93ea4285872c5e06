"""Limits that count with what they limit: in the view's own transaction, so that only what is done counts."""

from __future__ import annotations

from collections.abc import Iterable

from portal.core import rate_limit
from portal.core.errors import TooMany
from portal.core.i18n import Text
from portal.core.rate_limit import Limit
from portal.core.web import now, session, settings


def count(uses: Iterable[tuple[str, Limit]], message: Text | None = None) -> None:
    """Count one use for each key; raises TooMany when one of the limits is used up."""
    if settings().limits_off:
        return
    for key, limit in uses:
        wait = rate_limit.take(session(), key, limit, now())
        if wait:
            raise TooMany(wait, message)
