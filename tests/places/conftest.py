import pytest

from tests.factories.places import make_city


@pytest.fixture
def city(session):
    """The session of a database that holds Chengchuan."""
    make_city(session)
    return session
