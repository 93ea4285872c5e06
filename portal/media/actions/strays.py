"""Files that no row knows: a process was killed after it kept the file and before it wrote the row."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from portal.media import queries
from portal.media.rules import FEW_STRAYS, STRAY_AFTER, SWEEP_SECONDS, SWEPT_AT_ONCE
from portal.media.vault import Vault, folders

log = structlog.get_logger(__name__)


def sweep_strays(session: Session, vault: Vault, *, now: datetime) -> int:
    """Remove strays of a day ago from the folders whose turn it is; how many files that were.

    Where most files are strangers the database is the wrong one, or an old one: nothing is touched then.
    """
    if not queries.has_photos(session):
        return 0
    gone = 0
    for folder in _whose_turn_it_is(now):
        files = vault.list_older(folder, now - STRAY_AFTER)
        known = queries.list_known_refs(session, list(files))
        strays = {ref: keys for ref, keys in files.items() if ref not in known}
        if len(strays) > max(FEW_STRAYS, len(known)):
            log.warning(
                "files that the database does not know are left alone", folder=folder, files=len(strays)
            )
            continue
        for keys in strays.values():
            gone += len(keys)
            for key in keys:
                vault.storage.delete(key)
    return gone


def _whose_turn_it_is(now: datetime) -> list[str]:
    """A few folders at each sweep, so that all have had their turn within a day."""
    every = folders()
    first = int(now.timestamp()) // SWEEP_SECONDS * SWEPT_AT_ONCE % len(every)
    return every[first : first + SWEPT_AT_ONCE]
