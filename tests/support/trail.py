"""A request that changes what the city goes by leaves an entry in the audit log, or it does not pass a test.

Every portal of a test is watched: each test that sends a form proves it for its route.
"""

import re
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Engine, event

WRITE = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)\"?", re.IGNORECASE)
ONLY_TOUCHED = re.compile(r"\s*UPDATE \w+ SET (updated_at|last_seen_at|version)=[^,]* WHERE", re.IGNORECASE)

NOT_OF_THE_CITY = {
    "audit_entries": "the log itself",
    "audit_head": "the log itself",
    "email_tokens": "a link by mail that nobody has used yet",
    "evidence_files": "bytes; the verb that links them has the entry",
    "inbox_messages": "what somebody was told, and that they have read it",
    "jobs": "work put down; the verb that put it down has the entry",
    "outbox_mails": "what somebody was told",
    "periodic_runs": "when a timer ran last",
    "photo_variants": "made from the photo",
    "photos": "bytes; the verb that links them has the entry",
    "rate_counts": "counts for some minutes",
    "staged_uploads": "an upload that belongs to nothing yet",
}
"""Tables that may change without an entry, and why."""

ONCE_A_SITTING = {"application_answers", "review_items", "site_visit_findings"}
"""A line that saves itself: its first save has an entry, and the later ones of a sitting have none."""


def watch(engine: Engine) -> None:
    event.listen(engine, "before_cursor_execute", _note)
    event.listen(engine, "commit", _check)
    event.listen(engine, "rollback", _forget)


def _note(connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
    found = WRITE.match(statement)
    if found and not ONLY_TOUCHED.match(statement):
        verb, table = found[1].split()[0].upper(), found[2]
        if not (verb == "UPDATE" and table in ONCE_A_SITTING):
            connection.info.setdefault("written", set()).add(table)


def _forget(connection: Any) -> None:
    connection.info.pop("written", None)


def _check(connection: Any) -> None:
    written = connection.info.pop("written", set())
    silent = sorted(written - NOT_OF_THE_CITY.keys())
    if has_request_context() and silent and "audit_entries" not in written:
        raise AssertionError(f"{request.method} {request.path} changes {silent} without an audit entry")
