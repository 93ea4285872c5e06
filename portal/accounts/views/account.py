"""A person's own pages: name and language, password, devices."""

from __future__ import annotations

from flask import make_response
from flask.typing import ResponseReturnValue

from portal.accounts import actions, known_devices, login, queries, rules
from portal.accounts.forms import ChangePasswordForm, ProfileForm
from portal.accounts.models import Person
from portal.accounts.views.blueprint import blueprint
from portal.accounts.views.shared import present_passwords, refused_for_now
from portal.accounts.wording import ROLES
from portal.core import policy, web
from portal.core.errors import Invalid, TooMany
from portal.core.i18n import LOCALE_NAMES, in_locale
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import writing
from portal.core.visitor import YEAR


@blueprint.get("/account")
@policy.signed_in
def account() -> str:
    person = _myself()
    return web.render(
        "accounts/account.html",
        person=person,
        language=LOCALE_NAMES[person.locale],
        organisations=queries.list_organisations_of(web.session(), person.id),
        invitations=len(queries.list_invitations_to(web.session(), person.email, now=web.now())),
        roles=sorted({str(ROLES[grant.role]) for grant in web.current_actor().grants}),
    )


@blueprint.get("/account/profile")
@policy.signed_in
def profile() -> str:
    person = _myself()
    form = ProfileForm(formdata=None, name=person.name, locale=person.locale)
    return web.render("accounts/profile.html", form=form)


@blueprint.post("/account/profile")
@policy.signed_in
@web.writes
def profile_submit() -> ResponseReturnValue:
    form = ProfileForm()
    if not form.validate():
        return web.render("accounts/profile.html", form=form), 422
    command = form.to_command()
    actions.change_profile(web.session(), _myself(), command, now=web.now())
    with in_locale(command.locale):
        response = make_response(web.redirect("/account", _l("Saved.")))
    # A language chosen on this device before would else go on hiding the one just saved.
    response.set_cookie(
        "wufei_lang", command.locale, max_age=YEAR, samesite="Lax", secure=web.settings().https, httponly=True
    )
    return response


@blueprint.get("/account/password")
@policy.signed_in
def password() -> str:
    return _password_page(ChangePasswordForm(formdata=None, account_email=""))


@blueprint.post("/account/password")
@policy.signed_in
def password_submit() -> ResponseReturnValue:
    person = _myself()
    form = ChangePasswordForm(account_email=person.email)
    if not form.validate():
        return _password_page(form), 422
    try:
        hashed = _checked_new_password(form, person)
    except TooMany as refused:
        return refused_for_now(form, refused, _password_page)
    except Invalid as refused:
        form.show(refused)
        return _password_page(form), 422
    keep = login.present_session_id()
    with writing(web.session()) as session:
        actions.change_password(session, _myself(), hashed, keep=keep, now=web.now())
        token = actions.renew_token(session, keep or 0)
    login.begin(token)
    known_devices.remember(person.email)
    return web.redirect("/account", _l("Your password is changed. All other devices are signed out."))


@blueprint.get("/account/sessions")
@policy.signed_in
def sessions() -> str:
    person_id = web.current_actor().person_id or 0
    return web.render(
        "accounts/sessions.html",
        sessions=queries.list_open_sessions_of(web.session(), person_id, now=web.now()),
        present=login.present_session_id(),
    )


@blueprint.post("/account/sessions/<int:session_id>/end")
@policy.signed_in
@web.writes
def end_session(session_id: int) -> ResponseReturnValue:
    actions.end_session(web.session(), session_id, actor=web.current_actor(), now=web.now())
    return web.redirect("/account/sessions", _l("This device is signed out."))


@blueprint.post("/account/sessions/end-others")
@policy.signed_in
@web.writes
def end_other_sessions() -> ResponseReturnValue:
    actor = web.current_actor()
    keep = login.present_session_id()
    actions.end_other_sessions(web.session(), actor.person_id or 0, keep=keep, actor=actor, now=web.now())
    login.begin(actions.renew_token(web.session(), keep or 0))
    return web.redirect("/account/sessions", _l("All other devices are signed out."))


def _checked_new_password(form: ChangePasswordForm, person: Person) -> str:
    """The new password's hash, if the present one is right; tries count like those of signing in."""
    command = form.to_command()
    web.limit(person.email, rules.SIGN_IN_PER_ACCOUNT)
    if not present_passwords().check(person.password_hash, command.present).right:
        raise Invalid.field("present", _l("This is not your current password."))
    web.give_back(person.email, rules.SIGN_IN_PER_ACCOUNT, all_uses=True)
    return present_passwords().hash(command.new)


def _myself() -> Person:
    return queries.get_person(web.session(), web.current_actor().person_id or 0)


def _password_page(form: ChangePasswordForm) -> str:
    return web.render("accounts/password.html", form=form)
