"""Values in, values out: passwords, addresses, devices, codes, states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.addresses import normal_email
from portal.accounts.credit_codes import ALPHABET, check_character, is_credit_code, normal_credit_code
from portal.accounts.devices import read_device
from portal.accounts.rules import WORKFLOW, needs_unit, password_faults
from portal.accounts.types import PersonState
from portal.core.actor import Role
from portal.core.errors import Conflict

ANDROID = "Mozilla/5.0 (Linux; Android 14; V2301A) AppleWebKit/537.36 Chrome/{} Mobile Safari/537.36"
WECHAT = (
    ANDROID.format("116.0.0.0") + " MicroMessenger/8.0.{}(0x28) WeChat/arm64 Weixin NetType/{} Language/zh_CN"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Version/19.1 Safari/604.1"
)


@pytest.mark.parametrize(
    ("password", "accepted"),
    [
        ("wufei-demo", True),
        ("江边的三棵柳树都发芽了", True),
        ("short", False),
        ("1234567890123", False),
        ("aaaaaaaaaaaa", False),
        ("password1234", False),
        ("xiaoman-2026", False),
        ("x1" * 101, False),
    ],
)
def test_a_password_is_long_and_not_easily_guessed(password, accepted):
    assert (password_faults(password, "xiaoman@test.example") == []) is accepted


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        (" Lin.Xiaoman@Test.CN ", "lin.xiaoman@test.cn"),
        ("lin@测试.中国", "lin@测试.中国"),
        ("　ｌｉｎ＠ｔｅｓｔ。ｃｎ　", "lin@test.cn"),
        ("lin@", None),
        ("lin@test.cn\nbcc:x@test.cn", None),
        ("林@test.cn", None),
        ("lin@localhost", None),
        ("lin@demo.example", None),
        ("a" * 300 + "@test.cn", None),
    ],
)
def test_an_address_has_one_normal_form(typed, normal):
    assert normal_email(typed) == normal


def test_example_addresses_are_for_demonstration_and_tests():
    assert normal_email("Citizen@Demo.Example", allow_example=True) == "citizen@demo.example"
    assert normal_email("citizen@demo.example") is None


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(typed):
    found = normal_email(typed, allow_example=True)
    assert found is None or normal_email(found, allow_example=True) == found


def test_known_credit_codes():
    assert is_credit_code("91350100M000100Y43")
    assert is_credit_code(normal_credit_code("9135 0100 m000 100y 43"))
    assert not is_credit_code("91350100M000100Y44")
    assert not is_credit_code("91350100M000100I43")
    assert not is_credit_code("")


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_a_single_wrong_character_is_found(body, place, other):
    code = body + check_character(body)
    assert is_credit_code(code)
    changed = code[:place] + other + code[place + 1 :]
    assert is_credit_code(changed) is (changed == code)


def test_a_device_has_a_name_people_know():
    names = [read_device(agent).name for agent in (ANDROID.format("142.0"), WECHAT.format(1, "WIFI"), IPHONE)]
    assert names == ["Chrome · Android", "WeChat · Android", "Safari · iPhone"]
    assert read_device(None).name == read_device("curl/8").name == ""


def test_an_update_or_another_network_is_the_same_browser():
    assert read_device(ANDROID.format("142.0.1")).mark == read_device(ANDROID.format("143.0.7")).mark
    assert read_device(WECHAT.format(40, "WIFI")).mark == read_device(WECHAT.format(41, "4G")).mark


def test_other_browsers_have_other_marks():
    agents = (ANDROID.format("142.0"), WECHAT.format(1, "WIFI"), IPHONE, "curl/8.5.0", None)
    assert len({read_device(agent).mark for agent in agents}) == 5


@pytest.mark.parametrize("state", [None, *PersonState])
@pytest.mark.parametrize("action", WORKFLOW.actions)
def test_an_account_moves_by_its_table(state, action):
    allowed = {
        (None, "open"): "active",
        ("active", "suspend"): "suspended",
        ("suspended", "reinstate"): "active",
    }
    if (state, action) in allowed:
        assert WORKFLOW.next_state(state, action) == allowed[state, action]
    else:
        with pytest.raises(Conflict):
            WORKFLOW.next_state(state, action)
    assert WORKFLOW.reachable() == set(PersonState)


def test_only_a_handler_works_for_a_unit():
    assert [role for role in Role if needs_unit(role)] == [Role.HANDLER]
