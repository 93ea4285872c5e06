from decimal import Decimal

import pytest

from portal.core.content import Problem, WrongFile, read_yaml


def written(tmp_path, text, *, encoding="utf-8"):
    path = tmp_path / "some.yaml"
    path.write_bytes(text.encode(encoding))
    return path


def test_read_yaml_keeps_decimals_exact_and_lines_findable(tmp_path):
    file = read_yaml(written(tmp_path, "a: 1\nb:\n  - c: 0.6\n  - d: yes\n"))
    assert file.data == {"a": 1, "b": [{"c": Decimal("0.6")}, {"d": True}]}
    assert file.line(("b", 0, "c")) == 3
    assert file.line(("b", 1, "not there")) == 4


def test_refuse_names_file_line_and_reason(tmp_path):
    path = written(tmp_path, "a: 1\nb: 2\n")
    with pytest.raises(WrongFile) as wrong:
        read_yaml(path).refuse([(("b",), "too small")])
    assert str(wrong.value) == f"{path}:2: too small"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "'a' is given twice"),
        ("a: 1\nb: .inf\n", 2, ".inf is not a number to count with"),
    ],
)
def test_read_yaml_refuses_broken_files(tmp_path, text, line, reason):
    with pytest.raises(WrongFile) as wrong:
        read_yaml(written(tmp_path, text))
    assert wrong.value.problems == [Problem(line, reason)]


def test_read_yaml_finds_the_line_of_broken_syntax(tmp_path):
    with pytest.raises(WrongFile) as wrong:
        read_yaml(written(tmp_path, "a: 1\nb: [1\nc: 2\n"))
    assert [problem.line for problem in wrong.value.problems] == [3]


def test_read_yaml_refuses_other_encodings_and_missing_files(tmp_path):
    with pytest.raises(WrongFile):
        read_yaml(written(tmp_path, "a: 无废", encoding="gb18030"))
    with pytest.raises(WrongFile):
        read_yaml(tmp_path / "none.yaml")


def test_validate_reports_every_breach_with_its_line(tmp_path):
    schema = tmp_path / "schema.json"
    schema.write_text('{"properties": {"a": {"type": "string"}, "b": {"minimum": 3}}, "required": ["c"]}')
    with pytest.raises(WrongFile) as wrong:
        read_yaml(written(tmp_path, "b: 2\na: 1\n")).validate(schema)
    assert wrong.value.problems == [
        Problem(1, "'c' is a required property"),
        Problem(1, "2 is less than the minimum of 3"),
        Problem(2, "1 is not of type 'string'"),
    ]
