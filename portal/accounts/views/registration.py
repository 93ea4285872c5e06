"""Signing up and choosing a new password, each by a link that goes to the address."""

from __future__ import annotations

from collections.abc import Callable

from flask import request
from flask import session as cookie
from flask.typing import ResponseReturnValue

from portal.accounts import actions, known_devices, login, queries, rules
from portal.accounts.forms import EmailForm, NewPasswordForm, OpenAccountForm
from portal.accounts.models import EmailToken
from portal.accounts.types import TokenPurpose
from portal.accounts.views.blueprint import blueprint
from portal.accounts.views.shared import landing, open_session_for, present_passwords, refused_for_now
from portal.core import policy, web
from portal.core.errors import NotFound, TooMany
from portal.core.i18n import current_locale
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import writing

_DEMO_LINK = "demo_link"


@blueprint.get("/sign-up")
@policy.public
def sign_up() -> ResponseReturnValue:
    if web.current_actor().signed_in:
        return web.redirect("/account")
    return _sign_up_page(EmailForm(formdata=None))


@blueprint.post("/sign-up")
@policy.public
def sign_up_submit() -> ResponseReturnValue:
    def request_link(email: str) -> str | None:
        locale = current_locale()
        return actions.request_sign_up(web.session(), email, locale=locale, now=web.now())

    return _send_link(_sign_up_page, request_link, "/sign-up")


@blueprint.get("/sign-up/sent")
@policy.public
def sign_up_sent() -> str:
    return web.render("accounts/link_sent.html", purpose="sign_up", demo_link=cookie.pop(_DEMO_LINK, None))


@blueprint.get("/sign-up/<token>")
@policy.public
def open_account(token: str) -> ResponseReturnValue:
    link = _find(token, TokenPurpose.SIGN_UP)
    if link is None:
        return _link_over("/sign-up")
    return _account_page(OpenAccountForm(formdata=None, account_email=link.email))


@blueprint.post("/sign-up/<token>")
@policy.public
def open_account_submit(token: str) -> ResponseReturnValue:
    link = _find(token, TokenPurpose.SIGN_UP)
    if link is None:
        return _link_over("/sign-up")
    form = OpenAccountForm(account_email=link.email)
    if not form.validate():
        return _account_page(form), 422
    command = form.to_command()
    hashed = present_passwords().hash(command.password)
    try:
        with writing(web.session()) as session:
            person = actions.open_account(session, token, command.name, hashed, now=web.now())
            session_token = open_session_for(person)
    except NotFound:
        return _link_over("/sign-up")
    login.begin(session_token)
    known_devices.remember(link.email)
    return web.redirect("/account", _l("Your account is ready."))


@blueprint.get("/password-resets/new")
@policy.public
def password_reset_new() -> str:
    return _reset_page(EmailForm(formdata=None))


@blueprint.post("/password-resets/new")
@policy.public
def password_reset_request() -> ResponseReturnValue:
    def request_link(email: str) -> str | None:
        return actions.request_password_reset(web.session(), email, now=web.now())

    return _send_link(_reset_page, request_link, "/password-resets")


@blueprint.get("/password-resets/sent")
@policy.public
def password_reset_sent() -> str:
    link = cookie.pop(_DEMO_LINK, None)
    return web.render("accounts/link_sent.html", purpose="password_reset", demo_link=link)


@blueprint.get("/password-resets/<token>")
@policy.public
def password_reset(token: str) -> ResponseReturnValue:
    link = _find(token, TokenPurpose.PASSWORD_RESET)
    if link is None:
        return _link_over("/password-resets/new")
    return _password_page(NewPasswordForm(formdata=None, account_email=link.email))


@blueprint.post("/password-resets/<token>")
@policy.public
def password_reset_submit(token: str) -> ResponseReturnValue:
    link = _find(token, TokenPurpose.PASSWORD_RESET)
    if link is None:
        return _link_over("/password-resets/new")
    form = NewPasswordForm(account_email=link.email)
    if not form.validate():
        return _password_page(form), 422
    hashed = present_passwords().hash(form.password.data or "")
    try:
        with writing(web.session()) as session:
            person = actions.reset_password(session, token, hashed, now=web.now())
            session_token = open_session_for(person)
    except NotFound:
        return _link_over("/password-resets/new")
    web.give_back(person.email, rules.SIGN_IN_PER_ACCOUNT, all_uses=True)
    login.begin(session_token)
    known_devices.remember(link.email)
    return web.redirect(landing(web.current_actor()), _l("Your password is changed. You are signed in."))


def _send_link(
    page: Callable[[EmailForm], str], request_link: Callable[[str], str | None], path: str
) -> ResponseReturnValue:
    """Ask for a link by mail. The answer is the same for every address."""
    form = EmailForm()
    if not form.validate():
        return page(form), 422
    email = form.to_email()
    try:
        web.limit(email, rules.MAIL_PER_ACCOUNT)
        web.limit(request.remote_addr or "", rules.MAIL_PER_ADDRESS)
    except TooMany as refused:
        return refused_for_now(form, refused, page)
    with writing(web.session()):
        token = request_link(email)
    if token and web.settings().demo:
        # There is no mail in the demonstration: the next page shows the link instead.
        cookie[_DEMO_LINK] = f"{path}/{token}"
    return web.redirect(f"{path}/sent")


def _find(token: str, purpose: TokenPurpose) -> EmailToken | None:
    return queries.find_token(web.session(), token, purpose, now=web.now())


def _link_over(again: str) -> ResponseReturnValue:
    return web.render("accounts/link_over.html", again=again), 404


def _sign_up_page(form: EmailForm) -> str:
    return web.render("accounts/sign_up.html", form=form)


def _account_page(form: OpenAccountForm) -> str:
    return web.render("accounts/open_account.html", form=form)


def _reset_page(form: EmailForm) -> str:
    return web.render("accounts/password_reset_new.html", form=form)


def _password_page(form: NewPasswordForm) -> str:
    return web.render("accounts/password_reset.html", form=form)
