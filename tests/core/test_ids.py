"""References read aloud and secrets typed back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.ids import ALPHABET, derived_secret, new_ref, new_secret, normal_ref, normal_secret


def test_a_reference_carries_the_local_day():
    assert new_ref("R", datetime(2026, 11, 22, 17, 0, tzinfo=UTC)).startswith("R261123-")


def test_a_reference_survives_being_typed():
    ref = new_ref("R", datetime(2026, 11, 22, tzinfo=UTC))
    assert normal_ref(f" {ref.lower().replace('-', ' ')} ") == ref


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7k3f 9qxm 2b4t", "7K3F-9QXM-2B4T"),
        ("O1IL-0000-uuuu", "0111-0000-VVVV"),
        ("查询码：７ｋ３ｆ　９ＱＸＭ－２Ｂ４Ｔ", "7K3F-9QXM-2B4T"),
    ],
)
def test_a_secret_forgives_case_spaces_and_look_alikes(typed, meant):
    assert normal_secret(typed) == meant


def test_a_new_secret_is_its_own_normal_form():
    secret = new_secret()
    assert normal_secret(secret) == secret


@pytest.mark.parametrize(
    "typed", ["Ｒ２６１１２２－７Ｋ３Ｆ９Ｑ", "编号：r261122 7k3f9q。", "　ｒ２６１１２２７ｋ３ｆ９ｑ"]
)
def test_a_chinese_keyboard_may_write_it_in_full_width(typed):
    assert normal_ref(typed) == "R261122-7K3F9Q"


@given(st.text())
def test_whatever_is_typed_becomes_a_harmless_secret(typed):
    assert all(c in ALPHABET + "-" or c.isalnum() for c in normal_secret(typed))


def test_a_derived_secret_is_the_same_for_one_purpose_and_key():
    one = derived_secret("key", "report 1")
    assert one == derived_secret("key", "report 1") == normal_secret(one.lower())
    assert len({one, derived_secret("key", "report 2"), derived_secret("another", "report 1")}) == 3
