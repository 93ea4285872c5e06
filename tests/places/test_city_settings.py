"""`config/city.yaml` and what is said of a wrong one."""

import shutil

import pytest

from config.settings import ROOT
from portal.core.content import WrongFile
from portal.places.city_settings import read_city_settings


def test_the_committed_file_is_whole():
    city = read_city_settings(ROOT / "config")
    assert (city.geography.name, city.geography_kind, city.public_precision_m) == (
        "demo_city",
        "invented",
        50,
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("geography: atlantis", "there is no atlantis/areas.geojson"),
        ("geography: ../secrets", "does not match"),
    ],
)
def test_wrong_file_is_named_with_its_line(tmp_path, line, reason):
    shutil.copytree(ROOT / "config" / "schemas", tmp_path / "schemas")
    (tmp_path / "city.yaml").write_text(
        f"cells_target: 9\ngeography_kind: sketch\npublic_precision_m: 50\n{line}\n", "utf-8"
    )
    with pytest.raises(WrongFile) as caught:
        read_city_settings(tmp_path)
    assert "city.yaml:4:" in str(caught.value)
    assert reason in str(caught.value)
