"""`flask accounts …`: what must be possible before anybody can sign in."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from portal.accounts import actions
from portal.accounts.addresses import normal_email
from portal.accounts.passwords import passwords_at
from portal.accounts.queries import find_person_by_email
from portal.accounts.rules import password_faults
from portal.accounts.types import GrantRole
from portal.core import web
from portal.core.actor import Actor, Role
from portal.core.clock import utcnow
from portal.core.errors import Invalid
from portal.core.i18n import DEFAULT_LOCALE, LOCALES
from portal.core.transaction import writing
from portal.places.queries import find_city

accounts = AppGroup("accounts", help="People with an account.")


@accounts.command("create-admin")
@click.argument("email")
@click.option("--name", required=True, help="As others shall see it.")
@click.option("--area", help="Code of the area; the whole city by default.")
@click.option("--locale", type=click.Choice(LOCALES), default=DEFAULT_LOCALE, show_default=True)
@click.password_option()
def create_admin(email: str, name: str, area: str | None, locale: str, password: str) -> None:
    """Make the first administrator, or make someone who has an account one."""
    address = normal_email(email, allow_example=not web.settings().production)
    if address is None:
        raise click.BadParameter(f"{email} is not an e-mail address")
    faults = password_faults(password, address)
    if faults:
        raise click.BadParameter(str(faults[0]))
    settings = web.settings()
    hashed = passwords_at(settings.argon2_time, settings.argon2_memory_kib).hash(password)
    with writing() as session:
        city = find_city(session)
        person = find_person_by_email(session, address)
        if person is None:
            person = actions.make_account(session, address, name, hashed, locale=locale, now=utcnow())
        grant = GrantRole(Role.ADMINISTRATOR, area_code=area or (city.code if city else None))
        try:
            actions.grant_role(session, person, grant, actor=Actor.system(), now=utcnow())
        except Invalid as refused:
            texts = [str(text) for found in refused.errors.values() for text in found]
            raise click.ClickException(" ".join(texts)) from refused
    click.echo(f"{address} is an administrator")
