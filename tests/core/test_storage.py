"""Files by key."""

import pytest

from portal.core.errors import Unavailable
from portal.core.storage import Storage


@pytest.fixture
def storage(tmp_path):
    return Storage(f"file://{tmp_path}/files")


def test_what_is_put_is_got(storage):
    storage.put("public/ab/cd.jpg", b"data")
    assert storage.get("public/ab/cd.jpg") == b"data"
    assert storage.exists("public/ab/cd.jpg")


def test_putting_again_replaces_the_whole_file(storage):
    storage.put("a/b", b"long first content")
    storage.put("a/b", b"short")
    assert storage.get("a/b") == b"short"


def test_what_is_deleted_is_gone_and_may_be_deleted_again(storage):
    storage.put("a/b", b"x")
    storage.delete("a/b")
    storage.delete("a/b")
    assert not storage.exists("a/b")
    with pytest.raises(FileNotFoundError):
        storage.get("a/b")


@pytest.mark.parametrize(
    "key", ["../x", "a/../../x", "/etc/passwd", "", "a b", "A/b", "a\x00b", "a\n", "a/" + "b" * 300]
)
def test_a_key_that_leaves_the_folder_is_refused(storage, key):
    with pytest.raises(ValueError, match="not a storage key"):
        storage.put(key, b"x")


def test_a_store_that_cannot_write_says_so_and_leaves_nothing(storage, tmp_path):
    (tmp_path / "files" / "a").write_bytes(b"a file where a folder must be")
    with pytest.raises(Unavailable):
        storage.put("a/b", b"x")
    assert [p.name for p in (tmp_path / "files").iterdir()] == ["a"]


def test_memory_and_local_stores_behave_alike():
    memory = Storage("memory://")
    memory.put("a/b", b"x")
    assert memory.get("a/b") == b"x"
    with pytest.raises(FileNotFoundError):
        memory.get("a/c")
