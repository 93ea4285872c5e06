"""Reading the log, and checking that nobody changed it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import closing

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry, AuditHead
from portal.audit.rules import chain_hash, entry_body, stamp
from portal.audit.types import GENESIS, Broken, Verified
from portal.core.paging import Page, page_of


def page_of_entries(
    session: Session,
    cursor: str | None,
    *,
    actions: Collection[str] = (),
    kinds: Collection[str] = (),
    ref: str | None = None,
) -> Page[AuditEntry]:
    """The newest first: one of these actions, on the thing of this number and one of these kinds."""
    statement = select(AuditEntry)
    if actions:
        statement = statement.where(AuditEntry.action.in_(actions))
    if ref:
        statement = statement.where(AuditEntry.subject_type.in_(kinds), AuditEntry.subject_ref == ref)
    return page_of(session, statement, order=(AuditEntry.number,), cursor=cursor, size=50)


def list_entries_of(session: Session, subject: tuple[str, str]) -> list[AuditEntry]:
    """All entries about one thing, oldest first."""
    return list(
        session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_type == subject[0], AuditEntry.subject_ref == subject[1])
            .order_by(AuditEntry.number)
        )
    )


def list_people_on(session: Session, subject: tuple[str, str]) -> frozenset[int]:
    """Everybody who has done something to one thing, by id."""
    actors = session.scalars(
        select(AuditEntry.actor)
        .where(AuditEntry.subject_type == subject[0], AuditEntry.subject_ref == subject[1])
        .distinct()
    )
    return people_named(actors)


def people_named(actors: Iterable[str]) -> frozenset[int]:
    """The people among the names that the log gives to actors (`person:7`), by id."""
    return frozenset(int(actor[7:]) for actor in actors if actor.startswith("person:"))


def verify_chain(session: Session) -> Verified:
    """Recompute every hash from the first entry to the head. Finds a changed, removed or added row."""
    before, count = GENESIS, 0
    entries = session.scalars(
        select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=1000)
    )
    with closing(entries):  # PostgreSQL keeps a cursor for a walk that ends early
        for entry in entries:
            count += 1
            if entry.number != count:
                return Verified(count - 1, Broken(count, "missing"))
            subject = (entry.subject_type, entry.subject_ref)
            body = entry_body(entry.number, stamp(entry.at), entry.actor, entry.action, subject, entry.data)
            before = chain_hash(before, body)
            if before != entry.hash:
                return Verified(count, Broken(entry.number, "changed"))
    head = session.get(AuditHead, 1)
    if head is None or (head.number, head.hash) != (count, before):
        return Verified(count, Broken(count, "head"))
    return Verified(count)
