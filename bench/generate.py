"""A portal full of reports, for measuring: the demonstration city's geography and many made-up reports.

    .venv/bin/python -m bench.generate FOLDER COUNT

Rows are put in as rows, not by the portal's actions: 100,000 reports in a minute instead of an hour. Every
report has a photo row (no file) and two events. The same COUNT always gives the same rows.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert
from sqlalchemy.orm import Session

from config.settings import ROOT, Settings
from portal.accounts.models import Person, RoleGrant, Unit
from portal.accounts.passwords import passwords_at
from portal.app import create_app
from portal.core.actor import Actor, Role
from portal.core.transaction import writing
from portal.media.models import Photo
from portal.places.city_files import CityFiles, read_city
from portal.places.loading import import_city
from portal.reports.catalogue import catalogue
from portal.reports.map_cells import cell_of
from portal.reports.models import Report, ReportEvent, ReportPhoto, ReportReporter

NEWEST = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
CHUNK = 5_000
DISTRICT, STREET = 6, 9
STATES = ("received",) * 2 + ("accepted",) + ("dispatched",) * 2 + ("in_progress",) + ("closed",) * 10
DISPATCHER = "dispatcher@bench.example"
PASSWORD = "a dispatcher who measures"


def settings_for(folder: Path) -> Settings:
    return Settings.for_tests(
        database_url=f"sqlite:///{folder / 'bench.db'}",
        queue_url=f"sqlite:///{folder / 'queue.db'}",
        storage_url=f"file://{folder / 'files'}",
    )


def environment_for(folder: Path) -> dict[str, str]:
    """What a server needs to serve the folder."""
    made = settings_for(folder)
    return os.environ | {
        "WUFEI_MODE": "test",
        "WUFEI_DATABASE_URL": made.database_url,
        "WUFEI_QUEUE_URL": made.queue_url,
        "WUFEI_STORAGE_URL": made.storage_url,
        "WUFEI_LIMITS_OFF": "1",
    }


def filled(folder: Path, count: int) -> Flask:
    """The portal in `folder`, filled now where it was not before."""
    mark = folder / "filled"
    if mark.exists():
        return create_app(settings_for(folder))
    app = fill(folder, count)
    mark.touch()
    return app


def fill(folder: Path, count: int) -> Flask:
    """A new portal in `folder` with `count` reports."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(settings_for(folder))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        city = read_city(ROOT / "config" / "demo_city")
        with writing() as session:
            import_city(session, city, source="bench", actor=Actor.system(), now=NEWEST)
            units = _people(session, city)
        for first in range(1, count + 1, CHUNK):
            with writing() as session:
                _put(session, city, units, range(first, min(first + CHUNK, count + 1)), count)
    return app


def _people(session: Session, city: CityFiles) -> list[int]:
    districts = [area.code for area in city.areas if len(area.code) == DISTRICT]
    for code in districts:
        name = f"Unit of {code}"
        session.add(
            Unit(code=f"bench-{code}", name_zh_hans=name, name_en=name, name_zh_hant=name,
                 kind="sanitation", area_code=code)
        )  # fmt: skip
    hashed = passwords_at(1, 8).hash(PASSWORD)
    person = Person(email=DISPATCHER, name="Dispatcher", password_hash=hashed, created_at=NEWEST)
    person.email_confirmed_at = NEWEST
    session.add(person)
    session.flush()
    session.add(
        RoleGrant(
            person_id=person.id,
            role=Role.DISPATCHER,
            area_code=city.city.code,
            granted_at=NEWEST,
        )
    )
    return [unit.id for unit in session.query(Unit).order_by(Unit.id)]


def _put(session: Session, city: CityFiles, units: list[int], numbers: range, count: int) -> None:
    streets = [area.code for area in city.areas if len(area.code) == STREET]
    reports = [_report(number, count, streets, units) for number in numbers]
    session.execute(insert(Report), reports)
    session.execute(insert(Photo), [_photo(row) for row in reports])
    session.execute(
        insert(ReportPhoto),
        [{"report_id": r["id"], "photo_id": r["id"], "kind": "before", "added_at": r["submitted_at"]}
         for r in reports],
    )  # fmt: skip
    session.execute(
        insert(ReportReporter),
        [{"report_id": row["id"], "alias": f"R{row['id']}", "secret_hash": "0" * 64} for row in reports],
    )
    session.execute(insert(ReportEvent), [event for row in reports for event in _events(row)])


def _report(number: int, count: int, streets: list[str], units: list[int]) -> dict[str, Any]:
    chance = Random(number)
    street, state = chance.choice(streets), chance.choice(STATES)
    lng, lat = 101.05 + chance.random() * 0.3, 40.5 + chance.random() * 0.25
    at = NEWEST - timedelta(minutes=7 * (count - number))
    handled = state not in ("received", "accepted")
    return {
        "id": number,
        "ref": ref_of(number),
        "submission_id": f"{number:036d}",
        "state": state,
        "state_since": at,
        "visibility": "public",
        "category": chance.choice(sorted(catalogue().categories)),
        "description": "两袋垃圾堆在桥边，已有三天。" * chance.randint(1, 4),
        "area_code": street,
        "district_code": street[:DISTRICT],
        "address": f"{street} 桥边 {number}",
        "place_source": "map",
        **{name: lng for name in ("lng", "original_lng")},
        **{name: lat for name in ("lat", "original_lat")},
        "map_cell": cell_of(round(lng, 3), round(lat, 3)),
        "public_lng": round(lng, 3),
        "public_lat": round(lat, 3),
        "datum": "wgs84",
        "unit_id": chance.choice(units) if handled else None,
        "submitted_at": at,
        "dispatched_at": at if handled else None,
        "due_at": None if state == "closed" else at + timedelta(days=7),
        "closed_at": at if state == "closed" else None,
        "event_count": 2,
    }


def ref_of(number: int) -> str:
    return f"R261120-{number:06d}"


def _photo(report: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": report["id"],
        "ref": f"bench{report['id']:012d}",
        "state": "published",
        "kind": "jpeg",
        "sha256": f"{report['id']:064x}",
        "byte_size": 300_000,
        "width": 2048,
        "height": 1536,
        "fingerprint": f"{report['id']:016x}",
        "placeholder": b"-",
        "created_at": report["submitted_at"],
        "changed_at": report["submitted_at"],
    }


def _events(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    steps = (("submit", None, "received", "reporter"), ("accept", "received", "accepted", "dispatcher"))
    for seq, (action, source, target, party) in enumerate(steps, 1):
        yield {
            "report_id": report["id"], "seq": seq, "action": action, "from_state": source,
            "to_state": target, "party": party, "actor": "guest" if seq == 1 else "system",
            "at": report["submitted_at"],
        }  # fmt: skip


if __name__ == "__main__":
    fill(Path(sys.argv[1]).resolve(), int(sys.argv[2]))
