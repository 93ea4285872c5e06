"""`flask standards import` and `flask standards check`."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from portal.core.actor import Actor
from portal.core.clock import utcnow
from portal.core.content import WrongFile
from portal.core.db import db
from portal.core.i18n import in_locale
from portal.core.transaction import writing
from portal.core.web import EXTENSION
from portal.standards.actions import DifferentContent, import_all
from portal.standards.loading import Loaded, load_all

standards = AppGroup("standards", help="The published standards of the cell types.")


@standards.command("import")
@click.option("--draft", is_flag=True, help="Leave new versions as drafts for an officer to publish.")
def import_files(draft: bool) -> None:
    """Bring in every file under config/standards and publish it. Doing it again changes nothing."""
    files = _load()
    try:
        with writing(db.session()) as session:
            published = import_all(session, files, publishing=not draft, actor=Actor.system(), now=utcnow())
    except DifferentContent as refused:
        with in_locale("en"):
            click.echo(f"{refused.name}: {refused.message}", err=True)
        sys.exit(1)
    click.echo(f"{len(files)} standards in order, {published} newly published")


@standards.command("check")
def check_files() -> None:
    """Check the files and print their hashes, without touching the database."""
    for loaded in _load():
        click.echo(f"{loaded.hash}  {loaded.standard.code}/{loaded.standard.version}")


def _load() -> list[Loaded]:
    try:
        return load_all(current_app.extensions[EXTENSION].settings.content_dir / "standards")
    except WrongFile as wrong:
        click.echo(str(wrong), err=True)
        sys.exit(1)
