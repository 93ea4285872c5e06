"""The command groups, listed by name; each is imported when one of its commands is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

GROUPS: Mapping[str, str] = {
    "accounts": "portal.accounts.cli",
    "audit": "portal.audit.cli",
    "db": "flask_migrate.cli",
    "demo": "portal.devtools.demo.cli",
    "devtools": "portal.devtools.cli",
    "jobs": "portal.core.jobs.cli",
    "places": "portal.places.cli",
    "serve": "portal.devtools.cli",
    "standards": "portal.standards.cli",
    "units": "portal.reports.cli",
}
"""Names of commands and the modules that hold them under the same name."""


class Commands(AppGroup):
    """A web process has no use for commands, nor for the alembic, the drawing and the demonstration city
    that they bring along."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*GROUPS, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in GROUPS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(GROUPS[cmd_name]), cmd_name)
        return command


def init_app(app: Flask) -> None:
    app.cli = Commands(app.name)
