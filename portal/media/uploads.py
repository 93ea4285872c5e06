"""Taking files from a request, each staged by itself, before and apart from the form they came with.

A report form writes:

    @blueprint.post("/reports")
    @policy.public
    @stages_photos            # above @writes: staging commits by itself, so a refused form keeps its photos
    @writes
    def submit(): ...  staged_photos().refs  →  actions.attach_photos(session, refs, owner=upload_owner(), …)

and shows `staged_photos()` again in its template (`components/photo_upload.html`), script or no script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from portal.core.actor import Actor
from portal.core.errors import DomainError, TooMany, Unavailable
from portal.core.i18n import Text
from portal.core.ids import digest
from portal.core.rate_limit import Limit
from portal.core.transaction import writing
from portal.core.visitor import visitor_id
from portal.core.web import current_actor, limit, now, sealer, session, settings, storage
from portal.media import actions, queries
from portal.media.intake import receive_evidence, receive_photo
from portal.media.messages import STAGED_GONE, TOO_MANY_WAITING, problem_text, too_many
from portal.media.rules import MOST_PHOTOS
from portal.media.types import FileRefused, PhotoPosition, PhotoState, ReceivedEvidence
from portal.media.vault import Vault

F = TypeVar("F", bound=Callable[..., Any])

PER_VISITOR = Limit("media.uploads.visitor", 80, 3600)
PER_ADDRESS = Limit("media.uploads.address", 1500, 3600)


@dataclass(frozen=True)
class StagedPhoto:
    """One photo that waits for its form, as the form shows it."""

    ref: str
    state: PhotoState
    position: PhotoPosition | None


@dataclass(frozen=True)
class StagedPhotos:
    photos: tuple[StagedPhoto, ...] = ()
    errors: tuple[Text, ...] = ()

    @property
    def refs(self) -> list[str]:
        return [photo.ref for photo in self.photos]

    @property
    def position(self) -> PhotoPosition | None:
        """Where the first photo that knows was taken: what the form proposes as the place."""
        return next((photo.position for photo in self.photos if photo.position), None)


def vault() -> Vault:
    return Vault(storage(), sealer())


def upload_owner() -> str:
    """Who staged a file: this browser, by a hash of its cookie. The same before and after signing in."""
    return digest(f"upload {visitor_id()}")


def stage_photo_file(file: FileStorage, told: str = "") -> StagedPhoto:
    """Stage one photo in a transaction of its own. FileRefused, TooMany or Unavailable where it cannot be."""
    _count_upload()
    limits = settings()
    received = receive_photo(
        vault(),
        _read(file, limits.max_photo_bytes),
        now=now(),
        most_bytes=limits.max_photo_bytes,
        most_pixels=limits.max_photo_pixels,
        told=told,
    )
    with _staging(received.ref) as transaction:
        # No name: this photo may be a reporter's, and neither its history nor the log may say whose.
        nobody = Actor.guest()
        actions.stage_photo(
            transaction, received, owner=upload_owner(), sealer=sealer(), actor=nobody, now=now()
        )
    return StagedPhoto(received.ref, PhotoState.RECEIVED, received.position)


def stage_evidence_file(file: FileStorage) -> ReceivedEvidence:
    """Stage one evidence file in a transaction of its own. Errors as with a photo."""
    _count_upload()
    most = settings().max_evidence_bytes
    received = receive_evidence(vault(), _read(file, most), file.filename, now=now(), most_bytes=most)
    with _staging(received.photo.ref if received.photo else received.ref) as transaction:
        actions.stage_evidence(
            transaction, received, owner=upload_owner(), sealer=sealer(), actor=current_actor(), now=now()
        )
    return received


def stages_photos(view: F) -> F:
    """Stage the files of the field `photos` before the view runs, and remember what the form already had.

    The form carries `staged_photos` (one hidden field each); what is ticked as `drop_photo`
    (value: a ref) is left out. Works without a script.
    """

    @wraps(view)
    def staging(*args: Any, **kwargs: Any) -> Any:
        g.staged_photos = _stage_from_request()
        return view(*args, **kwargs)

    return cast(F, staging)


def staged_photos() -> StagedPhotos:
    """What waits for the present form; empty where it was only opened."""
    return cast(StagedPhotos, g.get("staged_photos") or StagedPhotos())


def find_staged_photos(refs: Sequence[str]) -> list[StagedPhoto]:
    """Those of `refs` that still wait for this visitor."""
    found = queries.list_staged(session(), refs, owner=upload_owner(), now=now())
    return [
        StagedPhoto(staged.ref, staged.photo.state, actions.position_of(staged.photo, sealer()))
        for staged in found
        if staged.photo is not None
    ]


def drop_staged(ref: str) -> None:
    """Remove what this visitor staged under `ref`, if there is such a thing. Opens its own transaction."""
    with writing(session()) as transaction:
        staged = queries.find_staged(transaction, ref, owner=upload_owner(), now=now())
        if staged is not None:
            actions.discard_staged(transaction, staged)


def _stage_from_request() -> StagedPhotos:
    dropped = request.form.getlist("drop_photo")
    for ref in dropped[:MOST_PHOTOS]:
        drop_staged(ref)
    wanted = [ref for ref in request.form.getlist("staged_photos") if ref not in dropped][:MOST_PHOTOS]
    photos = find_staged_photos(wanted) if wanted else []
    errors: list[Text] = [STAGED_GONE] if len(photos) < len(wanted) else []
    for file in request.files.getlist("photos"):
        if not file.filename:
            continue  # an empty file field sends one nameless part
        if len(photos) >= MOST_PHOTOS:
            errors.append(too_many(MOST_PHOTOS))
            break
        try:
            photos.append(stage_photo_file(file))
        except FileRefused as refusal:
            errors.append(problem_text(refusal.problem))
        except (TooMany, Unavailable) as error:
            errors.append(error.message)
            break
    return StagedPhotos(tuple(photos), tuple(errors))


def _read(file: FileStorage, most: int) -> bytes:
    return file.stream.read(most + 1)  # one more than allowed tells "too large" from "just fits"


def _count_upload() -> None:
    limit(upload_owner(), PER_VISITOR, message=TOO_MANY_WAITING)
    limit(request.remote_addr or "", PER_ADDRESS, message=TOO_MANY_WAITING)


@contextmanager
def _staging(ref: str) -> Iterator[Session]:
    """A transaction for rows whose file is already kept; without the rows, the file goes too."""
    try:
        with writing(session()) as transaction:
            yield transaction
    except DomainError:
        vault().forget(ref)
        raise
