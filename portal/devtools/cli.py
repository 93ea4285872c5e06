"""`flask serve`, and the checks that `make lint` runs."""

from __future__ import annotations

import sys
from functools import partial

import click
import flask_migrate
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import OperationalError

from portal.accounts.demo_accounts import DEMO_ACCOUNTS
from portal.core.db import db
from portal.core.errors import Unavailable
from portal.core.i18n import in_locale
from portal.core.web import EXTENSION
from portal.devtools import serve as serving
from portal.devtools import supervisor
from portal.devtools.demo.cli import load as load_demo_city
from portal.devtools.schema import missing_columns

devtools = AppGroup("devtools", help="Checks on the code itself.")


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--prepare", is_flag=True, help="First migrate, and load the demonstration city.")
@with_appcontext
def serve(host: str, port: int, *, prepare: bool) -> None:
    """Run the web process and the worker until Ctrl-C; one that dies is started again."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the documented way
    address = serving.address_of(host, port)
    welcome = welcome_text(address)
    try:
        listener = serving.listen_on(host, port)
    except serving.CannotListen as why:
        click.echo(str(why), err=True)
        sys.exit(1)
    if prepare:
        status = supervisor.run_first("preparing", _prepare)
        if status:
            sys.exit(max(0, status))
    programs = {
        "web": partial(serving.web, app, listener),
        "worker": partial(serving.worker, app, listener),
    }
    sys.exit(
        supervisor.run_together(
            programs,
            ready=lambda: serving.answers(f"{address}/healthz"),
            announce=lambda: click.echo(welcome),
        )
    )


def _prepare() -> None:
    """Bring the database up to date and, in demonstration mode, fill it; a clear sentence where it fails."""
    try:
        _bring_up_to_date()
    except (OperationalError, Unavailable, OSError) as why:
        cause = why.__cause__ or why
        reason = getattr(cause, "orig", None) or cause
        click.echo(f"The portal's data could not be prepared: {reason}. Is there room on its disk?", err=True)
        sys.exit(1)


def _bring_up_to_date() -> None:
    settings = current_app.extensions[EXTENSION].settings
    with serving.one_at_a_time(settings.database_url):
        flask_migrate.upgrade()
        missing = missing_columns(db.engine)
        if missing:
            click.echo(
                f"The database was made by another version of Wufei: it lacks {', '.join(missing[:3])}. "
                "Delete it or move it away (make run keeps it in instance/) to begin again.",
                err=True,
            )
            sys.exit(1)
        if settings.demo:
            click.get_current_context().invoke(load_demo_city)


def welcome_text(address: str) -> str:
    """What a newcomer needs first: the address and, in demonstration mode, who there is to be."""
    settings = current_app.extensions[EXTENSION].settings
    lines = ["", f"  Wufei is at {address}   (Ctrl-C ends it)", ""]
    if settings.public_url != address:
        lines[2:2] = [f"  Mails and QR codes lead to {settings.public_url}"]
    if settings.demo:
        lines += [f"  Accounts of the demonstration city, all with the password {settings.demo_password}", ""]
        with in_locale("en"):
            lines += [f"    {account.email:<26} {account.part}" for account in DEMO_ACCOUNTS]
    return "\n".join([*lines, ""])


@devtools.command("migrations")
def migrations() -> None:
    """Fail where a database made by the migrations differs from one made from the models (on SQLite)."""
    from portal.devtools.schema import compare_on_sqlite  # noqa: PLC0415 -- only this command builds databases

    found = compare_on_sqlite()
    for difference in found:
        click.echo(difference, err=True)
    sys.exit(1 if found else 0)


@devtools.command("translations")
def translations() -> None:
    """Fail on source strings without a translation."""
    from portal.devtools.translations import faults  # noqa: PLC0415 -- only this command reads all sources

    found = faults()
    for fault in found:
        click.echo(str(fault), err=True)
    sys.exit(1 if found else 0)


@devtools.command("draw-city")
def draw_city() -> None:
    """Draw the demonstration city's GeoJSON files anew from config/demo_city/plan.yaml."""
    from portal.devtools.city import FOLDER  # noqa: PLC0415 -- only this command draws
    from portal.devtools.drawing.city import draw_folder  # noqa: PLC0415 -- only this command draws

    for path in draw_folder(FOLDER):
        click.echo(f"{path.name}: {path.stat().st_size:,} bytes")


@devtools.command("diagrams")
def diagrams() -> None:
    """Write docs/workflows.md from the transition tables."""
    from portal.devtools.diagrams import PATH, page  # noqa: PLC0415 -- only this command reads all tables

    PATH.write_text(page(), encoding="utf-8")
    click.echo(f"{PATH.name}: {len(page().splitlines())} lines")
