"""Certificates in the panel: what is in force, in which areas."""

from __future__ import annotations

from portal.core import policy
from portal.core.web import current_actor, page_cursor, render, session
from portal.publication.queries import page_of_certificates_in
from portal.publication.staff.blueprint import READERS, blueprint
from portal.standards.queries import list_current


@blueprint.get("/certificates")
@policy.role(*READERS)
def certificates() -> str:
    page = page_of_certificates_in(session(), current_actor().areas(*READERS), page_cursor())
    names = {one.code: one.standard.name for one in list_current(session())}
    return render("publication/staff/certificates.html", page=page, names=names)
