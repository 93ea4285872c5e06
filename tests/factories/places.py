"""The demonstration city as a test's ground: 3 districts, 12 streets and towns, 80 landmarks."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from portal.core.transaction import commit
from portal.devtools.city import load_city

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def make_city(session: Session) -> None:
    """Load Chengchuan (9901) and commit it: the divisions are read through a cache."""
    load_city(session, NOW)
    commit(session)
