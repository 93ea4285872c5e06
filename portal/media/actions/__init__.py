"""Staging, attaching, working off, publishing and withholding."""

from portal.media.actions.adding import (
    add_evidence,
    add_photo,
    enqueue_processing,
    position_of,
    remove_evidence,
    remove_photo,
)
from portal.media.actions.deciding import confirm_photo, withhold_photo
from portal.media.actions.processing import (
    begin_processing,
    fail_photo,
    finish_processing,
    give_back,
    requeue_stuck,
    retry_photo,
)
from portal.media.actions.staging import (
    attach_evidence,
    attach_photos,
    discard_staged,
    stage_evidence,
    stage_photo,
    sweep_staged,
)
from portal.media.actions.strays import sweep_strays

__all__ = [
    "add_evidence",
    "add_photo",
    "attach_evidence",
    "attach_photos",
    "begin_processing",
    "confirm_photo",
    "discard_staged",
    "enqueue_processing",
    "fail_photo",
    "finish_processing",
    "give_back",
    "position_of",
    "remove_evidence",
    "remove_photo",
    "requeue_stuck",
    "retry_photo",
    "stage_evidence",
    "stage_photo",
    "sweep_staged",
    "sweep_strays",
    "withhold_photo",
]
