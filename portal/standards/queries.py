"""Reading standards. What was published never changes, so its parsed form is kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.standards.content import content_hash as hash_of
from portal.standards.content import parse
from portal.standards.models import StandardEvent, StandardVersion
from portal.standards.rules import version_key
from portal.standards.types import Standard, StandardState

_READABLE = (StandardState.PUBLISHED, StandardState.RETIRED)
_CACHE_SIZE = 200
_cache: OrderedDict[str, Standard] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class StandardRecord:
    """A version with its standing. `hash` is what applications and certificates pin."""

    id: int
    code: str
    version: str
    state: StandardState
    hash: str
    created_at: datetime
    published_at: datetime | None
    retired_at: datetime | None
    standard: Standard

    @property
    def is_current(self) -> bool:
        return self.state is StandardState.PUBLISHED


class AlteredStandard(RuntimeError):
    """Content in the database that is not what its hash says: never shown, never scored with."""


def list_current(session: Session) -> list[StandardRecord]:
    """The version in force of every cell type, in the city's order."""
    rows = session.scalars(
        select(StandardVersion)
        .where(StandardVersion.state == StandardState.PUBLISHED)
        .order_by(StandardVersion.position, StandardVersion.type_code)
    )
    return _records(session, rows.all())


def get_current(session: Session, code: str) -> StandardRecord:
    """The version in force of one cell type; raises NotFound."""
    row = session.scalars(
        select(StandardVersion).where(
            StandardVersion.type_code == code, StandardVersion.state == StandardState.PUBLISHED
        )
    ).one_or_none()
    return _one(session, row)


def get_version(session: Session, code: str, version: str) -> StandardRecord:
    """A version that was published, in force or retired; raises NotFound for drafts too."""
    return _one(session, find_row(session, code, version), _READABLE)


def get_any_version(session: Session, code: str, version: str) -> StandardRecord:
    """A version in any state, for those who may see drafts; raises NotFound."""
    return _one(session, find_row(session, code, version))


def get_by_hash(session: Session, content_hash: str) -> Standard:
    """The standard that an application or a certificate has pinned; raises NotFound."""
    return get_by_hashes(session, [content_hash])[content_hash]


def get_by_hashes(session: Session, hashes: Iterable[str]) -> dict[str, Standard]:
    """Several pinned standards at once: for lists. Raises NotFound if one is unknown."""
    return _standards(session, set(hashes))


def get_row(session: Session, code: str, version: str) -> StandardVersion:
    """The row itself, for an action; raises NotFound."""
    row = find_row(session, code, version)
    if row is None:
        raise NotFound
    return row


def find_row(session: Session, code: str, version: str) -> StandardVersion | None:
    return session.scalars(
        select(StandardVersion).where(StandardVersion.type_code == code, StandardVersion.version == version)
    ).one_or_none()


def find_current_row(session: Session, code: str) -> StandardVersion | None:
    return session.scalars(
        select(StandardVersion).where(
            StandardVersion.type_code == code, StandardVersion.state == StandardState.PUBLISHED
        )
    ).one_or_none()


def list_versions(session: Session, code: str) -> list[StandardVersion]:
    """The published and retired versions of one type, newest first, without their content."""
    rows = session.scalars(
        select(StandardVersion)
        .where(StandardVersion.type_code == code, StandardVersion.state.in_(_READABLE))
        .order_by(StandardVersion.id)
    )
    return sorted(rows, key=lambda row: version_key(row.version), reverse=True)


def get_newest_version(session: Session, code: str) -> StandardVersion:
    """The version in force, or the last one that was; raises NotFound."""
    versions = list_versions(session, code)
    in_force = [row for row in versions if row.state is StandardState.PUBLISHED]
    if not versions:
        raise NotFound
    return (in_force or versions)[0]


def find_before(session: Session, history: Sequence[StandardVersion], version: str) -> Standard | None:
    """The standard that a version followed, out of `list_versions`."""
    older = [row for row in history if version_key(row.version) < version_key(version)]
    return get_by_hash(session, older[0].content_hash) if older else None


def list_all_versions(session: Session) -> list[StandardRecord]:
    """Every version in every state, by type and newest first: for the panel."""
    rows = session.scalars(
        select(StandardVersion).order_by(
            StandardVersion.position, StandardVersion.type_code, StandardVersion.id
        )
    ).all()
    newest_first = sorted(rows, key=lambda row: version_key(row.version), reverse=True)
    return _records(session, sorted(newest_first, key=lambda row: (row.position, row.type_code)))


def list_events(session: Session, version_id: int) -> list[StandardEvent]:
    return list(
        session.scalars(
            select(StandardEvent).where(StandardEvent.version_id == version_id).order_by(StandardEvent.id)
        )
    )


def get_content(session: Session, code: str, version: str) -> tuple[bytes, str]:
    """The canonical bytes of a published version and their hash; raises NotFound."""
    found = session.execute(
        select(StandardVersion.content, StandardVersion.content_hash).where(
            StandardVersion.type_code == code,
            StandardVersion.version == version,
            StandardVersion.state.in_(_READABLE),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found[0].encode(), found[1]


def _one(
    session: Session, row: StandardVersion | None, states: Sequence[StandardState] = tuple(StandardState)
) -> StandardRecord:
    if row is None or row.state not in states:
        raise NotFound
    return _records(session, [row])[0]


def _records(session: Session, rows: Sequence[StandardVersion]) -> list[StandardRecord]:
    standards = _standards(session, {row.content_hash for row in rows})
    return [
        StandardRecord(
            id=row.id,
            code=row.type_code,
            version=row.version,
            state=row.state,
            hash=row.content_hash,
            created_at=row.created_at,
            published_at=row.published_at,
            retired_at=row.retired_at,
            standard=standards[row.content_hash],
        )
        for row in rows
    ]


def _standards(session: Session, hashes: set[str]) -> dict[str, Standard]:
    """Parsed content by hash: from memory, and what is not there in one query."""
    with _lock:
        known = {one: _cache[one] for one in hashes & _cache.keys()}
    unknown = hashes - known.keys()
    if unknown:
        found = session.execute(
            select(StandardVersion.content_hash, StandardVersion.content).where(
                StandardVersion.content_hash.in_(unknown)
            )
        )
        known |= {one: _verified(one, content) for one, content in found}
    if hashes - known.keys():
        raise NotFound
    with _lock:
        for one in hashes:
            _cache[one] = known[one]
            _cache.move_to_end(one)
        while len(_cache) > _CACHE_SIZE:
            _cache.popitem(last=False)
    return known


def _verified(expected: str, content: str) -> Standard:
    if hash_of(content.encode()) != expected:
        raise AlteredStandard(f"the content of standard {expected} was altered")
    return parse(content)
