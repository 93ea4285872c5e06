"""Photos are worked off here, outside the request and outside any transaction: decoding may take seconds."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

import structlog
from sqlalchemy.orm import Session

from portal.core.clock import utcnow
from portal.core.errors import NotFound, Unavailable
from portal.core.jobs.types import Handler, JobContext, LongJob, Periodic
from portal.core.sealing import SealBroken
from portal.core.transaction import writing
from portal.media import actions
from portal.media.decoding.pool import DecoderPool
from portal.media.decoding.result import RenderedPhoto
from portal.media.models import Photo
from portal.media.rules import SWEEP_SECONDS
from portal.media.sniffing import sniff_photo
from portal.media.types import FileProblem, FileRefused
from portal.media.vault import Vault

log = structlog.get_logger(__name__)


@cache
def decoders() -> DecoderPool:
    """This process's decoders; started with the first photo, ended with the process."""
    pool = DecoderPool()
    atexit.register(pool.close)
    return pool


def process_photo(session: Session, payload: dict[str, Any], *, now: datetime, context: JobContext) -> None:
    """Make a photo's variants. May be repeated at any point: a killed worker leaves it to the next one."""
    vault = Vault(context.storage, context.sealer)
    with writing(session):
        ref = actions.begin_processing(session, payload["photo_id"], now=now)
    if ref is None:
        return
    try:
        outcome = _render(vault, ref)
    except Unavailable:
        with _locked(session, payload) as photo:
            actions.give_back(session, photo, now=utcnow())
        raise
    with _locked(session, payload) as photo:
        if isinstance(outcome, FileProblem):
            actions.fail_photo(session, photo, outcome, now=utcnow())
        else:
            actions.finish_processing(session, photo, outcome, now=utcnow())


def forget_files(
    session: Session,  # noqa: ARG001 -- the shape of a job
    payload: dict[str, Any],
    *,
    now: datetime,  # noqa: ARG001 -- every handler takes it
    context: JobContext,
) -> None:
    """Remove the files of something whose row is gone."""
    Vault(context.storage, context.sealer).forget(payload["ref"])


def sweep(session: Session, *, now: datetime, context: JobContext) -> None:
    actions.sweep_staged(session, now=now)
    actions.requeue_stuck(session, now=now)
    actions.sweep_strays(session, Vault(context.storage, context.sealer), now=now)


HANDLERS: dict[str, Handler | LongJob] = {
    "media.process_photo": LongJob(process_photo),
    "media.forget_files": forget_files,
}
PERIODIC: dict[str, Periodic] = {"media.sweep": (SWEEP_SECONDS, sweep)}


def _render(vault: Vault, ref: str) -> RenderedPhoto | FileProblem:
    """The variants, proven and on disk, or why there are none. A lost decoder raises: perhaps by chance,
    so the job is tried again, and the photo's attempts are counted."""
    try:
        data = vault.original(ref)
        rendered = decoders().render(data, sniff_photo(data))
    except (FileNotFoundError, SealBroken) as error:
        log.error("original lost", photo=ref, error=str(error))
        return FileProblem.DAMAGED
    except FileRefused as refusal:
        log.info("photo refused", photo=ref, problem=refusal.problem.value, detail=refusal.detail)
        if refusal.problem is FileProblem.WORKER_LOST:
            raise
        return refusal.problem
    for variant in rendered.variants:
        vault.keep_variant(ref, variant.name, variant.jpeg)
    return rendered


@contextmanager
def _locked(session: Session, payload: dict[str, Any]) -> Iterator[Photo]:
    with writing(session):
        photo = session.get(Photo, payload["photo_id"], with_for_update=True, populate_existing=True)
        if photo is None:  # removed meanwhile: the job is tried again, finds nothing, and ends
            raise NotFound
        yield photo
