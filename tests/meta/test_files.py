"""Files and functions stay short, and name no folder of one machine."""

import ast
import re
import subprocess
from pathlib import Path

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50
READ_BY_PEOPLE = (".py", ".html", ".js", ".css", ".scss")
NOT_OURS = ("static/vendor/", "static/css/dist/", "migrations/versions/")

# Written so that this file does not find itself.
MACHINE_PATHS = re.compile(r"/hom[e]/\w+|/User[s]/\w+|/roo[t]/\w+|pythonhoste[d]|registry\.npmj[s]")


def tracked(*endings):
    listed = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True, text=True).stdout
    paths = [Path(name) for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and path.name.endswith(endings)]


def test_files_keep_to_their_length():
    ours = [path for path in tracked(*READ_BY_PEOPLE) if not str(path).startswith(NOT_OURS)]
    lengths = {str(path): path.read_text(encoding="utf-8").count("\n") for path in ours}

    assert {path: lines for path, lines in lengths.items() if lines > MAX_FILE_LINES} == {}


def test_functions_keep_to_their_length():
    long = {
        f"{path}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in tracked(".py")
        if not str(path).startswith(NOT_OURS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {name: lines for name, lines in long.items() if lines > MAX_FUNCTION_LINES} == {}


def test_no_tracked_file_names_a_folder_of_one_machine():
    found = []
    for path in tracked(""):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{path}:{number}: {line.strip()[:100]}"
            for number, line in enumerate(text.splitlines(), 1)
            if MACHINE_PATHS.search(line)
        ]

    assert found == []


def test_every_exception_to_a_rule_says_why():
    exception = re.compile(r"(?<![\"|])#\s*(noqa|type:\s*ignore)\b")
    reasoned = re.compile(r"# noqa: [A-Z0-9, ]+ -- \S|# type: ignore\[[a-z, -]+\]\s+# \S")

    bare = [
        f"{path}:{number}: {line.strip()}"
        for path in tracked(".py")
        if path.parts[0] in {"portal", "config", "bench", "migrations", "tests"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if exception.search(line) and not reasoned.search(line)
    ]

    assert bare == [], "say why, on the same line: `# noqa: X -- why`, `# type: ignore[x]  # why`"
