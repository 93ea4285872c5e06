"""Resolve the ranges of pyproject.toml into exact versions: `make lock`.

Two files: requirements.lock for running, requirements-dev.lock for running, testing and checking. They hold
names and versions only, so they install from any index that carries the packages.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAD = "# Exact versions, resolved from pyproject.toml by `make lock`. Do not edit by hand.\n"


def resolve(requirements: list[str]) -> list[str]:
    """Ask pip which version of each package, direct or indirect, satisfies the requirements."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
    answer = subprocess.run(  # noqa: S603 -- arguments are ours, from pyproject.toml
        [*command, "--report", "-", *requirements], capture_output=True, text=True, check=True
    )
    report = json.loads(answer.stdout)
    pins = [(item["metadata"]["name"], item["metadata"]["version"]) for item in report["install"]]
    return sorted((f"{name}=={version}" for name, version in pins), key=str.lower)


def main() -> None:
    """Write both lock files; the second pins what the first pins, to the same versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run = resolve(project["dependencies"])
    every = resolve([*run, *project["optional-dependencies"]["dev"]])
    for name, pins in (("requirements.lock", run), ("requirements-dev.lock", every)):
        (ROOT / name).write_text(HEAD + "\n".join(pins) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
