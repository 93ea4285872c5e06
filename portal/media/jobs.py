"""Photos are worked off here, outside the request and outside any transaction: decoding may take seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

import structlog
from sqlalchemy.orm import Session

from portal.core.clock import utcnow
from portal.core.errors import Unavailable
from portal.core.jobs.types import Handler, JobContext, LongJob, Periodic
from portal.core.sealing import SealBroken
from portal.core.transaction import writing
from portal.media import actions
from portal.media.decoding.pool import DecoderPool
from portal.media.decoding.result import RenderedPhoto
from portal.media.models import Photo
from portal.media.sniffing import sniff_photo
from portal.media.types import FileProblem, FileRefused
from portal.media.vault import Vault

log = structlog.get_logger(__name__)


@cache
def decoders() -> DecoderPool:
    """This process's decoders; started with the first photo."""
    return DecoderPool()


def process_photo(session: Session, payload: dict[str, Any], *, now: datetime, context: JobContext) -> None:
    """Make a photo's variants. May be repeated at any point: a killed worker leaves it to the next one."""
    vault = Vault(context.storage, context.sealer)
    with writing(session):
        ref = actions.begin_processing(session, payload["photo_id"], now=now)
    if ref is None:
        return
    try:
        rendered = _render(vault, ref)
        for variant in rendered.variants:
            vault.keep_variant(ref, variant.name, variant.jpeg)
    except FileRefused as refusal:
        log.info("photo refused", photo=ref, problem=refusal.problem, detail=refusal.detail)
        if refusal.problem is FileProblem.WORKER_LOST:
            raise  # perhaps not the photo's fault: the job is tried again, and attempts are counted
        _conclude(
            session, payload, lambda photo: actions.fail_photo(session, photo, refusal.problem, now=utcnow())
        )
    except Unavailable:
        _conclude(session, payload, lambda photo: actions.give_back(session, photo, now=utcnow()))
        raise
    else:
        _conclude(
            session, payload, lambda photo: actions.finish_processing(session, photo, rendered, now=utcnow())
        )


def forget_files(
    session: Session,  # noqa: ARG001 -- the shape of a job
    payload: dict[str, Any],
    *,
    now: datetime,  # noqa: ARG001
    context: JobContext,
) -> None:
    """Remove the files of something whose row is gone."""
    Vault(context.storage, context.sealer).forget(payload["ref"])


def sweep(session: Session, *, now: datetime, context: JobContext) -> None:  # noqa: ARG001 -- a job's shape
    actions.sweep_staged(session, now=now)
    actions.requeue_stuck(session, now=now)


HANDLERS: dict[str, Handler | LongJob] = {
    "media.process_photo": LongJob(process_photo),
    "media.forget_files": forget_files,
}
PERIODIC: dict[str, Periodic] = {"media.sweep": (600, sweep)}


def _render(vault: Vault, ref: str) -> RenderedPhoto:
    try:
        data = vault.original(ref)
    except (FileNotFoundError, SealBroken) as error:
        raise FileRefused(FileProblem.DAMAGED, f"original: {error}") from error
    return decoders().render(data, sniff_photo(data))


def _conclude(session: Session, payload: dict[str, Any], conclude: Callable[[Photo], None]) -> None:
    with writing(session):
        photo = session.get(Photo, payload["photo_id"], with_for_update=True, populate_existing=True)
        if photo is not None:  # else it was removed meanwhile, and so will be its files
            conclude(photo)
