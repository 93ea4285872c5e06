"""What a database itself refuses."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session


def refused(session: Session, statement: str) -> None:
    """The statement meets a guard of the migrations; the session goes on as if it had not been tried."""
    with pytest.raises(DBAPIError, match=r"append-only|stays|never changes"), session.begin_nested():
        session.execute(text(statement))
