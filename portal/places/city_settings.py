"""`config/city.yaml`: which geography is served, and how exactly places are shown to the public."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.core.content import Problem, WrongFile, read_yaml


@dataclass(frozen=True)
class CitySettings:
    """`geography` is the folder with the city's GeoJSON; `geography_kind` invented, sketch or survey."""

    geography: Path
    geography_kind: str
    public_precision_m: int
    cells_target: int


@cache
def read_city_settings(content: Path) -> CitySettings:
    """Raises WrongFile with file, line and reason."""
    file = read_yaml(content / "city.yaml")
    file.validate(content / "schemas" / "city.json")
    folder = content / file.data["geography"]
    if not (folder / "areas.geojson").is_file():
        line = file.line(("geography",))
        raise WrongFile(file.path, [Problem(line, f"there is no {folder.name}/areas.geojson")])
    return CitySettings(
        folder, file.data["geography_kind"], file.data["public_precision_m"], file.data["cells_target"]
    )
