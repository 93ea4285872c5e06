"""The reports' plans, from `reports.yaml`, and the first act of each: somebody sees it and tells."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from portal.core.actor import Actor
from portal.core.content import read_yaml
from portal.core.ids import digest, new_secret
from portal.devtools.demo.pictures import LOOKS, is_picture, picture
from portal.devtools.demo.stage import Stage
from portal.places.city_settings import read_city_settings
from portal.places.datum import metres_per_degree, public_point
from portal.places.gazetteer import SiteEntry
from portal.places.types import Datum, Point
from portal.reports import actions
from portal.reports.models import Report
from portal.reports.queries import get_report
from portal.reports.types import NO_PHOTOS, PlaceSource, ReportPlace, SubmitReport

FILE = Path(__file__).with_name("reports.yaml")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One report as it shall come to be; the words stand at the head of the file."""

    number: int
    look: int
    ago: int
    at: str
    category: str
    spot: str
    address: str
    text: str
    end: str
    photo: str = ""
    unseen: bool = False
    exact: bool = True
    by: str = ""
    lang: str = "zh_Hans"
    rating: int | None = None
    why: str = ""
    note: str = ""
    question: str = ""
    ground: str = ""
    reason: str = ""
    body: str = ""
    into: str = ""

    def before(self) -> bytes:
        return picture(f"{self.photo}-before", self.look)

    def after(self, look: int | None = None) -> bytes:
        return picture(f"{self.photo}-after", self.look if look is None else look)

    def half_done(self, look: int | None = None) -> bytes:
        """What is left lying, for those who dispute."""
        if is_picture(f"{self.photo}-after-bad"):
            return picture(f"{self.photo}-after-bad", self.look if look is None else look)
        return picture(f"{self.photo}-before", 2)

    @property
    def owner(self) -> str:
        """The phone with which it was reported."""
        return digest(f"phone {self.number}")


@cache
def plans() -> tuple[Plan, ...]:
    """All of them, in the order of the file."""
    return tuple(_plans())


def _plans() -> Iterator[Plan]:
    used: Counter[str] = Counter()
    for number, row in enumerate(read_yaml(FILE).data["reports"], 1):
        name = row.get("photo", "")
        yield Plan(number=number, look=used[name] % len(LOOKS), **row)
        used[name] += 1


def submit(stage: Stage, plan: Plan, now: datetime) -> Report:
    """Somebody takes a photo and sends it."""
    actor = stage.person(plan.by) if plan.by else Actor.guest(plan.lang)
    photos = NO_PHOTOS
    if plan.photo:
        photos, _ = stage.stage_photos([plan.before()], owner=plan.owner, now=now - timedelta(minutes=1))
    command = SubmitReport(
        submission_id=str(UUID(bytes=hashlib.sha256(plan.text.encode()).digest()[:16], version=4)),
        category=plan.category,
        place=place_of(stage, plan),
        description=plan.text,
        photos=photos,
        phone_key=plan.owner,
    )
    sent = actions.submit(
        stage.session, command, secret=new_secret(), sealer=stage.context.sealer, actor=actor, now=now
    )
    return get_report(stage.session, sent.ref)


def place_of(stage: Stage, plan: Plan) -> ReportPlace:
    """A point near the landmark, in the same street; or the address alone."""
    site = find_site(stage, plan.spot)
    if not plan.exact:
        return ReportPlace(area_code=site.area_code, source=PlaceSource.ADDRESS, address=plan.address)
    point = _near(stage, plan, site)
    public = public_point(point, read_city_settings(stage.context.settings.content_dir).public_precision_m)
    sources = (PlaceSource.PHOTO, PlaceSource.PHONE, PlaceSource.MAP) if plan.photo else (PlaceSource.MAP,)
    return ReportPlace(
        area_code=site.area_code,
        source=stage.chance("source", plan.number).choice(sources),
        address=plan.address,
        lng=point.lng,
        lat=point.lat,
        original_lng=point.lng,
        original_lat=point.lat,
        datum=Datum.WGS84.value,
        accuracy_m=point.accuracy_m,
        public_lng=public.lng,
        public_lat=public.lat,
    )


def find_site(stage: Stage, name: str) -> SiteEntry:
    return next(site for site in stage.city.sites if site.name.zh_Hans == name)


def _near(stage: Stage, plan: Plan, site: SiteEntry) -> Point:
    chance = stage.chance("near", plan.number)
    east, north = metres_per_degree(site.point.lat)
    for reach in (220, 120, 60, 20):
        point = Point(
            lng=round(site.point.lng + chance.uniform(-reach, reach) / east, 6),
            lat=round(site.point.lat + chance.uniform(-reach, reach) / north, 6),
            accuracy_m=float(chance.choice((5, 8, 12, 16))),
        )
        if stage.city.at(point).codes[:1] == (site.area_code,):
            return point
    return site.point
