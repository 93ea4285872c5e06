"""Keyset paging: page 1,000 costs what page 1 costs, and a new row never shifts the one being read."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import FromClause, Row, Select, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

T = TypeVar("T")
S = TypeVar("S", bound=Select[*tuple[Any, ...]])
Column = InstrumentedAttribute[Any] | ColumnElement[Any]
PAGE_SIZE = 20


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list. `next` and `previous` are cursors for the query string, or None at the ends."""

    items: Sequence[T]
    next: str | None = None
    previous: str | None = None


def page_of(
    session: Session,
    statement: Select[T],
    *,
    order: tuple[Column, ...],
    cursor: str | None = None,
    size: int = PAGE_SIZE,
    key: Callable[[T], tuple[Any, ...]] | None = None,
    descending: bool = True,
) -> Page[T]:
    """The page after (or before) `cursor`, ordered by `order`, whose last column must be unique.

    `key` gives the order values of an item; without it the attributes of the same names are read.
    A cursor that nobody made here is ignored: the first page is shown.
    """
    way = _Way.of(cursor, order, descending)
    found = session.execute(way.ordered(statement, order, size)).unique().scalars()
    return way.page(list(found), key or _reader(order), size)


def page_of_rows(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    *,
    order: tuple[Column, ...],
    cursor: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Row[*tuple[Any, ...]]]:
    """As `page_of`, for a statement of columns, of which those of `order` must be some."""
    way = _Way.of(cursor, order, descending=True)
    found = session.execute(way.ordered(statement, order, size)).all()
    return way.page(found, _reader(order), size)


def page_of_parts(
    session: Session,
    statement: Select[T],
    parts: Sequence[Select[*tuple[Any, ...]]],
    *,
    order: tuple[Column, ...],
    cursor: str | None = None,
    size: int = PAGE_SIZE,
    descending: bool = True,
    only: Callable[[FromClause], ColumnElement[bool]] | None = None,
    looked_through: int = 0,
) -> Page[T]:
    """As `page_of`, of a list that is the sum of `parts`, none of which overlap.

    Each part is a statement over the same table that has the columns of `order`, and whose own rows lie in
    that order in an index (one state, say): so only the first rows of each part are read, however long the
    list is. `only` narrows further by what no index helps with; it sees the first `looked_through` rows of
    each part.
    """
    way = _Way.of(cursor, order, descending)
    last = _name(order[-1])
    found = []
    for part in parts:
        rows = way.ordered(part, order, looked_through if only else size).subquery()
        first = select(rows.c[last])
        if only:
            first = way.sorted(first.where(only(rows)), tuple(rows.c[_name(c)] for c in order), size)
        found.append(select(first.subquery()))
    kept = statement.where(order[-1].in_(union_all(*found)))
    return way.page(
        list(session.execute(way.sorted(kept, order, size)).unique().scalars()), _reader(order), size
    )


@dataclass(frozen=True)
class _Way:
    """From where a page is read, and in which direction."""

    values: tuple[Any, ...] | None
    backwards: bool
    down: bool

    @classmethod
    def of(cls, cursor: str | None, order: tuple[Column, ...], descending: bool) -> _Way:
        values, backwards = _decode(cursor, len(order))
        return cls(values, backwards, descending != backwards)

    def ordered(self, statement: S, order: tuple[Column, ...], size: int) -> S:
        if self.values is not None:
            bound = tuple_(*order)
            statement = statement.where(bound < self.values if self.down else bound > self.values)
        return self.sorted(statement, order, size)

    def sorted(self, statement: S, order: tuple[Column, ...], size: int) -> S:
        # One more than is shown tells whether another page follows.
        return statement.order_by(*(c.desc() if self.down else c.asc() for c in order)).limit(size + 1)

    def page(self, found: Sequence[T], read: Callable[[T], tuple[Any, ...]], size: int) -> Page[T]:
        more = len(found) > size
        rows = list(found[:size])
        if self.backwards:
            rows.reverse()
        if not rows:
            return Page([])
        has_next = more if not self.backwards else True
        has_previous = more if self.backwards else self.values is not None
        return Page(
            rows,
            _encode(read(rows[-1]), False) if has_next else None,
            _encode(read(rows[0]), True) if has_previous else None,
        )


def _reader(order: tuple[Column, ...]) -> Callable[[Any], tuple[Any, ...]]:
    names = [_name(column) for column in order]
    return lambda item: tuple(getattr(item, name) for name in names)


def _name(column: Column) -> str:
    return str(getattr(column, "key", ""))


def _encode(values: tuple[Any, ...], backwards: bool) -> str:
    plain = [f"@{v.astimezone(UTC).isoformat()}" if isinstance(v, datetime) else v for v in values]
    text = json.dumps([int(backwards), *plain], default=str, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str | None, width: int) -> tuple[tuple[Any, ...] | None, bool]:
    if not cursor or len(cursor) > 400:
        return None, False
    try:
        backwards, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        decoded = tuple(
            datetime.fromisoformat(v[1:]) if isinstance(v, str) and v.startswith("@") else v for v in values
        )
    except (ValueError, TypeError, binascii.Error, UnicodeDecodeError):
        return None, False
    simple = all(isinstance(v, (str, int, float, datetime)) and not _too_big(v) for v in decoded)
    return (decoded, bool(backwards)) if len(decoded) == width and simple else (None, False)


def _too_big(value: Any) -> bool:
    return isinstance(value, int) and abs(value) >= 2**63
