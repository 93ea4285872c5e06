"""Signing in and out."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from portal.accounts import actions, known_devices, login, rules
from portal.accounts.demo_accounts import DEMO_ACCOUNTS, find_demo_account
from portal.accounts.forms import SignInForm
from portal.accounts.types import SignIn
from portal.accounts.views.blueprint import blueprint
from portal.accounts.views.shared import landing, present_passwords, refused_for_now
from portal.core import policy, web
from portal.core.errors import Invalid, TooMany
from portal.core.i18n import lazy_gettext as _l
from portal.core.rate_limit import Limit
from portal.core.transaction import writing


@blueprint.get("/sign-in")
@policy.public
def sign_in() -> ResponseReturnValue:
    target = request.args.get("next", "")
    if web.current_actor().signed_in:
        return web.redirect(web.safe_next(target, landing(web.current_actor())))
    chosen = find_demo_account(request.args.get("as")) if web.settings().demo else None
    form = SignInForm(formdata=None, email=chosen.email if chosen else "", next=target)
    return _page(form)


@blueprint.post("/sign-in")
@policy.public
def sign_in_submit() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    command = form.to_command()
    try:
        tries = _tries_of(command)
        for key, limit, _ in tries:  # counted before anything is looked at
            web.limit(key, limit)
        _sign_in(command)
        for key, limit, all_uses in tries:
            web.give_back(key, limit, all_uses=all_uses)
    except TooMany as refused:
        return refused_for_now(form, refused, _page)
    except Invalid as refused:
        form.show(refused)
        return _page(form), 422
    return web.redirect(web.safe_next(form.next.data, landing(web.current_actor())))


@blueprint.post("/sign-out")
@policy.public
@web.writes
def sign_out() -> ResponseReturnValue:
    token = login.present_token()
    if token:
        actions.end_token(web.session(), token, now=web.now())
    login.end()
    return web.redirect("/", _l("You are signed out."))


def _tries_of(command: SignIn) -> tuple[tuple[str, Limit, bool], ...]:
    """What an attempt counts for, with whether success takes back all of it: the account and the address.

    A device that was signed in there before counts for itself alone: nobody else uses up its tries.
    """
    number = known_devices.number_for(command.email)
    if number is not None:
        return ((f"{command.email} {number}", rules.SIGN_IN_PER_KNOWN_DEVICE, True),)
    return (
        (command.email, rules.SIGN_IN_PER_ACCOUNT, True),
        (request.remote_addr or "", rules.SIGN_IN_PER_ADDRESS, False),
    )


def _sign_in(command: SignIn) -> None:
    checked = actions.check_credentials(web.session(), command, passwords=present_passwords())
    with writing(web.session()) as session:
        token = actions.sign_in(
            session,
            checked,
            login.present_device(),
            before=login.present_token(),
            days=web.settings().session_days,
            now=web.now(),
        )
    login.begin(token)
    known_devices.remember(command.email)


def _page(form: SignInForm) -> str:
    accounts = DEMO_ACCOUNTS if web.settings().demo else ()
    return web.render("accounts/sign_in.html", form=form, demo_accounts=accounts)
