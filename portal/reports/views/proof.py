"""Who proves to be the reporter: by the tracking code, kept for a while on this phone, or by their account.

The code lies in a cookie that only the portal can read, for two hours, so that reloading, going back and
sending twice lose nothing, while another phone sees nothing without the code.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import json
import time
from typing import TYPE_CHECKING, cast

from flask import request

from portal.accounts.queries import get_person
from portal.core.errors import NotFound
from portal.core.ids import digest
from portal.core.sealing import SealBroken
from portal.core.visitor import known_visitor, visitor_id
from portal.core.web import current_actor, sealer, session, settings
from portal.reports.models import Report, ReportReporter
from portal.reports.permissions import is_reporter, proves_reporter
from portal.reports.queries import find_for_tracking
from portal.reports.types import Voice

if TYPE_CHECKING:
    from flask import Response

COOKIE = "wufei_proof"
KEPT_SECONDS = 2 * 3600
_MOST = 5
_PURPOSE = "report proof"


def remember(response: Response, ref: str, secret: str) -> None:
    """Let this phone act as reporter of `ref` for two hours from now."""
    kept = {ref: [secret, int(time.time()) + KEPT_SECONDS]} | {r: v for r, v in _read().items() if r != ref}
    plain = json.dumps(dict(list(kept.items())[:_MOST])).encode()
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(sealer().seal(plain, _PURPOSE)).decode(),
        max_age=KEPT_SECONDS,
        path="/reports",
        httponly=True,
        samesite="Lax",
        secure=settings().https,
    )


def known_secret(ref: str) -> str | None:
    """The code of `ref`, where this phone holds it."""
    found = _read().get(ref)
    return found[0] if found else None


def find_own(ref: str) -> tuple[Report, ReportReporter] | None:
    """The report and its reporter's row, if whoever asks proves to be the reporter."""
    found = find_for_tracking(session(), ref)
    if found is None:
        return None
    secret = known_secret(ref)
    proven = secret is not None and proves_reporter(found[1], secret)
    return found if proven or is_reporter(current_actor(), found[1], sealer()) else None


def get_own(ref: str) -> tuple[Report, ReportReporter]:
    """As `find_own`; raises NotFound, as for a report that does not exist."""
    found = find_own(ref)
    if found is None:
        raise NotFound
    return found


def phone_key() -> str:
    """This phone, as reports and supporters remember it: a hash of its random id."""
    return digest(f"report {visitor_id()}")


def known_phone_key() -> str | None:
    """The same, without giving an id to a phone that only reads."""
    known = known_visitor()
    return digest(f"report {known}") if known else None


def voice_on(report: Report) -> Voice:
    """Who speaks about somebody else's report, in marks by which nobody is found outside this report."""
    actor, purpose = current_actor(), f"dispute {report.ref}"
    account = None
    if actor.person_id is not None and report.resolved_at is not None:
        confirmed = get_person(session(), actor.person_id).email_confirmed_at
        if confirmed is not None and confirmed < report.resolved_at:
            account = sealer().mark(f"person {actor.person_id}", purpose)
    network = sealer().mark(f"network {network_of(request.remote_addr or '')}", purpose)
    return Voice(phone_key(), network, account)


def network_of(address: str) -> str:
    """The neighbourhood of an address: its /24, or /48 where it is an IPv6 one; all unknown ones are one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def _read() -> dict[str, tuple[str, int]]:
    try:
        sealed = base64.urlsafe_b64decode(request.cookies.get(COOKIE, ""))
        kept = json.loads(sealer().open(sealed, _PURPOSE))
    except (binascii.Error, ValueError, SealBroken):
        return {}
    now = time.time()
    return cast(
        "dict[str, tuple[str, int]]", {ref: tuple(value) for ref, value in kept.items() if value[1] > now}
    )
