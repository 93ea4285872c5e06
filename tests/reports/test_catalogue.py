"""The city's content: what is there, and that a wrong file says where and why."""

import shutil

import pytest

from config.settings import ROOT
from portal.core.content import WrongFile
from portal.reports.catalogue import load

CONFIG = ROOT / "config"


@pytest.fixture
def folder(tmp_path):
    """A copy of the content, to break."""
    for name in ("report_categories.yaml", "service_levels.yaml", "routing.yaml"):
        shutil.copy(CONFIG / name, tmp_path / name)
    shutil.copytree(CONFIG / "schemas", tmp_path / "schemas")
    return tmp_path


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return next(number for number, line in enumerate(text.splitlines(), 1) if old.splitlines()[0] in line)


def test_the_content_holds_thirteen_kinds_with_a_way_for_each():
    content = load(CONFIG)
    assert len(content.categories) == 13
    for category in content.categories.values():
        assert category.unit_kind in content.unit_kinds
        assert content.level_of(category.code) is content.levels.levels[category.service_level]


def test_urgent_kinds_tell_people_to_keep_away():
    urgent = {code: one for code, one in load(CONFIG).categories.items() if one.urgent}
    assert set(urgent) == {"hazardous", "medical"}
    assert all(one.safety for one in urgent.values())


def test_every_refusal_says_where_to_turn():
    reasons = load(CONFIG).rejection_reasons
    assert [code for code, reason in reasons.items() if reason.turn_to] == list(reasons) != []


def test_a_report_of_an_abolished_kind_keeps_a_service_level():
    assert load(CONFIG).level_of("once_upon_a_time") in load(CONFIG).levels.levels.values()


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("report_categories.yaml", "unit_kind: water", "unit_kind: moon", "'moon' is not in routing.yaml"),
        (
            "report_categories.yaml",
            "service_level: urgent",
            "service_level: never",
            "'never' is not in service_levels.yaml",
        ),
        ("report_categories.yaml", "- code: medical", "- code: hazardous", "'hazardous' stands twice"),
        (
            "routing.yaml",
            "fallback: [street, sanitation]",
            "fallback: [moon]",
            "'moon' is not among the unit kinds",
        ),
        ("service_levels.yaml", "{hours: 2}", "{minutes: 2}", "Additional properties are not allowed"),
    ],
)
def test_a_wrong_file_names_line_and_reason(folder, name, old, new, reason):
    line = change(folder, name, old, new)
    with pytest.raises(WrongFile) as wrong:
        load(folder)
    assert wrong.value.path.name == name
    assert any(p.line == line and reason in p.reason for p in wrong.value.problems)


def test_an_urgent_kind_without_safety_text_is_refused(folder):
    change(folder, "report_categories.yaml", "    urgent: false", "    urgent: true")
    with pytest.raises(WrongFile):
        load(folder)
