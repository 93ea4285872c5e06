"""The demonstration city, as `demo load` and the tests put it into the database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from portal.core.actor import Actor
from portal.places.city_files import read_city
from portal.places.loading import Loaded, import_city

FOLDER = Path(__file__).resolve().parent.parent.parent / "config" / "demo_city"


def load_city(session: Session, now: datetime) -> Loaded:
    """Chengchuan (澄川市, 9901): fictitious; loading it again corrects it and adds nothing."""
    return import_city(session, read_city(FOLDER), source="demo_city", actor=Actor.system(), now=now)
