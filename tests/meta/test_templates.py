"""Templates: nothing imported in vain, nothing named that is not there, nothing inline."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

TEMPLATES = sorted(Path("templates").rglob("*.html"))
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(\ssrc=|type=\"application/))", re.I)


@pytest.fixture(scope="module")
def parse(_kept_portal):
    app, _folder = _kept_portal

    def parsed(path):
        return app.jinja_env.parse(path.read_text(encoding="utf-8"), str(path))

    parsed.environment = app.jinja_env
    return parsed


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_what_a_template_imports_it_uses(parse, path):
    tree = parse(path)
    imported = set(imports_of(tree))
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}

    assert imported - used == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_what_a_template_imports_is_there(parse, path):
    missing = []
    for node in parse(path).find_all(nodes.FromImport):
        offered = {
            macro.name for macro in parse(Path("templates") / node.template.value).find_all(nodes.Macro)
        }
        asked = {name if isinstance(name, str) else name[0] for name in node.names}
        missing += [f"{node.template.value}: {name}" for name in asked - offered]

    assert missing == []


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_has_no_inline_script_or_style(path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert [f"{number}: {line.strip()}" for number, line in enumerate(lines, 1) if INLINE.search(line)] == []


def test_every_template_compiles(parse):
    environment = parse.environment

    for path in TEMPLATES:
        environment.compile(path.read_text(encoding="utf-8"), str(path))


def imports_of(tree):
    for node in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in node.names)
    for node in tree.find_all(nodes.Import):
        yield node.target
