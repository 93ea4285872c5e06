"""Imports go one way: the contracts of pyproject.toml, held here too so that nobody lands past them."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = sorted(path for folder in ("portal", "config") for path in Path(folder).rglob("*.py"))


def test_the_import_contracts_hold():
    program = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run([program, "--no-logo"], check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout.split("Broken contracts")[-1] + done.stderr


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_types_and_names_of_modules_keep_their_promises(path):
    imported = set(imported_modules(path))

    assert "wsgi" not in imported, "only servers import wsgi"
    if path.name == "types.py":
        foreign = {name for name in imported if is_other_feature(name, path)}
        assert foreign == set(), "a feature's types import nothing of ours but core"


def test_no_module_is_named_for_nothing():
    vague = re.compile(r"^(utils?|helpers?|common|misc|base_\w+|stuff)$")

    assert [path for path in SOURCES if vague.match(path.stem)] == []


def imported_modules(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def is_other_feature(name, path):
    parts = name.split(".")
    return parts[0] == "portal" and len(parts) > 1 and parts[1] not in {"core", path.parent.name}
