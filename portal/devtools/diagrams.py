"""docs/workflows.md: every transition table as a picture and as a table, from what the portal runs on."""

from __future__ import annotations

from pathlib import Path

from portal.accounts.rules import WORKFLOW as PERSON
from portal.applications.rules import WORKFLOW as APPLICATION
from portal.core.workflow import BACK, Transition, Workflow
from portal.media.rules import WORKFLOW as PHOTO
from portal.notifications.rules import WORKFLOW as MAIL
from portal.publication.rules import APPEAL, CERTIFICATE, MEASURE, NOTICE, OBJECTION
from portal.reports.rules import WORKFLOW as REPORT
from portal.reviews.rules import SITE_VISIT
from portal.reviews.rules import WORKFLOW as REVIEW
from portal.standards.rules import WORKFLOW as STANDARD

PATH = Path(__file__).resolve().parents[2] / "docs" / "workflows.md"

CHAPTERS: tuple[tuple[Workflow, str], ...] = (
    (REPORT, "A report of dumping, from the citizen's phone to the shown result."),
    (APPLICATION, "An application for certification as a zero-waste cell, for its whole life."),
    (REVIEW, "One reviewer's task for one application."),
    (SITE_VISIT, "A visit to the place itself, before the decision."),
    (NOTICE, "The days in which the public is asked before anything is signed."),
    (OBJECTION, "What somebody says against a notice."),
    (CERTIFICATE, "A certificate stays alive: it falls due, is checked again, suspended, mended or revoked."),
    (MEASURE, "What an officer proposes for a certificate and a publisher, another person, confirms."),
    (APPEAL, "The holder's appeal against a revocation."),
    (STANDARD, "A version of a standard. Once published, its content never changes."),
    (PHOTO, "A photo between upload and the page; nothing is shown before a person confirmed it."),
    (MAIL, "A mail in the outbox."),
    (PERSON, "An account."),
)

HEAD = """# How things move

Written by `flask --app wsgi devtools diagrams` from the transition tables in `portal/<feature>/rules.py`; a
test fails when it is out of date. The same tables decide which action is allowed and which buttons a page
shows, and are walked exhaustively by the tests. *back* means: to the state before the interruption.
"""


def page() -> str:
    """The whole document."""
    return "\n".join([HEAD, *(chapter(workflow, what) for workflow, what in CHAPTERS)])


def chapter(workflow: Workflow, what: str) -> str:
    resting = [f"terminal: {_states(workflow.terminal)}"] if workflow.terminal else []
    resting += [f"waiting for something outside: {_states(workflow.waiting)}"] if workflow.waiting else []
    lines = [f"## {workflow.name.capitalize()}", "", what, ""]
    lines += ["```mermaid", workflow.mermaid().rstrip(), "```", ""]
    lines += ["| from | action | to | who | needs |", "|---|---|---|---|---|"]
    lines += [_row(line) for line in workflow.table]
    lines += ["", f"{'; '.join(resting).capitalize()}." if resting else "No state is terminal.", ""]
    return "\n".join(lines)


def _row(line: Transition) -> str:
    sources = ", ".join(f"`{s}`" if s else "–" for s in sorted(line.sources, key=lambda s: s or ""))
    target = "*back*" if line.target == BACK else f"`{line.target}`"
    needs = ", ".join(line.needs) or "–"
    return f"| {sources} | **{line.action}** | {target} | {', '.join(line.who)} | {needs} |"


def _states(states: frozenset[str]) -> str:
    return ", ".join(f"`{state}`" for state in sorted(states))
