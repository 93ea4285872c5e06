"""Where transactions begin and end. Actions change rows; only this module commits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.core.db import IMMEDIATE, db
from portal.core.errors import Conflict, Unavailable

Hook = Callable[[Session], None]

_NOTES = "wufei_notes"
_HOOKS = "wufei_hooks"


class Hooks:
    """What the assembled portal does around every commit, named once in `app.py`.

    `before` runs as the last statements of the transaction (the audit chain's append), `after` once the
    data is safe (ringing the job queue's doorbell); an error in `after` must not undo anything.
    """

    def __init__(self, before: tuple[Hook, ...] = (), after: tuple[Hook, ...] = ()) -> None:
        self.before = before
        self.after = after


def notes(session: Session) -> dict[str, list[Any]]:
    """What the present transaction has noted for its commit (audit entries, jobs to ring for)."""
    return cast("dict[str, list[Any]]", session.info.setdefault(_NOTES, {}))


def drop_notes(session: Session) -> None:
    session.info.pop(_NOTES, None)


def set_hooks(app: Flask, hooks: Hooks) -> None:
    app.extensions[_HOOKS] = hooks


@contextmanager
def writing(session: Session | None = None) -> Iterator[Session]:
    """A write transaction: commit at the end, roll back on any error.

    On SQLite it is BEGIN IMMEDIATE, so that a read-modify-write cannot be lost. A database that cannot
    write (disk full) becomes Unavailable; a broken uniqueness that no action foresaw, or a row that another
    transaction changed first, becomes Conflict.
    """
    session = session if session is not None else db.session()
    session.rollback()
    drop_notes(session)
    try:
        session.connection(execution_options={IMMEDIATE: True})
        yield session
        commit(session)
    except OperationalError as error:
        session.rollback()
        raise Unavailable from error
    except (IntegrityError, StaleDataError) as error:
        session.rollback()
        raise Conflict from error
    except BaseException:
        session.rollback()
        raise


@contextmanager
def writing_apart() -> Iterator[Session]:
    """A write transaction of its own, beside the present one: attempt counters and refused access.

    What it writes stays although the request fails. Never open it while a write transaction is open:
    on SQLite it would wait for itself.
    """
    with Session(db.engine, expire_on_commit=False) as session, writing(session):
        yield session


def commit(session: Session) -> None:
    hooks: Hooks = current_app.extensions[_HOOKS]
    session.flush()
    for hook in hooks.before:
        hook(session)
    session.commit()
    for hook in hooks.after:
        hook(session)
