"""`flask demo load`."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from portal.core.clock import utcnow
from portal.core.db import db
from portal.core.transaction import writing
from portal.core.web import EXTENSION

demo = AppGroup("demo", help="The fictitious demonstration city.")


@demo.command("load")
def load() -> None:
    """Fill an empty portal with the demonstration city. Doing it again changes nothing."""
    portal = current_app.extensions[EXTENSION]
    if portal.settings.production:
        click.echo(
            "The demonstration city has accounts with a known password: it is refused in production mode "
            "(WUFEI_MODE=production).",
            err=True,
        )
        sys.exit(1)
    from portal.devtools.demo.loading import is_loaded, load_demo  # noqa: PLC0415 -- seldom needed, and large

    if is_loaded(db.session()):
        click.echo("The demonstration city is there already.")
        return
    click.echo("Loading the demonstration city (this takes some seconds, once) …")
    with writing(db.session()) as session:
        made = load_demo(session, portal.jobs, portal.registry, now=utcnow())
    click.echo("  " + ", ".join(f"{number} {name}" for name, number in made.counts.items()))
