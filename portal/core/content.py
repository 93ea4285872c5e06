"""Content files: YAML that a city may change, read so that a mistake names its file, line and reason.

Numbers with a point are read as `Decimal`, so that 0.6 in a file is exactly 0.6.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from jsonschema import Draft202012Validator

# The C parser reads the same files eight times faster, where it was built.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Where = tuple[str | int, ...]
"""The way to a value inside a file: ("dimensions", 0, "weight")."""


class Problem(NamedTuple):
    """What is wrong in a file, and on which line (counted from 1)."""

    line: int
    reason: str


class WrongFile(Exception):
    """A content file that cannot be used, with every problem found in it."""

    def __init__(self, path: Path, problems: Iterable[Problem]) -> None:
        self.path = path
        self.problems = sorted(problems)
        super().__init__("\n".join(f"{path}:{problem.line}: {problem.reason}" for problem in self.problems))


@dataclass(frozen=True)
class YamlFile:
    """A parsed file that remembers the line of each of its values."""

    path: Path
    data: Any
    lines: Mapping[Where, int]

    def line(self, where: Where) -> int:
        """Line of a value, or of the nearest thing around it that exists."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def refuse(self, problems: Iterable[tuple[Where, str]]) -> None:
        """Raise WrongFile if there is any problem."""
        found = [Problem(self.line(where), reason) for where, reason in problems]
        if found:
            raise WrongFile(self.path, found)

    def validate(self, schema: Path) -> None:
        """Check against a JSON schema; raises WrongFile with every breach."""
        validator = Draft202012Validator(json.loads(schema.read_text("utf-8")))
        self.refuse(
            (tuple(error.absolute_path), _shortened(error.message))
            for error in validator.iter_errors(self.data)
        )


def read_yaml(path: Path) -> YamlFile:
    """Read one YAML document; raises WrongFile for broken syntax, a key given twice or a missing file."""
    reader = _Reader(path)
    return YamlFile(path, reader.read(), reader.lines)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[Where, int] = {}

    def read(self) -> Any:
        try:
            node = yaml.compose(self.path.read_text("utf-8"), Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise WrongFile(self.path, [Problem(mark.line + 1 if mark else 1, str(error.problem))]) from error
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise WrongFile(self.path, [Problem(1, str(error))]) from error
        return None if node is None else self._value(node, ())

    def _value(self, node: yaml.Node, where: Where) -> Any:
        self.lines[where] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*where, at)) for at, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in mapping:
                raise WrongFile(self.path, [Problem(key_node.start_mark.line + 1, f"'{key}' is given twice")])
            mapping[key] = self._value(value_node, (*where, key))
            self.lines[(*where, key)] = key_node.start_mark.line + 1
        return mapping

    def _scalar(self, node: yaml.Node) -> Any:
        value = yaml.SafeLoader("").construct_object(node)
        if not isinstance(value, float):
            return value
        exact = Decimal(str(node.value).replace("_", "")) if value - value == 0 else None
        if exact is None:
            raise WrongFile(
                self.path, [Problem(node.start_mark.line + 1, f"{node.value} is not a number to count with")]
            )
        return exact


def _shortened(message: str, length: int = 300) -> str:
    return message if len(message) <= length else f"{message[:length]}…"
