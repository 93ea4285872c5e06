"""The city's own days, from `config/calendar.yaml`."""

from datetime import date
from shutil import copytree

import pytest

from config.settings import ROOT
from portal.core.calendar import load_calendar
from portal.core.content import WrongFile


@pytest.fixture
def written(tmp_path):
    """Reads a calendar file with these lines."""
    copytree(ROOT / "config" / "schemas", tmp_path / "schemas")

    def write(holidays="[]", working_days="[]"):
        text = f"holidays: {holidays}\nworking_days: {working_days}\n"
        (tmp_path / "calendar.yaml").write_text(text, "utf-8")
        return load_calendar.__wrapped__(tmp_path)

    return write


def test_the_citys_own_calendar_is_whole():
    assert load_calendar(ROOT / "config").covers(date(2026, 5, 1))


def test_a_year_that_the_city_enters_is_known(written):
    calendar = written('["2039-05-02"]', '["2039-05-07"]')
    assert calendar.covers(date(2039, 5, 1))
    assert not calendar.is_working_day(date(2039, 5, 2))
    assert calendar.is_working_day(date(2039, 5, 7)), "a Saturday that is worked"


@pytest.mark.parametrize("days", ['["2039-13-01"]', '["1 May 2039"]', "[2039-05-01]", "none", '["a", "a"]'])
def test_what_is_no_day_is_refused_with_its_line(written, days):
    with pytest.raises(WrongFile, match=r"calendar\.yaml:1: "):
        written(days)


def test_a_day_is_not_both(written):
    with pytest.raises(WrongFile, match=r"calendar\.yaml:2: 2039-05-01 is a holiday above"):
        written('["2039-05-01"]', '["2039-05-01"]')


def test_a_day_that_no_month_has_is_refused(written):
    with pytest.raises(WrongFile, match=r"calendar\.yaml:1: 2039-02-30"):
        written('["2039-02-30"]')
