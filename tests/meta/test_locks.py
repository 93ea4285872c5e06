"""The lock files hold what pyproject.toml asks for, in versions that it allows."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
RUN = PROJECT["dependencies"]
DEV = PROJECT["optional-dependencies"]["dev"]


def pins(path):
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    found = (re.fullmatch(r"([\w.-]+)==(\S+)", line) for line in lines if not line.startswith("#"))
    return {canonicalize_name(match[1]): match[2] for match in found}


@pytest.mark.parametrize(
    ("path", "asked"), [("requirements.lock", RUN), ("requirements-dev.lock", [*RUN, *DEV])]
)
def test_a_lock_holds_what_is_asked_for(path, asked):
    locked = pins(path)
    wanted = [Requirement(text) for text in asked]

    assert [str(one) for one in wanted if canonicalize_name(one.name) not in locked] == [], "run `make lock`"
    assert [str(one) for one in wanted if locked[canonicalize_name(one.name)] not in one.specifier] == [], (
        "run `make lock`"
    )


def test_tests_run_with_the_versions_that_the_portal_runs_with():
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()
