"""Every route that writes leaves an entry in the audit log, or says in `trail.txt` why it has none.

Here each view is followed through what it calls; `tests/support/trail.py` watches that the entry is really
written with the change, in every test that sends a form.
"""

import ast
import inspect
import textwrap
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.policy import EXEMPT
from portal.core.transaction import commit
from tests.factories.accounts import NOW, make_person

EXCEPTIONS = Path(__file__).with_name("trail.txt")
READS = {"GET", "HEAD", "OPTIONS"}


@cache
def calls_of(function: FunctionType) -> frozenset[FunctionType]:
    """The functions of ours that are named in this one, decorators and partial methods included."""
    found = set()
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        named = resolve(node, inspect.unwrap(function).__globals__)
        if isinstance(named, FunctionType) and named.__module__.startswith("portal."):
            found.add(inspect.unwrap(named))
    return frozenset(found)


def resolve(node: ast.AST, names: dict[str, object]) -> object:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = resolve(node.value, names)
        return getattr(owner, node.attr, None) if isinstance(owner, ModuleType | type) else None
    return None


def leads_to(function: FunctionType, wanted: FunctionType) -> bool:
    seen, ahead = set(), [inspect.unwrap(function)]
    while ahead:
        one = ahead.pop()
        if one is wanted:
            return True
        if one not in seen:
            seen.add(one)
            ahead.extend(calls_of(one))
    return False


def reasons() -> dict[str, str]:
    lines = [line for line in EXCEPTIONS.read_text(encoding="utf-8").splitlines() if line]
    return dict(line.split(": ", 1) for line in lines)


def test_every_writing_route_leaves_an_entry_or_says_why_not(app):
    writing = {
        f"{method} {rule.rule}": app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in EXEMPT
        for method in rule.methods - READS
    }
    silent = {route for route, view in writing.items() if not leads_to(view, record)}

    assert sorted(silent) == sorted(reasons())


def test_an_unrecorded_change_does_not_pass(app, session):
    """What watches the tests sees a change without its entry, and lets the same change with one pass."""
    with app.test_request_context(method="POST"):
        make_person(session)
        with pytest.raises(AssertionError, match="people"):
            commit(session)
        session.rollback()
        make_person(session)
        record(session, actor=Actor.guest(), action="accounts.sign_up", subject=("person", "1"), now=NOW)
        commit(session)
