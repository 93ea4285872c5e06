"""Organisations: entering one, its members."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from portal.accounts import actions, queries, rules
from portal.accounts.forms import MemberForm, OrganisationForm
from portal.accounts.models import Organisation
from portal.accounts.permissions import can_manage_members, can_see_organisation
from portal.accounts.views.blueprint import blueprint
from portal.accounts.views.shared import refused_for_now
from portal.accounts.wording import LEVELS
from portal.core import policy, web
from portal.core.errors import Invalid, TooMany, require
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import writing
from portal.places.queries import gazetteer


@blueprint.get("/organisations/new")
@policy.signed_in
def new_organisation() -> str:
    form = OrganisationForm(formdata=None)
    return _new_page(form)


@blueprint.post("/organisations/new")
@policy.signed_in
def new_organisation_submit() -> ResponseReturnValue:
    form = OrganisationForm()
    form.offer_areas(gazetteer(web.session()))
    if not form.validate():
        return _new_page(form), 422
    try:
        with writing(web.session()) as session:
            made = actions.found_organisation(
                session, form.to_command(), actor=web.current_actor(), now=web.now()
            )
            target = f"/organisations/{made.id}"
    except Invalid as refused:
        form.show(refused)
        return _new_page(form), 422
    return web.redirect(target, _l("The organisation is registered. You are its owner."))


@blueprint.get("/organisations/<int:organisation_id>")
@policy.signed_in
def organisation(organisation_id: int) -> str:
    return _page(_visible(organisation_id), MemberForm(formdata=None))


@blueprint.post("/organisations/<int:organisation_id>/members")
@policy.member
def add_member(organisation_id: int) -> ResponseReturnValue:
    require(can_manage_members(web.current_actor(), organisation_id))
    form = MemberForm()
    if not form.validate():
        return _page(_visible(organisation_id), form), 422
    try:
        web.limit(str(web.current_actor().person_id), rules.INVITATIONS_PER_PERSON)
        with writing(web.session()) as session:
            actions.invite_member(
                session,
                _visible(organisation_id),
                form.to_command(),
                actor=web.current_actor(),
                now=web.now(),
            )
    except TooMany as refused:
        return refused_for_now(form, refused, lambda form: _page(_visible(organisation_id), form))
    except Invalid as refused:
        form.show(refused)
        return _page(_visible(organisation_id), form), 422
    return web.redirect(
        f"/organisations/{organisation_id}",
        _l("Saved. Whoever is invited belongs to it once they accept; they find it after signing in."),
    )


@blueprint.post("/organisations/<int:organisation_id>/invitations/<int:invitation_id>/withdrawal")
@policy.member
@web.writes
def withdraw_invitation(organisation_id: int, invitation_id: int) -> ResponseReturnValue:
    found, actor = _visible(organisation_id), web.current_actor()
    actions.withdraw_invitation(web.session(), found, invitation_id, actor=actor, now=web.now())
    return web.redirect(f"/organisations/{organisation_id}", _l("The invitation is withdrawn."))


@blueprint.get("/account/invitations")
@policy.signed_in
def invitations() -> str:
    """The organisations that ask the person to join."""
    person = queries.get_person(web.session(), web.current_actor().person_id or 0)
    found = queries.list_invitations_to(web.session(), person.email, now=web.now())
    return web.render("accounts/invitations.html", invitations=found, levels=LEVELS)


@blueprint.post("/account/invitations/<int:invitation_id>/acceptance")
@policy.signed_in
@web.writes
def accept_invitation(invitation_id: int) -> ResponseReturnValue:
    found = actions.accept_invitation(web.session(), invitation_id, actor=web.current_actor(), now=web.now())
    return web.redirect(f"/organisations/{found.id}", _l("You belong to it now."))


@blueprint.post("/account/invitations/<int:invitation_id>/refusal")
@policy.signed_in
@web.writes
def refuse_invitation(invitation_id: int) -> ResponseReturnValue:
    actions.refuse_invitation(web.session(), invitation_id, actor=web.current_actor(), now=web.now())
    return web.redirect("/account", _l("The invitation is refused."))


@blueprint.post("/organisations/<int:organisation_id>/members/<int:person_id>/removal")
@policy.member
def remove_member(organisation_id: int, person_id: int) -> ResponseReturnValue:
    actor = web.current_actor()
    try:
        with writing(web.session()) as session:
            actions.remove_member(session, _visible(organisation_id), person_id, actor=actor, now=web.now())
    except Invalid as refused:
        form = MemberForm(formdata=None)
        form.show(refused)
        return _page(_visible(organisation_id), form), 422
    left = person_id == actor.person_id
    if left:
        return web.redirect("/account", _l("You have left the organisation."))
    return web.redirect(f"/organisations/{organisation_id}", _l("The member is removed."))


def _visible(organisation_id: int) -> Organisation:
    found = queries.get_organisation(web.session(), organisation_id)
    require(can_see_organisation(web.current_actor(), found.id, found.area_code))
    return found


def _page(found: Organisation, form: MemberForm) -> str:
    may_manage = can_manage_members(web.current_actor(), found.id)
    return web.render(
        "accounts/organisation.html",
        organisation=found,
        area=gazetteer(web.session()).full_name(found.area_code),
        members=queries.list_members_of(web.session(), found.id),
        levels=LEVELS,
        may_manage=may_manage,
        invitations=queries.list_invitations_of(web.session(), found.id, now=web.now()) if may_manage else [],
        form=form,
    )


def _new_page(form: OrganisationForm) -> str:
    form.offer_areas(gazetteer(web.session()))
    return web.render("accounts/organisation_new.html", form=form)
