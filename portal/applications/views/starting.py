"""One's applications, and beginning a new one."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.queries import list_organisations_of
from portal.applications import actions
from portal.applications.forms import StartForm
from portal.applications.queries import find_open, page_of_organisation
from portal.applications.views.blueprint import blueprint
from portal.core import policy
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, page_cursor, redirect, render, session, writes
from portal.standards.queries import list_current


@blueprint.get("")
@policy.public
def index() -> str:
    """What applying means, for everyone; one's own applications, for members."""
    mine = [membership.organisation_id for membership in current_actor().memberships]
    page = page_of_organisation(session(), mine, page_cursor()) if mine else None
    names = {one.code: one.standard.name for one in list_current(session())}
    return render("applications/index.html", page=page, names=names)


@blueprint.get("/new")
@policy.signed_in
def new() -> ResponseReturnValue:
    """Choose the organisation and the type."""
    form = _start_form()
    form.prefill(request.args.get("type"))
    return render("applications/new.html", form=form)


@blueprint.post("")
@policy.signed_in
@writes
def start() -> ResponseReturnValue:
    form = _start_form()
    if not form.validate_on_submit():
        return render("applications/new.html", form=form), 422
    command = form.to_command()
    open_one = find_open(session(), command.organisation_id, command.cell_type)
    if open_one is not None and current_actor().member_of(command.organisation_id):
        text = _l("Your organisation already has this application; here it is.")
        return redirect(url_for("applications.overview", ref=open_one.ref), text, "info")
    application = actions.start(session(), command, actor=current_actor(), now=now())
    return redirect(url_for("applications.overview", ref=application.ref))


def _start_form() -> StartForm:
    organisations = list_organisations_of(session(), current_actor().person_id or 0)
    form = StartForm()
    form.offer(
        [(one.id, one.name) for one in organisations],
        [(one.code, one.standard.name.text()) for one in list_current(session())],
    )
    return form
