"""`flask serve`, and the checks that `make lint` runs."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from portal.accounts.demo_accounts import DEMO_ACCOUNTS
from portal.core.i18n import in_locale
from portal.core.web import EXTENSION
from portal.devtools import serve as serving

devtools = AppGroup("devtools", help="Checks on the code itself.")


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535))
@with_appcontext
def serve(host: str, port: int) -> None:
    """Run the web process and the worker until one of them ends or Ctrl-C."""
    address = serving.address_of(host, port)
    welcome = welcome_text(address)
    if not serving.is_free(host, port):
        click.echo(f"Port {port} is in use. Choose another one: PORT={port + 1} make run", err=True)
        sys.exit(1)
    sys.exit(
        serving.run_together(
            {"web": serving.web_command(host, port), "worker": serving.worker_command()},
            ready=lambda: serving.answers(f"{address}/healthz"),
            announce=lambda: click.echo(welcome),
        )
    )


def welcome_text(address: str) -> str:
    """What a newcomer needs first: the address and, in demonstration mode, who there is to be."""
    lines = ["", f"  Wufei is at {address}   (Ctrl-C ends it)", ""]
    settings = current_app.extensions[EXTENSION].settings
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
