"""Two things that draw the same number: the second draws again, on both databases."""

from contextlib import ExitStack
from itertools import chain, repeat
from random import Random

import pytest
from sqlalchemy.exc import IntegrityError

from portal.core.actor import Actor
from portal.core.db import add_numbered
from portal.core.ids import refs_from
from portal.publication.actions.notice import close
from portal.publication.models import Notice
from tests.factories.accounts import make_person
from tests.factories.applications import make_application, make_submitted
from tests.factories.publication import make_notice
from tests.factories.standards import make_standard


@pytest.fixture
def draw():
    """Let the next numbers be drawn of these letters; then all is random again."""
    with ExitStack() as stack:
        yield lambda letters: stack.enter_context(refs_from(Letters(letters)))


class Letters(Random):
    """Gives the letters one by one, then any."""

    def __init__(self, letters):
        super().__init__()
        self._rest = chain(letters, repeat(""))

    def choice(self, seq):
        return next(self._rest) or super().choice(seq)


def test_an_application_and_a_notice_draw_again(each_session, draw):
    make_standard(each_session, "school")
    draw("AAAAAA" + "AAAAAA" + "BBBBBB")
    first, second = make_application(each_session), make_application(each_session)
    assert [one.ref[-6:] for one in (first, second)] == ["AAAAAA", "BBBBBB"]

    draw("")
    applications = [make_submitted(each_session, make_person(each_session)) for _ in range(2)]
    one = make_notice(each_session, applications[0])
    draw(one.no[-6:] + "CCCCCC")
    assert make_notice(each_session, applications[1]).no[-6:] == "CCCCCC"
    draw("DDDDDD")
    certificate = close(each_session, one, actor=Actor.system(), now=one.ends_at)
    assert certificate.no[-6:] == "DDDDDD"


def test_what_else_the_database_refuses_is_no_clash(each_session):
    with pytest.raises(IntegrityError):
        add_numbered(each_session, Notice(application_id=0), Notice.no, lambda: "N1")
