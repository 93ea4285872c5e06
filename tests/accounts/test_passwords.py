"""Hashes, and the same time for unknown people."""

from argon2 import PasswordHasher

from portal.accounts.passwords import Passwords, Verdict


def test_check_tells_right_from_wrong():
    passwords = Passwords(1, 8)
    stored = passwords.hash("three small words")
    assert passwords.check(stored, "three small words") == Verdict(True)
    assert passwords.check(stored, "three small word") == Verdict(False)


def test_the_same_letters_from_another_keyboard_are_the_same_password():
    passwords = Passwords(1, 8)
    assert passwords.check(passwords.hash("ｗｕｆｅｉ密码-2026"), "wufei密码-2026").right


def test_an_older_cost_gives_a_new_hash():
    verdict = Passwords(2, 16).check(Passwords(1, 8).hash("three small words"), "three small words")
    assert verdict.right
    assert "m=16,t=2" in (verdict.new_hash or "")


def test_unknown_people_and_broken_hashes_cost_one_computation(monkeypatch):
    passwords = Passwords(1, 8)
    computed = []
    verify = PasswordHasher.verify

    def counted(self, stored, plain):
        answer = verify(self, stored, plain) if stored == "broken" else None
        computed.append(stored)
        return answer or verify(self, stored, plain)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for stored in (passwords.hash("right"), None, "broken"):
        computed.clear()
        assert passwords.check(stored, "wrong") == Verdict(False)
        assert len(computed) == 1
