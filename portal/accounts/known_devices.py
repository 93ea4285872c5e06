"""Devices on which an account was signed in before: strangers' wrong passwords do not lock them out.

A sealed cookie, sent to the sign-in page only, holds for each of the last accounts a mark of its address and
password and a number of this device's own. Tries of such a device are counted for itself; all others share
the account's. A new password makes all devices unknown: who knew the old one has no tries of their own at it.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import cast

from flask import Response, after_this_request, request

from portal.accounts.queries import find_person_by_email
from portal.core.ids import new_secret
from portal.core.sealing import SealBroken
from portal.core.web import sealer, session, settings

COOKIE = "wufei_known"
YEAR = 365 * 24 * 3600
_PURPOSE = "known device"
_MOST = 5


def number_for(email: str) -> str | None:
    """This device's number for the account, where it has been signed in there before."""
    known = _read()
    return next((known[mark] for mark in sealer().marks(_account(email), _PURPOSE) if mark in known), None)


def remember(email: str) -> None:
    """Let the answer to this request make the device a known one of the account."""
    mark, known = sealer().mark(_account(email), _PURPOSE), _read()
    number = number_for(email) or new_secret()
    kept = {mark: number} | {one: value for one, value in known.items() if one != mark}
    plain = json.dumps(dict(list(kept.items())[:_MOST])).encode()
    sealed = base64.urlsafe_b64encode(sealer().seal(plain, _PURPOSE)).decode()

    @after_this_request
    def _keep(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            sealed,
            max_age=YEAR,
            path="/sign-in",
            httponly=True,
            samesite="Lax",
            secure=settings().https,
        )
        return response


def _account(email: str) -> str:
    person = find_person_by_email(session(), email)
    return f"{email} {person.password_hash if person else ''}"


def _read() -> dict[str, str]:
    try:
        sealed = base64.urlsafe_b64decode(request.cookies.get(COOKIE, ""))
        return cast("dict[str, str]", json.loads(sealer().open(sealed, _PURPOSE)))
    except (binascii.Error, ValueError, SealBroken):
        return {}
