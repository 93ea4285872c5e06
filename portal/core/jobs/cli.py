"""`flask jobs work` and `flask jobs run-due`."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from portal.core.db import db
from portal.core.jobs.runner import run_due
from portal.core.jobs.worker import work
from portal.core.web import EXTENSION

jobs = AppGroup("jobs", help="Work outside the request.")


@jobs.command("work")
@click.option("--workers", default=2, show_default=True, help="Threads of this worker process.")
def work_command(workers: int) -> None:
    """Do jobs until stopped: photos, mail, timers."""
    portal = current_app.extensions[EXTENSION]
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the documented way
    work(app, portal.doorbell, portal.registry, portal.jobs, workers=workers)


@jobs.command("run-due")
def run_due_command() -> None:
    """Do all jobs that are due now, then end."""
    portal = current_app.extensions[EXTENSION]
    count = run_due(db.session(), portal.registry, portal.jobs)
    click.echo(f"{count} jobs done")
