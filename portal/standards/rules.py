"""Life of a version of a standard. Its content is fixed from the day it is published."""

from portal.core.workflow import START, Workflow, step
from portal.standards.types import StandardState

WORKFLOW = Workflow(
    name="standard",
    states=StandardState,
    table=(
        step("import", START, "draft", ("programme_officer", "system")),
        step("revise", "draft", "draft", ("programme_officer", "system")),
        step("publish", "draft", "published", ("programme_officer", "system")),
        step("retire", "published", "retired", ("programme_officer", "system")),
    ),
    terminal=frozenset({"retired"}),
)


def version_key(version: str) -> tuple[int, ...]:
    """Sorts "2026.2" before "2026.10"."""
    return tuple(int(part) for part in version.split("."))
