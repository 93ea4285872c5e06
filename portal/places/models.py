"""Administrative divisions and the landmarks inside them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigId, Json, enum_type
from portal.core.i18n import Label
from portal.places.types import AreaLevel, SiteKind


class Area(Base):
    """One administrative division. Its code begins with the code of every division around it.

    `serves` marks the one city whose portal this is. Boundary and centroid are WGS-84 and only known for that
    city; `boundary` is GeoJSON geometry and is loaded only when asked for.
    """

    __tablename__ = "areas"
    __table_args__ = (
        CheckConstraint(
            "(level = 'province' AND length(code) = 2) OR (level = 'city' AND length(code) = 4)"
            " OR (level = 'district' AND length(code) = 6) OR (level = 'street' AND length(code) = 9)",
            name="code_fits_level",
        ),
        CheckConstraint(
            "parent_code IS NULL OR (length(parent_code) < length(code)"
            " AND substr(code, 1, length(parent_code)) = parent_code)",
            name="code_begins_with_parent",
        ),
        CheckConstraint("NOT serves OR level = 'city'", name="serves_a_city"),
        Index("ix_areas_parent_code", "parent_code"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(9), unique=True)
    level: Mapped[AreaLevel] = mapped_column(enum_type(AreaLevel, "level"))
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("areas.code"))
    name_zh_hans: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    name_zh_hant: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(40))
    serves: Mapped[bool] = mapped_column(default=False)
    lng: Mapped[float | None]
    lat: Mapped[float | None]
    west: Mapped[float | None]
    south: Mapped[float | None]
    east: Mapped[float | None]
    north: Mapped[float | None]
    boundary: Mapped[dict[str, Any] | None] = mapped_column(Json, deferred=True)

    @property
    def name(self) -> Label:
        """Where a language has no name of its own, the official Chinese one is shown."""
        official = self.name_zh_hans
        return Label(official, self.name_en or official, self.name_zh_hant or official)


class Site(Base):
    """A landmark or neighbourhood that people know by name, at a point in WGS-84, inside one division."""

    __tablename__ = "sites"
    __table_args__ = (UniqueConstraint("area_code", "name_zh_hans"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[SiteKind] = mapped_column(enum_type(SiteKind, "kind"))
    area_code: Mapped[str] = mapped_column(ForeignKey("areas.code"))
    name_zh_hans: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    name_zh_hant: Mapped[str] = mapped_column(String(60))
    lng: Mapped[float]
    lat: Mapped[float]

    @property
    def name(self) -> Label:
        return Label(self.name_zh_hans, self.name_en, self.name_zh_hant)
