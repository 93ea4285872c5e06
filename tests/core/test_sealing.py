"""Encryption at rest."""

import pytest

from portal.core.sealing import SealBroken, Sealer


def test_what_is_sealed_opens_again():
    sealer = Sealer(["first key"])
    assert sealer.open(sealer.seal(b"138 0000 0000", "contact:1"), "contact:1") == b"138 0000 0000"


def test_the_plain_text_is_not_in_the_seal():
    assert b"secret" not in Sealer(["k"]).seal(b"secret", "x")


def test_another_purpose_does_not_open_it():
    sealer = Sealer(["k"])
    with pytest.raises(SealBroken):
        sealer.open(sealer.seal(b"x", "contact:1"), "contact:2")


def test_one_changed_byte_breaks_it():
    sealer = Sealer(["k"])
    sealed = bytearray(sealer.seal(b"x" * 40, "p"))
    sealed[-1] ^= 1
    with pytest.raises(SealBroken):
        sealer.open(bytes(sealed), "p")


def test_old_keys_still_open_after_rotation():
    old = Sealer(["old"]).seal(b"x", "p")
    assert Sealer(["new", "old"]).open(old, "p") == b"x"
    with pytest.raises(SealBroken):
        Sealer(["new"]).open(old, "p")


@pytest.mark.parametrize("garbage", [b"", b"w1", b"w1abcd", b"\x00" * 50])
def test_garbage_is_a_broken_seal(garbage):
    with pytest.raises(SealBroken):
        Sealer(["k"]).open(garbage, "p")


def test_a_mark_is_found_again_and_only_with_the_key():
    old, new = Sealer(["old"]), Sealer(["new", "old"])
    assert old.mark("12", "account") in new.marks("12", "account")
    assert new.mark("12", "account") not in old.marks("12", "account")
    assert len({old.mark("12", "account"), old.mark("12", "other"), old.mark("13", "account")}) == 3
