"""What several of these tests begin with."""

import pytest

from tests.factories.accounts import make_person
from tests.factories.applications import make_submitted
from tests.factories.media import make_photo
from tests.factories.publication import make_certificate
from tests.factories.reports import make_report
from tests.factories.standards import make_standard


@pytest.fixture
def certified(each_session):
    """A session on a database with a certificate, all that came before it, a report and a photo."""
    make_standard(each_session, "school")
    make_certificate(each_session, make_submitted(each_session, make_person(each_session)))
    make_photo(each_session)
    make_report(each_session)
    return each_session
