"""The folders and files that a portal keeps its data in.

Made where they are missing; refused where they cannot be written, with a sentence that says which and why.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlparse


class CannotWrite(Exception):
    """A folder or file that the portal needs cannot be written; the text names it."""


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite address; None for another database and for one in memory."""
    parsed = urlparse(url)
    return Path(parsed.path[1:]) if parsed.scheme == "sqlite" and len(parsed.path) > 1 else None


def folder_path(url: str) -> Path | None:
    parsed = urlparse(url)
    return Path(parsed.path) if parsed.scheme == "file" else None


def prepare(databases: Iterable[str], storage: str) -> None:
    """Make the folders of these addresses; raises CannotWrite where the portal could keep nothing there."""
    files = [path for url in databases if (path := sqlite_path(url)) is not None]
    store = folder_path(storage)
    for folder in [*(path.parent for path in files), *([store] if store else [])]:
        _make(folder)
    for path in files:
        for one in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            if one.exists() and not os.access(one, os.W_OK):
                raise CannotWrite(f"{one} cannot be written by this user ({_owner(one)}).")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"the folder {folder} cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotWrite(f"the folder {folder} cannot be written by this user ({_owner(folder)}).")


def _owner(path: Path) -> str:
    try:
        return f"it belongs to {path.owner()}"
    except KeyError:
        return f"it belongs to user {path.stat().st_uid}"
