"""Counting statements: a list costs the same for one row and for thirty.

assert_constant_queries(client, "/reports", lambda number: make_report(session), limit=4)
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from portal.core.db import db
from tests.support.page_client import PageClient

NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Collects the statements that run meanwhile on the present app's database."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(NOT_QUERIES):
            statements.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def assert_constant_queries(
    client: PageClient, url: str, add_row: Callable[[int], object], *, limit: int, rows: int = 30
) -> None:
    """The page at `url` takes as many statements for `rows` rows as for one, and at most `limit`.

    `add_row(number)` makes one more row that the page shows. The page is fetched once before counting: what
    is kept in memory for good is not counted.
    """
    add_row(1)
    client.get_page(url)
    few = _statements(client, url)
    for number in range(2, rows + 1):
        add_row(number)
    many = _statements(client, url)

    assert len(many) == len(few), _report(url, few, many)
    assert len(many) <= limit, _report(url, few, many)


def _statements(client: PageClient, url: str) -> list[str]:
    client.get("/healthz")  # what the test arranged is committed now, uncounted
    with counted_queries() as statements:
        client.get_page(url)
    return statements


def _report(url: str, few: list[str], many: list[str]) -> str:
    repeated = sorted({statement for statement in many if many.count(statement) > few.count(statement)})
    listed = "\n\n".join(repeated or many)
    return f"{url}: {len(few)} statements for one row, {len(many)} for many. Look at:\n\n{listed}"
