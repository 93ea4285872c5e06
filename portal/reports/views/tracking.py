"""Following a report by number and code. Neither ever stands in an address that a log could keep."""

from __future__ import annotations

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.errors import TooMany
from portal.core.forms import wait_text
from portal.core.i18n import lazy_gettext as _l
from portal.core.rate_limit import Limit
from portal.core.web import limit, redirect, render, session
from portal.reports.forms import TrackForm
from portal.reports.permissions import proves_reporter
from portal.reports.queries import find_for_tracking
from portal.reports.views.blueprint import blueprint
from portal.reports.views.proof import phone_key, remember

TRIES_PER_PHONE = Limit("reports.track.phone", 10, 15 * 60)
TRIES_PER_ADDRESS = Limit("reports.track.address", 60, 15 * 60)
WRONG_PER_REPORT = Limit("reports.track.report", 30, 15 * 60)
WRONG = _l("This number and code do not match. Please compare both with what you noted.")


@blueprint.get("/reports/track")
@policy.public
def track() -> str:
    form = TrackForm()
    form.ref.data = request.args.get("ref", "")[:40]
    return render("reports/track.html", form=form)


@blueprint.post("/reports/track")
@policy.public
def open_track() -> ResponseReturnValue:
    form = TrackForm()
    if not form.validate():
        return render("reports/track.html", form=form), 422
    ref, secret = form.normal
    try:
        _count_try()
        found = find_for_tracking(session(), ref)
        proven = found is not None and proves_reporter(found[1], secret)
        session().rollback()  # a count is written in a transaction of its own
        if not proven:
            limit(ref, WRONG_PER_REPORT)
    except TooMany as refused:
        form.form_errors.append(wait_text(refused))
        return render("reports/track.html", form=form), 429, {"Retry-After": str(refused.retry_after)}
    if not proven:
        form.form_errors.append(str(WRONG))
        return render("reports/track.html", form=form), 422
    response = make_response(redirect(url_for("reports.follow", ref=ref)))
    remember(response, ref, secret)
    return response


def _count_try() -> None:
    """Guessing is hopeless at 60 bits; the limits keep it from being tried.

    At one report only wrong codes count: nobody else's guesses may keep its reporter out.
    """
    limit(phone_key(), TRIES_PER_PHONE)
    limit(request.remote_addr or "", TRIES_PER_ADDRESS)
