"""Is what lies on the disk whole? Every promise about rows, files and the log, held against the data."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.phone import Receipt
from bench.running import environment
from config.settings import Settings
from portal.app import create_app
from portal.audit.queries import verify_chain
from portal.core.db import db
from portal.core.sealing import SealBroken
from portal.core.web import EXTENSION
from portal.media.models import EvidenceFile, Photo, PhotoEvent, StagedUpload
from portal.media.vault import Vault
from portal.reports.models import Report, ReportEvent, ReportPhoto


def faults(folder: Path, receipts: Iterable[Receipt] = ()) -> list[str]:
    """What is lost, doubled or torn; nothing where all is well. The portal may be running meanwhile."""
    path = folder / "wufei.db"
    with sqlite3.connect(path) as connection:
        found = [
            f"integrity: {row[0]}" for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"
        ]
        found += [f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
    connection.close()
    app = create_app(Settings.from_env(environment(folder)))
    portal = app.extensions[EXTENSION]
    with app.app_context():
        session = db.session()
        outcome = verify_chain(session)
        found += [f"audit log: broken at {outcome.broken}"] if outcome.broken else []
        found += _receipts(session, receipts)
        found += _states(session)
        found += _files(session, Vault(portal.storage, portal.sealer))
        session.rollback()
        db.engine.dispose()
    return found


def strays(folder: Path) -> list[str]:
    """Files that no row knows. Harmless, and swept by the worker after a day."""
    with sqlite3.connect(folder / "wufei.db") as connection:
        known = {
            row[0]
            for row in connection.execute("SELECT ref FROM photos UNION SELECT ref FROM evidence_files")
        }
    connection.close()
    files = [path for path in (folder / "files").rglob("*") if path.is_file()]
    return [path.name for path in files if path.name.partition(".")[0] not in known]


def _receipts(session: Session, receipts: Iterable[Receipt]) -> Iterator[str]:
    refs = Counter(receipt.ref for receipt in receipts)
    yield from (f"{ref}: given to {times} submissions" for ref, times in refs.items() if times > 1)
    for receipt in receipts:
        report = session.scalar(select(Report).where(Report.submission_id == receipt.submission))
        if report is None or report.ref != receipt.ref:
            yield f"{receipt.ref}: acknowledged and lost"
            continue
        sent = session.scalars(
            select(Photo.sha256)
            .join(ReportPhoto, ReportPhoto.photo_id == Photo.id)
            .where(ReportPhoto.report_id == report.id)
        ).all()
        if sorted(sent) != sorted(receipt.photos):
            yield f"{receipt.ref}: {len(sent)} photos instead of {len(receipt.photos)}, or others"


def _states(session: Session) -> Iterator[str]:
    """The present state is what the events give."""
    for report in session.scalars(select(Report)):
        last = session.scalars(
            select(ReportEvent.to_state)
            .where(ReportEvent.report_id == report.id)
            .order_by(ReportEvent.seq.desc())
            .limit(1)
        ).first()
        if last != report.state:
            yield f"{report.ref}: {report.state} but its events say {last}"
    for photo in session.scalars(select(Photo)):
        last_step = session.scalars(
            select(PhotoEvent.target)
            .where(PhotoEvent.photo_id == photo.id)
            .order_by(PhotoEvent.id.desc())
            .limit(1)
        ).first()
        if last_step != photo.state:
            yield f"photo {photo.ref}: {photo.state} but its events say {last_step}"


def _files(session: Session, vault: Vault) -> Iterator[str]:
    """Every row has its files, whole and unchanged; every photo belongs to something or waits for a form."""
    linked = set(session.scalars(select(ReportPhoto.photo_id)))
    waiting = set(session.scalars(select(StagedUpload.photo_id)))
    for photo in session.scalars(select(Photo)):
        yield from _same(vault, photo.ref, "original", photo.sha256)
        for variant in photo.variants:
            try:
                whole = hashlib.sha256(vault.variant(photo.ref, variant.name)).hexdigest() == variant.sha256
            except (FileNotFoundError, SealBroken):
                whole = False
            if not whole:
                yield f"photo {photo.ref}: its {variant.name} is missing or broken"
        if photo.id in linked and photo.id in waiting:
            yield f"photo {photo.ref}: used and still waiting"
    for evidence in session.scalars(select(EvidenceFile).where(EvidenceFile.photo_id.is_(None))):
        yield from _same(vault, evidence.ref, "evidence", evidence.sha256)


def _same(vault: Vault, ref: str, what: str, sha256: str) -> Iterator[str]:
    try:
        if hashlib.sha256(vault.original(ref)).hexdigest() != sha256:
            yield f"{what} {ref}: the file is another"
    except (FileNotFoundError, SealBroken) as error:
        yield f"{what} {ref}: {type(error).__name__}"
