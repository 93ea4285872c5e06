import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from portal.core.content import WrongFile
from portal.core.i18n import Label
from portal.standards.content import parse
from portal.standards.loading import load_all, load_shared, load_standard
from portal.standards.points import answer_problem
from portal.standards.scoring import score
from portal.standards.types import AllOrNothing, Answers, Deduct, Linear, PerUnit, Piecewise, Rubric, Standard

FOLDER = Path(__file__).parents[2] / "config" / "standards"
ALL = load_all(FOLDER)
SCHOOL = FOLDER / "school" / "2026.1.yaml"

every_standard = pytest.mark.parametrize(
    "standard", [one.standard for one in ALL], ids=[one.standard.code for one in ALL]
)


def test_the_starting_content_is_complete():
    assert len(ALL) == 18
    assert sum(len(one.standard.indicators) for one in ALL) == 294
    assert [one.position for one in ALL] == list(range(18))


def labels_in(value: object) -> list[Label]:
    if isinstance(value, Label):
        return [value]
    if isinstance(value, tuple):
        return [label for one in value for label in labels_in(one)]
    fields = getattr(value, "__dataclass_fields__", {})
    return [label for name in fields for label in labels_in(getattr(value, name))]


@every_standard
def test_every_text_is_in_its_own_script(standard: Standard):
    for label in labels_in(standard):
        assert label.zh_Hans.strip(), label
        assert label.zh_Hant.strip(), label
        assert not re.search(r"[\u4e00-\u9fff]", label.en), label
        # Characters that exist in one script only, and half-width punctuation between Chinese words.
        assert not re.search("[废标满绿进为间业务评审记录实资专处区环场车与证]", label.zh_Hant), label
        assert not re.search("[廢標滿綠進為間業務評審記錄實資專處區環場車與證]", label.zh_Hans), label
        assert not re.search(r"[\u4e00-\u9fff][,:;]|[\u4e00-\u9fff]\(", label.zh_Hans + label.zh_Hant), label


def best_answer(rule):
    match rule:
        case AllOrNothing():
            return True
        case Rubric(levels):
            return levels[0].code
        case Linear(_, full_at) | PerUnit(full_at):
            return full_at
        case Deduct():
            return rule.points_each * 0
        case Piecewise(points):
            return points[-1].at


@every_standard
def test_the_best_answers_reach_the_full_score_and_five_stars(standard: Standard):
    answers = {code: best_answer(one.rule) for code, one in standard.indicators.items()}
    assert not [code for code, one in answers.items() if answer_problem(standard.indicators[code], one)]
    sheet = score(standard, Answers(answers, {one.code: True for one in standard.prerequisites}))
    assert (sheet.total, sheet.certifiable, sheet.level) == (100, True, standard.levels[-1])


@every_standard
def test_the_rule_in_words_says_the_numbers_of_the_rule(standard: Standard):
    for indicator in standard.indicators.values():
        numbers = re.findall(r"\d+(?:\.\d+)?", indicator.rule_text.zh_Hans)
        match indicator.rule:
            case Linear(zero_at, full_at):
                factor = 100 if indicator.kind == "ratio" else 1
                expected = {f"{(one * factor).normalize():f}" for one in (zero_at, full_at)}
            case Deduct(points_each):
                expected = {f"{points_each.normalize():f}"}
            case PerUnit():
                expected = {f"{indicator.max_points.normalize():f}"}
            case Rubric(levels):
                expected = {f"{(level.share * 100).normalize():f}" for level in levels}
            case _:
                expected = set()
        assert expected <= set(numbers), (indicator.code, indicator.rule_text.zh_Hans)


@pytest.mark.parametrize("loaded", ALL, ids=[one.standard.code for one in ALL])
def test_canonical_bytes_give_the_hash_and_the_same_standard(loaded):
    assert hashlib.sha256(loaded.canonical).hexdigest() == loaded.hash
    assert parse(loaded.canonical) == loaded.standard
    content = json.loads(loaded.canonical)
    assert set(content["documents"]) == {one.code for one in loaded.standard.sources}
    assert (
        json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        == loaded.canonical
    )


def changed(tmp_path: Path, old: str, new: str) -> Path:
    path = tmp_path / "school" / "2026.1.yaml"
    path.parent.mkdir(exist_ok=True)
    text = SCHOOL.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


WRONG = [
    ("code: school\n", "code: shool\n", "the folder is 'school', the code says 'shool'"),
    ("version: '2026.1'", "version: 2026.1", "Decimal('2026.1') is not of type 'string'"),
    ("version: '2026.1'", "version: '2027.1'", "the file is named '2026.1', the version says '2027.1'"),
    ("pass_mark: 80", "pass_mark: 180", "180 is greater than the maximum of 100"),
    ("pass_mark: 80", "pass_mark: 70", "the first level starts at the pass mark 70"),
    ("name_en: Zero-waste school\n", "", "'name_en' is a required property"),
    ("    weight: 20", "    weight: 21", "the weight is 21, its indicators add up to 20"),
    ("evidence: [rules]", "evidence: [rumours]", "'rumours' is not in evidence.yaml"),
    ("sources: [S-WHXX]", "sources: [S-NONE]", "'S-NONE' is not in sources.yaml"),
    ("code: school-1.2", "code: school-1.1", "the code 'school-1.1' is used twice"),
    ("zero_at: 0.5", "zero_at: 50", "zero_at of a ratio is a share between 0 and 1, not 50"),
    ("zero_at: 0.5", "zero_at: 1", "zero_at and full_at are the same"),
    ("type: per_unit", "type: linear", "'zero_at' is a required property"),
    ("kind: boolean", "kind: number", "the rule 'all_or_nothing' does not fit an indicator of kind 'number'"),
    ("share: 0.6", "share: 0.2", "levels go from share 1 down to share 0"),
    (
        "sources: [S-WHXX]\n        inferred: false",
        "sources: []\n        inferred: false",
        "not inferred, but no source is named",
    ),
    ("veto: true", "veto: perhaps", "'perhaps' is not of type 'boolean'"),
    (
        "blind: false",
        "blind: true",
        "reviewers are told who applies, to declare a conflict; it must be false",
    ),
    (
        "blind: false",
        "blind: false\nblinds: 3",
        "Additional properties are not allowed ('blinds' was unexpected)",
    ),
]


@pytest.mark.parametrize(("old", "new", "reason"), WRONG)
def test_a_wrong_file_gives_file_line_and_reason(tmp_path, old, new, reason):
    path = changed(tmp_path, old, new)
    with pytest.raises(WrongFile) as wrong:
        load_standard(path, load_shared(FOLDER))
    assert wrong.value.path == path
    assert reason in [problem.reason for problem in wrong.value.problems]


def test_a_wrong_number_is_found_on_its_own_line(tmp_path):
    path = changed(tmp_path, "    weight: 20", "    weight: 21")
    line = path.read_text("utf-8").splitlines().index("    weight: 21") + 1
    with pytest.raises(WrongFile) as wrong:
        load_standard(path, load_shared(FOLDER))
    assert f"{path}:{line}: the weight is 21, its indicators add up to 20" in str(wrong.value)


def test_a_listed_type_without_a_file_is_found(tmp_path):
    folder = tmp_path / "standards"
    shutil.copytree(FOLDER, folder)
    shutil.rmtree(folder / "port")
    with pytest.raises(WrongFile, match=r"there is no file in .*port"):
        load_all(folder)
