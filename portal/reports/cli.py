"""`flask units …`: where reports are sent. A real city enters its own before the first report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
from flask.cli import AppGroup

from portal.accounts.actions import make_unit
from portal.accounts.queries import list_handlers_of, list_units
from portal.accounts.types import MakeUnit
from portal.core.actor import Actor
from portal.core.clock import utcnow
from portal.core.errors import Invalid
from portal.core.i18n import Label
from portal.core.transaction import writing
from portal.places.queries import find_area
from portal.reports.catalogue import catalogue

F = TypeVar("F", bound=Callable[..., Any])

units = AppGroup("units", help="Units that deal with reports.")


@units.command("create")
@click.argument("code")
@click.option("--name", required=True, help="In Simplified Chinese, as citizens shall read it.")
@click.option("--name-en", help="In English; the Chinese name where there is none.")
@click.option("--name-hant", help="In Traditional Chinese; the Simplified name where there is none.")
@click.option("--kind", required=True, help="A code of unit_kinds in config/routing.yaml.")
@click.option("--area", required=True, help="Code of the division that it answers for, with all within it.")
@click.option("--contact", default="", help="For dispatchers: a telephone number, a name.")
def create(
    code: str, name: str, name_en: str | None, name_hant: str | None, kind: str, area: str, contact: str
) -> None:
    """Enter a unit under CODE, a short name of your own. Its handlers get their role in the panel."""
    kinds = catalogue().unit_kinds
    if kind not in kinds:
        raise click.BadParameter(f"'{kind}' is none of: {', '.join(kinds)}", param_hint="--kind")
    command = MakeUnit(code, Label(name, name_en or name, name_hant or name), kind, area, contact)
    with writing() as session:
        try:
            unit = make_unit(session, command, actor=Actor.system(), now=utcnow())
        except Invalid as refused:
            texts = [str(text) for found in refused.errors.values() for text in found]
            raise click.ClickException(" ".join(texts)) from refused
        place = find_area(session, unit.area_code)
        click.echo(f"{unit.code}: {name}, {kinds[kind].text.en}, {place.name.en if place else area}")


@units.command("list")
def show() -> None:
    """The units with kind, area and number of handlers; without any, its reports are seen by nobody."""
    with writing() as session:
        for unit in list_units(session):
            handlers = len(list_handlers_of(session, unit.id))
            click.echo(f"{unit.code}\t{unit.kind}\t{unit.area_code}\t{handlers}\t{unit.name.zh_Hans}")
