"""Bring divisions into the database: the country's table, and the city that this portal serves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.core.actor import Actor
from portal.places.city_files import CityArea, CityFiles, CitySite
from portal.places.models import Area, Site
from portal.places.national import Division
from portal.places.queries import forget_gazetteer


@dataclass(frozen=True)
class Loaded:
    """What an import did. A second run of the same table adds and changes nothing."""

    added: int
    changed: int
    same: int


def import_divisions(
    session: Session, divisions: Iterable[Division], *, source: str, actor: Actor, now: datetime
) -> Loaded:
    """Add new divisions and correct names. Those that the table no longer lists stay: records name them."""
    known = {
        code: (name, parent)
        for code, name, parent in session.execute(select(Area.code, Area.name_zh_hans, Area.parent_code))
    }
    fresh, changed, same = [], [], 0
    for one in divisions:
        row = {"code": one.code, "name_zh_hans": one.name, "parent_code": one.parent_code}
        if one.code not in known:
            fresh.append({**row, "level": one.level, "source": source})
        elif known[one.code] != (one.name, one.parent_code):
            changed.append(row)
        else:
            same += 1
    if fresh:
        session.execute(insert(Area), fresh)
    for row in changed:
        session.execute(update(Area).where(Area.code == row["code"]).values(**row, source=source))
    loaded = Loaded(len(fresh), len(changed), same)
    record(
        session,
        actor=actor,
        action="places.import_divisions",
        subject=("divisions", source),
        data={"added": loaded.added, "changed": loaded.changed},
        now=now,
    )
    forget_gazetteer(session)
    return loaded


def import_city(session: Session, files: CityFiles, *, source: str, actor: Actor, now: datetime) -> Loaded:
    """Load a city's divisions with boundaries and its landmarks, and make it the city that is served."""
    codes = [area.code for area in files.areas]
    known = {row.code: row for row in session.scalars(select(Area).where(Area.code.in_(codes)))}
    session.execute(update(Area).where(Area.serves, Area.code != files.city.code).values(serves=False))
    for area in files.areas:
        row = known.get(area.code) or Area(code=area.code)
        _fill(session, row, area, source)
        session.add(row)
    session.flush()
    session.execute(delete(Site).where(Site.area_code.startswith(files.city.code, autoescape=True)))
    session.execute(insert(Site), [_site(site) for site in files.sites])
    record(
        session,
        actor=actor,
        action="places.import_city",
        subject=("area", files.city.code),
        data={"areas": len(files.areas), "sites": len(files.sites), "source": source},
        now=now,
    )
    forget_gazetteer(session)
    return Loaded(len(codes) - len(known), len(known), 0)


def _fill(session: Session, row: Area, area: CityArea, source: str) -> None:
    row.level = area.level
    row.parent_code = area.parent_code or _province(session, area.code)
    row.name_zh_hans, row.name_en, row.name_zh_hant = area.name.zh_Hans, area.name.en, area.name.zh_Hant
    row.source = source
    row.serves = area.parent_code is None
    row.lng, row.lat = area.centre
    row.west, row.south, row.east, row.north = area.shape.bbox
    row.boundary = area.boundary


def _province(session: Session, code: str) -> str | None:
    """A real city's province, where the country's table was imported; the fictitious one has none."""
    return session.scalars(select(Area.code).where(Area.code == code[:2])).one_or_none()


def _site(site: CitySite) -> dict[str, Any]:
    return {
        "kind": site.kind,
        "area_code": site.area_code,
        "name_zh_hans": site.name.zh_Hans,
        "name_en": site.name.en,
        "name_zh_hant": site.name.zh_Hant,
        "lng": site.at[0],
        "lat": site.at[1],
    }
