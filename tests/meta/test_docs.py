"""The documents tell the truth where a machine can say so: commands, settings, files, links, decisions."""

import re

import click
import pytest

from config.settings import ROOT, Settings
from portal.app import create_app

DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
TERMS = {
    "zero-waste cell": "无废细胞",
    "standard / version": "评价标准 / 版本",
    "prerequisite": "前置条件",
    "indicator / points": "指标 / 分值",
    "self-assessment": "自评",
    "evidence": "佐证材料",
    "application": "申报",
    "screening / return for correction": "形式审查 / 补正",
    "expert review": "专家评审",
    "site visit": "现场核查",
    "public notice / objection": "公示 / 异议",
    "certify": "认定 / 命名",
    "re-check / revoke": "复核 / 摘牌",
    "unit": "处置单位",
    "accept": "受理",
    "dispatch": "转办、派单",
    "return": "退单",
    "resolve / close": "办结 / 结案",
    "dispute / reopen": "异议、重办",
    "merge": "并案",
    "transfer": "移送",
    "supervise / remind": "督办 / 催办",
    "rewarded report": "有奖举报",
    "ledger / strike-off": "台账 / 销号",
    "points (of a citizen)": "积分",
    "task list": "任务清单",
    "assigned supervision": "包保",
    "consultation": "征求意见",
}


@pytest.fixture(params=DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def document(request):
    return request.param


def test_every_command_exists(document):
    commands = create_app(Settings.for_tests()).cli
    named = re.findall(r"flask --app wsgi ([a-z][a-z -]*[a-z])", document.read_text())
    assert [line for line in named if not is_command(commands, line.split())] == []


def is_command(command, words):
    """Words that follow a command which has none below it are its arguments."""
    if not words or not isinstance(command, click.Group):
        return True
    found = command.get_command(click.Context(command), words[0])
    return found is not None and is_command(found, words[1:])


def test_every_make_target_exists(document):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)|^ +make ([a-z-]+)", document.read_text(), re.MULTILINE))
    assert {first or second for first, second in named} <= targets


def test_every_setting_is_explained_and_none_invented():
    known = {f"WUFEI_{name.upper()}" for name in Settings.__dataclass_fields__}
    named = {name for path in DOCS for name in settings_of(path.read_text())}
    assert named == known


def settings_of(text):
    """Names as they stand, and those that follow one in short: `WUFEI_SITE_OWNER`, `_ICP`."""
    for first, rest in re.findall(r"(WUFEI_[A-Z0-9_]*[A-Z0-9])((?:[`*, ]+_[A-Z0-9_]+)*)", text):
        yield first
        yield from (first.rpartition("_")[0] + short for short in re.findall(r"_[A-Z0-9_]+", rest))


def test_every_file_named_is_there(document):
    named = re.findall(
        r"`((?:portal|templates|static|tests|config|docs|bench|migrations)/[\w./-]+\w/?)`",
        document.read_text(),
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_link_leads_somewhere(document):
    targets = re.findall(r"\]\(([^)#:]+)\)|src=\"([^\":]+)\"", document.read_text())
    found = [first or second for first, second in targets]
    assert [target for target in found if not (document.parent / target).exists()] == []


def test_the_index_lists_every_decision():
    folder = ROOT / "docs" / "adr"
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text())
    assert listed == sorted(path.name for path in folder.glob("[0-9]*.md"))


def test_the_glossary_holds_the_citys_words():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs" / "glossary.md").read_text().splitlines()
        if line.startswith("|")
    ]
    pairs = {re.sub(r" \(`.*`\)|, .*", "", en): zh for row in rows for zh, en in (row[:2], row[2:])}
    assert {en: pairs.get(en) for en in TERMS if TERMS[en] not in (pairs.get(en) or "")} == {}
