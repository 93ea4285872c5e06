"""What is typed becomes a value, and a value what is shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.applications.sections import Item, ItemKind, parse_value, typed_form
from portal.core.i18n import Label

NAME = Label("", "", "")
NUMBER, PERCENT, YES_NO = (
    Item("x", NAME, kind) for kind in (ItemKind.NUMBER, ItemKind.PERCENT, ItemKind.YES_NO)
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12", "12"), (" 1,200.5 ", "1200.5"), ("１２．５", "12.5"), ("-3", "-3"), ("0", "0")],
)
def test_a_number_is_read_as_people_type_it(typed, value):
    assert parse_value(NUMBER, typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["87.5", "87.5%", "８７．５％"])
def test_a_share_is_typed_in_percent_and_kept_between_0_and_1(typed):
    assert parse_value(PERCENT, typed) == Decimal("0.875")


@pytest.mark.parametrize(
    "typed", ["twelve", "1e999999", "NaN", "Infinity", "9" * 20, "1.2345678", "--1", "💧"]
)
def test_what_is_no_usable_number_is_refused(typed):
    with pytest.raises(ValueError):
        parse_value(NUMBER, typed)


def test_nothing_typed_is_no_answer():
    assert parse_value(NUMBER, "  ") is None


def test_an_unknown_choice_is_no_answer():
    assert parse_value(YES_NO, "perhaps") is None


@given(st.decimals(0, 100, places=4))
def test_a_kept_share_is_shown_as_it_was_typed(percent):
    kept = parse_value(PERCENT, format(percent, "f"))
    assert Decimal(typed_form(PERCENT, kept)) == percent


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(typed):
    try:
        value = parse_value(NUMBER, typed)
    except ValueError:
        return
    assert value is None or value.is_finite()
