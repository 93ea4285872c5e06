"""Every route declares who may come in. A route without a policy does not start.

A policy answers from the actor alone; what a person may do with one particular thing is asked of the
feature's `permissions.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask

from portal.core.actor import Actor, Role
from portal.core.errors import NotAllowed
from portal.core.i18n import lazy_gettext as _l

F = TypeVar("F", bound=Callable[..., Any])
ATTRIBUTE = "wufei_policy"
EXEMPT = frozenset({"static"})


def public(view: F) -> F:
    """Anyone, signed in or not."""
    return _mark(view, "public", lambda _: True)


def signed_in(view: F) -> F:
    """Anyone with an account; a guest is led to the sign-in page and back."""
    return _mark(view, "signed_in", lambda actor: actor.signed_in)


def member(view: F) -> F:
    """Members of any organisation."""
    return _mark(view, "member", lambda actor: bool(actor.memberships))


def staff(view: F) -> F:
    """Anyone who holds any role."""
    return _mark(view, "staff", lambda actor: actor.is_staff)


def role(*roles: Role) -> Callable[[F], F]:
    """Those who hold one of `roles`, in whatever area or unit."""

    def decorate(view: F) -> F:
        return _mark(view, "role:" + ",".join(roles), lambda actor: actor.has(*roles))

    return decorate


def city_role(*roles: Role) -> Callable[[F], F]:
    """Those who hold one of `roles` for the whole city: what they see here knows no districts."""
    from portal.core.web import has_whole_city  # noqa: PLC0415 -- web imports policy's siblings

    def decorate(view: F) -> F:
        return _mark(view, "city_role:" + ",".join(roles), lambda actor: has_whole_city(actor, *roles))

    return decorate


def policy_of(view: Callable[..., Any]) -> str | None:
    return getattr(view, ATTRIBUTE, None)


def check_all_routes(app: Flask) -> None:
    """Refuse to start with an undeclared route: no page is ever served before its policy exists."""
    bare = sorted(
        endpoint
        for endpoint, view in app.view_functions.items()
        if policy_of(view) is None and endpoint not in EXEMPT
    )
    if bare:
        raise RuntimeError(f"routes without a policy: {', '.join(bare)}")


def _mark(view: F, name: str, allows: Callable[[Actor], bool]) -> F:
    from portal.core.web import current_actor  # noqa: PLC0415 -- web imports policy's siblings

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        actor = current_actor()
        if not allows(actor):
            if not actor.signed_in:
                raise NotAllowed(_l("Please sign in to go on."), sign_in=True)
            raise NotAllowed
        return view(*args, **kwargs)

    setattr(checked, ATTRIBUTE, name)
    return checked  # type: ignore[return-value]  # wraps keeps the signature
