"""What the modules of views share: hashing, landing, and the answer to too many attempts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Response, make_response

from portal.accounts import actions, login
from portal.accounts.models import Person
from portal.accounts.passwords import Passwords, passwords_at
from portal.core import web
from portal.core.actor import Actor
from portal.core.errors import Invalid, TooMany
from portal.core.forms import BaseForm, wait_text

AnyForm = TypeVar("AnyForm", bound=BaseForm)


def landing(actor: Actor) -> str:
    """Where a person goes who asked for no page: staff to their work, others to their own page."""
    return "/panel" if actor.is_staff else "/account"


def present_passwords() -> Passwords:
    return passwords_at(web.settings().argon2_time, web.settings().argon2_memory_kib)


def open_session_for(person: Person) -> str:
    """A session on this device for someone who came by a link; to be followed by `login.begin`."""
    days = web.settings().session_days
    return actions.open_session(web.session(), person, login.present_device(), days=days, now=web.now())


def refused_for_now(form: AnyForm, refused: TooMany, page: Callable[[AnyForm], str]) -> Response:
    """The form again, with what was typed, saying when it may be sent again."""
    form.show(Invalid({"": [wait_text(refused)]}))
    response = make_response(page(form), 429)
    response.headers["Retry-After"] = str(refused.retry_after)
    return response
