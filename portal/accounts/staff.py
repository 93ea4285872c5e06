"""Panel pages of the administrator: people, their roles, suspension."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.accounts import actions, queries
from portal.accounts.forms import AppointForm, GrantForm, ReasonForm
from portal.accounts.models import Person, RoleGrant
from portal.accounts.permissions import can_grant, can_see_person, can_suspend
from portal.accounts.types import PersonState
from portal.accounts.wording import ROLES, STATES
from portal.core import policy, web
from portal.core.actor import Role
from portal.core.errors import Invalid, NotFound, require
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import writing
from portal.places.queries import gazetteer

AnyGrantForm = TypeVar("AnyGrantForm", bound=GrantForm)

blueprint = Blueprint("accounts_panel", __name__)


@blueprint.get("/panel/people")
@policy.role(Role.ADMINISTRATOR)
def people() -> str:
    return _people_page(_offer(AppointForm(formdata=None)))


@blueprint.post("/panel/people/roles")
@policy.role(Role.ADMINISTRATOR)
def appoint() -> ResponseReturnValue:
    form = _offer(AppointForm())
    if not form.validate():
        return _people_page(form), 422
    try:
        with writing(web.session()) as session:
            grant = actions.appoint(session, form.to_appoint(), actor=web.current_actor(), now=web.now())
            target = f"/panel/people/{grant.person_id}"
    except Invalid as refused:
        form.show(refused)
        return _people_page(form), 422
    return web.redirect(target, _l("The role is granted."))


@blueprint.get("/panel/people/<int:person_id>")
@policy.role(Role.ADMINISTRATOR)
def person(person_id: int) -> str:
    return _page(_visible(person_id))


@blueprint.post("/panel/people/<int:person_id>/roles")
@policy.role(Role.ADMINISTRATOR)
def grant_role(person_id: int) -> ResponseReturnValue:
    found = _visible(person_id)
    form = _offer(GrantForm())
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
    grant = queries.get_grant(web.session(), grant_id, _visible(person_id).id)
    actions.end_role(web.session(), grant, actor=web.current_actor(), now=web.now())
    still_here = can_see_person(web.current_actor(), queries.list_areas_of(web.session(), person_id))
    target = f"/panel/people/{person_id}" if still_here else "/panel/people"
    return web.redirect(target, _l("The role has ended."))


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
    found = _visible(person_id)
    require(_may_suspend(found))
    form = ReasonForm()
    if not form.validate():
        return _page(found, reason=form), 422
    change(web.session(), found, reason=form.reason.data or "", actor=web.current_actor(), now=web.now())
    return web.redirect(f"/panel/people/{person_id}", done)


def _visible(person_id: int) -> Person:
    """A person of the administrator's own area; nobody else is there for them."""
    found = queries.get_person(web.session(), person_id)
    if not can_see_person(web.current_actor(), queries.list_areas_of(web.session(), found.id)):
        raise NotFound
    return found


def _may_suspend(found: Person) -> bool:
    areas = queries.list_areas_of(web.session(), found.id)
    return can_suspend(web.current_actor(), found.id, areas)


def _offer(form: AnyGrantForm) -> AnyGrantForm:
    areas = web.current_actor().areas(Role.ADMINISTRATOR)
    form.offer(gazetteer(web.session()), queries.list_units(web.session()), areas)
    return form


def _people_page(form: AppointForm) -> str:
    session, actor = web.session(), web.current_actor()
    search = request.args.get("q", "").strip()[:80]
    areas = actor.areas(Role.ADMINISTRATOR)
    page = queries.page_of_people(session, web.page_cursor(), areas=areas, search=search)
    return web.render(
        "accounts/staff/people.html",
        page=page,
        roles=queries.roles_of_people(session, (person.id for person in page.items)),
        ROLES=ROLES,
        STATES=STATES,
        search=search,
        form=form,
    )


def _page(found: Person, *, grant: GrantForm | None = None, reason: ReasonForm | None = None) -> str:
    session, actor = web.session(), web.current_actor()
    grants = queries.list_grants_of(session, found.id)
    return web.render(
        "accounts/staff/person.html",
        person=found,
        grants=grants,
        may_end={one.id for one in grants if can_grant(actor, found.id, _area_of(one))},
        oneself=found.id == actor.person_id,
        organisations=queries.list_organisations_of(session, found.id),
        city=gazetteer(session),
        ROLES=ROLES,
        STATES=STATES,
        suspended=found.state is PersonState.SUSPENDED,
        may_suspend=_may_suspend(found),
        grant_form=grant or _offer(GrantForm(formdata=None)),
        reason_form=reason or ReasonForm(formdata=None),
    )


def _area_of(grant: RoleGrant) -> str:
    return grant.unit.area_code if grant.unit else grant.area_code or ""
