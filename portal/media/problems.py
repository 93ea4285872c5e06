"""What can be wrong with a file that somebody sent: codes, told to people by ``messages.py``."""

from enum import StrEnum


class FileProblem(StrEnum):
    """Why a file is refused. The first group is found when it arrives, the second while it is worked on."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_A_PHOTO = "not_a_photo"
    FORMAT_NOT_TAKEN = "format_not_taken"
    DAMAGED = "damaged"
    NOT_A_DOCUMENT = "not_a_document"
    MIXED_CONTENT = "mixed_content"
    ENCRYPTED = "encrypted"
    ACTIVE_CONTENT = "active_content"
    ARCHIVE_BOMB = "archive_bomb"

    TOO_COSTLY = "too_costly"
    """Decoding it would take more memory or time than one photo may."""
    NOT_CLEAN = "not_clean"
    """The result still carried something beside the picture, so it was thrown away."""
    WORKER_LOST = "worker_lost"
    """The decoder died or did not answer; the file may be innocent, so it is tried again."""


class FileRefused(ValueError):
    """A file is not taken. ``problem`` is for people, ``detail`` for the log (never shown)."""

    def __init__(self, problem: FileProblem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else str(problem))
        self.problem = problem
        self.detail = detail
