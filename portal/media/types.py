"""Values of photos and files: kinds, states, problems. The decoder process loads this too: keep it light."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PhotoKind(StrEnum):
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIF = "heif"


class DocumentKind(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"


class EvidenceKind(StrEnum):
    """What an evidence file is served as. Of a photo that is the clean picture, never the file as sent."""

    PHOTO = "photo"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]

    @property
    def extension(self) -> str:
        return "jpg" if self is EvidenceKind.PHOTO else self.value


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_MEDIA_TYPES = {
    EvidenceKind.PHOTO: "image/jpeg",
    EvidenceKind.PDF: "application/pdf",
    EvidenceKind.DOCX: _OPEN_XML + "wordprocessingml.document",
    EvidenceKind.XLSX: _OPEN_XML + "spreadsheetml.sheet",
    EvidenceKind.PPTX: _OPEN_XML + "presentationml.presentation",
    EvidenceKind.DOC: "application/msword",
    EvidenceKind.XLS: "application/vnd.ms-excel",
    EvidenceKind.PPT: "application/vnd.ms-powerpoint",
}


class VariantName(StrEnum):
    DISPLAY = "display"
    CARD = "card"
    THUMBNAIL = "thumbnail"


class PhotoState(StrEnum):
    RECEIVED = "received"
    PROCESSING = "processing"
    READY_FOR_CONFIRMATION = "ready_for_confirmation"
    PUBLISHED = "published"
    WITHHELD = "withheld"
    FAILED = "failed"


class FileProblem(StrEnum):
    """Why a file is refused; `messages` tells people. The last three arise while it is worked on."""

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
    """A file is not taken. `problem` is for people, `detail` for the log (never shown)."""

    def __init__(self, problem: FileProblem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else str(problem))
        self.problem = problem
        self.detail = detail


@dataclass(frozen=True)
class PhotoHeader:
    """What a photo says of itself. Width and height are as stored, before EXIF orientation is applied."""

    kind: PhotoKind
    width: int
    height: int
    exif: bytes | None = None
    progressive: bool = False
    turned_by_file: bool = False
    """The format says itself which way up (HEIF `irot`, `imir`): the decoder turns it, EXIF only repeats."""

    @property
    def pixels(self) -> int:
        return self.width * self.height


@dataclass(frozen=True)
class PhotoPosition:
    """Where the camera says it was: degrees in WGS-84, and the error in metres where it is given."""

    lng: float
    lat: float
    error_m: float | None = None


@dataclass(frozen=True)
class ReceivedFile:
    """A file that was looked at and lies in storage, sealed, but has no row yet."""

    ref: str
    sha256: str
    byte_size: int


@dataclass(frozen=True)
class ReceivedPhoto(ReceivedFile):
    kind: PhotoKind
    taken_at: datetime | None = None
    position: PhotoPosition | None = None


@dataclass(frozen=True)
class ReceivedEvidence(ReceivedFile):
    """`photo` is set where the evidence is a photo: then the file itself is kept as that photo's original."""

    kind: EvidenceKind
    name: str
    """As the sender called it, cleaned for display. Never a path, never served."""
    photo: ReceivedPhoto | None = None
