"""`flask audit verify`."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from portal.audit.queries import verify_chain
from portal.core.db import db

audit = AppGroup("audit", help="The hash-chained log.")


@audit.command("verify")
def verify() -> None:
    """Check the whole chain; exit status 1 and the first broken entry when it does not hold."""
    outcome = verify_chain(db.session())
    if outcome.broken is None:
        click.echo(f"audit log intact: {outcome.count} entries")
        return
    click.echo(f"audit log BROKEN at entry {outcome.broken.number}: {outcome.broken.reason}", err=True)
    sys.exit(1)
