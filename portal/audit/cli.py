"""`flask audit verify`."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from portal.audit.queries import verify_chain
from portal.core.db import db

audit = AppGroup("audit", help="The hash-chained log.")


@audit.command("verify")
def verify() -> None:
    """Check the whole chain. Exit status 1 with the first broken entry, or 2 where there is no log."""
    try:
        outcome = verify_chain(db.session())
    except (OperationalError, ProgrammingError) as error:
        click.echo(f"There is no audit log to check: {error.orig}", err=True)
        click.echo("A new database gets its tables by: flask --app wsgi db upgrade", err=True)
        sys.exit(2)
    if outcome.broken is None:
        click.echo(f"audit log intact: {outcome.count} entries")
        return
    click.echo(f"audit log BROKEN at entry {outcome.broken.number}: {outcome.broken.reason}", err=True)
    sys.exit(1)
