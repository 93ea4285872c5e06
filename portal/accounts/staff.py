"""Panel pages of the administrator: people, their roles, suspension."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.accounts import actions, queries
from portal.accounts.forms import GrantForm, ReasonForm
from portal.accounts.models import Person
from portal.accounts.permissions import can_suspend
from portal.accounts.types import PersonState
from portal.accounts.wording import ROLES, STATES
from portal.core import policy, web
from portal.core.actor import Role
from portal.core.errors import Invalid, require
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import writing
from portal.places.queries import gazetteer

blueprint = Blueprint("accounts_panel", __name__)


@blueprint.get("/panel/people")
@policy.role(Role.ADMINISTRATOR)
def people() -> str:
    search = request.args.get("q", "").strip()[:80]
    page = queries.page_of_people(web.session(), web.page_cursor(), search=search)
    roles = queries.roles_of_people(web.session(), (person.id for person in page.items))
    return web.render(
        "accounts/staff/people.html", page=page, roles=roles, ROLES=ROLES, STATES=STATES, search=search
    )


@blueprint.get("/panel/people/<int:person_id>")
@policy.role(Role.ADMINISTRATOR)
def person(person_id: int) -> str:
    return _page(queries.get_person(web.session(), person_id))


@blueprint.post("/panel/people/<int:person_id>/roles")
@policy.role(Role.ADMINISTRATOR)
def grant_role(person_id: int) -> ResponseReturnValue:
    found = queries.get_person(web.session(), person_id)
    form = _grant_form(submitted=True)
    if not form.validate():
        return _page(found, grant=form), 422
    try:
        with writing(web.session()) as session:
            actions.grant_role(session, found, form.to_command(), actor=web.current_actor(), now=web.now())
    except Invalid as refused:
        form.show(refused)
        return _page(found, grant=form), 422
    return web.redirect(f"/panel/people/{person_id}", _l("The role is granted."))


@blueprint.post("/panel/people/<int:person_id>/roles/<int:grant_id>/end")
@policy.role(Role.ADMINISTRATOR)
@web.writes
def end_role(person_id: int, grant_id: int) -> ResponseReturnValue:
    grant = queries.get_grant(web.session(), grant_id, person_id)
    actions.end_role(web.session(), grant, actor=web.current_actor(), now=web.now())
    return web.redirect(f"/panel/people/{person_id}", _l("The role has ended."))


@blueprint.post("/panel/people/<int:person_id>/suspension")
@policy.role(Role.ADMINISTRATOR)
@web.writes
def suspend(person_id: int) -> ResponseReturnValue:
    done = _l("The account is suspended and signed out everywhere.")
    return _change_state(person_id, actions.suspend, done)


@blueprint.post("/panel/people/<int:person_id>/reinstatement")
@policy.role(Role.ADMINISTRATOR)
@web.writes
def reinstate(person_id: int) -> ResponseReturnValue:
    return _change_state(person_id, actions.reinstate, _l("The account is active again."))


def _change_state(person_id: int, change: Callable[..., None], done: Text) -> ResponseReturnValue:
    found = queries.get_person(web.session(), person_id)
    require(_may_change(found))
    form = ReasonForm()
    if not form.validate():
        return _page(found, reason=form), 422
    change(web.session(), found, reason=form.reason.data or "", actor=web.current_actor(), now=web.now())
    return web.redirect(f"/panel/people/{person_id}", done)


def _may_change(found: Person) -> bool:
    areas = queries.list_areas_of(web.session(), found.id)
    return can_suspend(web.current_actor(), found.id, areas)


def _grant_form(*, submitted: bool = False) -> GrantForm:
    form = GrantForm() if submitted else GrantForm(formdata=None)
    form.offer(gazetteer(web.session()), queries.list_units(web.session()))
    return form


def _page(found: Person, *, grant: GrantForm | None = None, reason: ReasonForm | None = None) -> str:
    session = web.session()
    return web.render(
        "accounts/staff/person.html",
        person=found,
        grants=queries.list_grants_of(session, found.id),
        organisations=queries.list_organisations_of(session, found.id),
        city=gazetteer(session),
        ROLES=ROLES,
        STATES=STATES,
        suspended=found.state is PersonState.SUSPENDED,
        may_change=_may_change(found),
        grant_form=grant or _grant_form(),
        reason_form=reason or ReasonForm(formdata=None),
    )
