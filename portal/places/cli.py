"""`flask places …`"""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from portal.core.actor import Actor
from portal.core.clock import utcnow
from portal.core.transaction import writing
from portal.places.city_files import CityFileError, read_city
from portal.places.loading import import_city, import_divisions
from portal.places.national import SOURCE, TABLE, DivisionError, read_divisions

places = AppGroup("places", help="Administrative divisions and the city's geography.")


@places.command("import")
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=TABLE)
@click.option("--source", default=SOURCE, show_default=True, help="How the table is named in the data.")
def import_command(table: Path, source: str) -> None:
    """Load the country's divisions, province to street (42,000). May be run again; changes nothing twice."""
    try:
        divisions = read_divisions(table)
    except (DivisionError, OSError) as error:
        raise click.ClickException(f"{table.name}: {error}") from error
    with writing() as session:
        done = import_divisions(session, divisions, source=source, actor=Actor.system(), now=utcnow())
    click.echo(f"{done.added} divisions added, {done.changed} changed, {done.same} as they were")


@places.command("import-city")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_city_command(folder: Path) -> None:
    """Load the served city's divisions with boundaries, and its landmarks, from GeoJSON files in FOLDER."""
    try:
        files = read_city(folder)
    except CityFileError as error:
        raise click.ClickException(str(error)) from error
    with writing() as session:
        import_city(session, files, source=folder.name, actor=Actor.system(), now=utcnow())
    click.echo(f"{files.city.name.zh_Hans}: {len(files.areas)} divisions, {len(files.sites)} landmarks")
