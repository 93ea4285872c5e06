"""What a person is told about a file that is not taken."""

from __future__ import annotations

from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.media.types import FileProblem, PhotoState

_PROBLEMS: dict[FileProblem, Text] = {
    FileProblem.EMPTY: _l("This file is empty. Please choose it again."),
    FileProblem.TOO_LARGE: _l("This file is larger than 20 MB. Please choose a smaller one."),
    FileProblem.TOO_MANY_PIXELS: _l(
        "This photo has too many pixels. Please take it again in normal quality."
    ),
    FileProblem.NOT_A_PHOTO: _l("This is not a photo. Please choose a JPEG, PNG, WebP or HEIC file."),
    FileProblem.FORMAT_NOT_TAKEN: _l(
        "This kind of picture cannot be taken. Please choose a JPEG, PNG, WebP or HEIC file."
    ),
    FileProblem.DAMAGED: _l("This file is damaged or incomplete. Please choose it again, or take a new one."),
    FileProblem.NOT_A_DOCUMENT: _l("Please choose a PDF, a Word, Excel or PowerPoint file, or a photo."),
    FileProblem.MIXED_CONTENT: _l(
        "Another file is hidden in this one. Please save it anew and choose it again."
    ),
    FileProblem.ENCRYPTED: _l("This file is locked with a password. Please save it without one."),
    FileProblem.ACTIVE_CONTENT: _l(
        "This file contains a program (macro, script or the like). Please save it as a plain PDF."
    ),
    FileProblem.ARCHIVE_BOMB: _l("This file unpacks to far more than its size. Please save it anew."),
    FileProblem.TOO_COSTLY: _l(
        "This photo is too complicated to be read. Please take it again in normal quality."
    ),
    FileProblem.NOT_CLEAN: _l("This photo could not be made safe to show. Please take a new one."),
    FileProblem.WORKER_LOST: _l("This photo could not be read. Please take a new one."),
}

PHOTO_STATES: dict[PhotoState, Text] = {
    PhotoState.RECEIVED: _l("Waiting to be prepared"),
    PhotoState.PROCESSING: _l("Being prepared"),
    PhotoState.READY_FOR_CONFIRMATION: _l("To be checked"),
    PhotoState.PUBLISHED: _l("Shown to the public"),
    PhotoState.WITHHELD: _l("Not shown"),
    PhotoState.FAILED: _l("Could not be read"),
}

TOO_MANY_WAITING = _l("You have chosen very many files. Please send what you have, then go on.")
STAGED_GONE = _l("A file that you chose is no longer here. Please choose it again.")


def too_many(most: int) -> Text:
    text: Text = _l("Please choose at most %(most)s files.", most=most)
    return text


def problem_text(problem: FileProblem) -> Text:
    return _PROBLEMS[problem]
