"""The reports that somebody made while signed in."""

from __future__ import annotations

from flask import url_for

from portal.core import policy
from portal.core.web import current_actor, page_cursor, render, sealer, session
from portal.reports.catalogue import catalogue
from portal.reports.presentation import row_of
from portal.reports.queries import page_of_reports_by
from portal.reports.views.blueprint import blueprint


@blueprint.get("/account/reports")
@policy.signed_in
def mine() -> str:
    page = page_of_reports_by(session(), current_actor().person_id or 0, sealer(), page_cursor())
    content = catalogue()
    return render(
        "reports/mine.html",
        rows=[row_of(session(), reporter.report, content) for reporter in page.items],
        previous=url_for("reports.mine", page=page.previous) if page.previous else None,
        next=url_for("reports.mine", page=page.next) if page.next else None,
    )
