"""Where files lie: a local folder or an S3 bucket, by one small interface over obstore."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlparse

import obstore
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from portal.core.errors import Unavailable

_KEY = re.compile(r"[a-z0-9][a-z0-9_./-]{0,200}")


class Storage:
    """Bytes by key. A key is made by us, never by a user, and never leaves its folder.

    `put` returns only when file and folder are on disk (local), so that an answer may follow it.
    A full or unreachable store raises Unavailable.
    """

    def __init__(self, url: str, *, synced: bool = True) -> None:
        """`synced=False` leaves the writing to the system: to load much, with one `os.sync()` at the end."""
        self._synced = synced
        parsed = urlparse(url)
        self._root: Path | None = None
        self._store: ObjectStore
        if parsed.scheme == "file":
            self._root = Path(parsed.path)
            self._root.mkdir(parents=True, exist_ok=True)
            self._store = LocalStore(self._root, mkdir=True)
        elif parsed.scheme == "memory":
            self._store = MemoryStore()
        elif parsed.scheme == "s3":
            self._store = S3Store.from_url(url)
        else:
            raise ValueError(f"storage: unknown address {parsed.scheme}://")

    def put(self, key: str, data: bytes) -> None:
        _check(key)
        try:
            if self._root is not None:
                self._put_local(self._root / key, data)
            else:
                obstore.put(self._store, key, data)
        except (OSError, obstore.exceptions.BaseError) as error:
            raise Unavailable from error

    def get(self, key: str) -> bytes:
        """The bytes; FileNotFoundError where there are none."""
        _check(key)
        if self._root is not None:
            return (self._root / key).read_bytes()
        return bytes(obstore.get(self._store, key).bytes())

    def exists(self, key: str) -> bool:
        _check(key)
        try:
            obstore.head(self._store, key)
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        """Remove; a key that is not there is no error."""
        _check(key)
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return

    def list_older(self, folder: str, before: datetime) -> list[str]:
        """Keys below `folder` last written before that moment, with what a killed `put` left unfinished."""
        _check(folder)
        found = (one for batch in obstore.list(self._store, prefix=folder) for one in batch)
        return sorted(one["path"] for one in found if one["last_modified"] < before)

    def _put_local(self, path: Path, data: bytes) -> None:
        made = [p for p in (path.parent, *path.parent.parents) if not p.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                if self._synced:
                    os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        for folder in {path.parent, *(p.parent for p in made)} if self._synced else ():
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _check(key: str) -> None:
    if not _KEY.fullmatch(key) or ".." in key:
        raise ValueError(f"not a storage key: {key!r}")
