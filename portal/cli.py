"""The command groups, listed by name."""

from __future__ import annotations

from flask import Flask

from portal.accounts.cli import accounts
from portal.audit.cli import audit
from portal.core.jobs.cli import jobs
from portal.devtools.cli import devtools, serve
from portal.devtools.demo.cli import demo
from portal.places.cli import places
from portal.reports.cli import units
from portal.standards.cli import standards

GROUPS = (
    accounts,
    audit,
    demo,
    devtools,
    jobs,
    places,
    serve,
    standards,
    units,
)


def init_app(app: Flask) -> None:
    for group in GROUPS:
        app.cli.add_command(group)
