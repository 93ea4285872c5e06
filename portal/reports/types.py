"""Values of reports: states, actions, parties, and one frozen command for each verb."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReportState(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MERGED = "merged"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    RETURNED = "returned"
    AWAITING_REPORTER = "awaiting_reporter"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"


class ReportAction(StrEnum):
    SUBMIT = "submit"
    ACCEPT = "accept"
    REJECT = "reject"
    MERGE = "merge"
    UNMERGE = "unmerge"
    RELEASE = "release"
    DISPATCH = "dispatch"
    TAKE = "take"
    RETURN = "return"
    ASK_REPORTER = "ask_reporter"
    ANSWER = "answer"
    NO_ANSWER = "no_answer"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    CLOSE_SILENT = "close_silent"
    DISPUTE = "dispute"
    TRANSFER = "transfer"
    RECEIVE_RESULT = "receive_result"
    WITHDRAW = "withdraw"


class Party(StrEnum):
    """As what somebody acts on a report. A report's history never names the reporter's account."""

    REPORTER = "reporter"
    SUPPORTER = "supporter"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    SYSTEM = "system"


class PlaceSource(StrEnum):
    """How the place became known, from the most to the least exact."""

    PHOTO = "photo"
    PHONE = "phone"
    MAP = "map"
    ADDRESS = "address"


class Visibility(StrEnum):
    """`hidden` reports are handled like any other but never shown to the public. No step hides one yet."""

    PUBLIC = "public"
    HIDDEN = "hidden"


class Extension(StrEnum):
    """A unit's request for more time. It is granted at most once in the life of a report."""

    NONE = "none"
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class PhotoKind(StrEnum):
    """What a photo shows: the dumping, the cleaned place, or what was added to an answer or a dispute."""

    BEFORE = "before"
    AFTER = "after"
    ANSWER = "answer"
    DISPUTE = "dispute"


@dataclass(frozen=True)
class StagedPhotos:
    """Photos that wait for this command (media), by their references, and the owner who staged them."""

    refs: tuple[str, ...] = ()
    owner: str = ""

    def __len__(self) -> int:
        return len(self.refs)


NO_PHOTOS = StagedPhotos()


@dataclass(frozen=True, kw_only=True)
class ReportPlace:
    """Where it is. `lng`/`lat` are WGS-84 and converted once from `original_…`, which is in `datum`.

    `public_…` is the position rounded to what the public may see. `nearby_codes` are other areas that the
    circle of `accuracy_m` metres touches.
    """

    area_code: str
    source: PlaceSource
    address: str = ""
    lng: float | None = None
    lat: float | None = None
    original_lng: float | None = None
    original_lat: float | None = None
    datum: str | None = None
    accuracy_m: float | None = None
    public_lng: float | None = None
    public_lat: float | None = None
    nearby_codes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SubmitReport:
    """`submission_id` is made once for each form; `phone_key` is the hash of the phone's id."""

    submission_id: str
    category: str
    place: ReportPlace
    description: str = ""
    photos: StagedPhotos = NO_PHOTOS
    email: str = ""
    phone_key: str | None = None


@dataclass(frozen=True)
class Submitted:
    """The outcome of a submission: the public reference, and whether this call made the report."""

    ref: str
    new: bool


@dataclass(frozen=True)
class AcceptReport:
    note: str = ""


@dataclass(frozen=True)
class RejectReport:
    reason_code: str
    note: str = ""


@dataclass(frozen=True)
class MergeReport:
    lead_ref: str
    note: str = ""


@dataclass(frozen=True)
class UnmergeReport:
    reason: str


@dataclass(frozen=True)
class DispatchReport:
    """`category` corrects what the reporter chose; `None` leaves it."""

    unit_id: int
    category: str | None = None
    note: str = ""


@dataclass(frozen=True)
class ReturnReport:
    ground: str
    note: str = ""


@dataclass(frozen=True)
class AskReporter:
    question: str


@dataclass(frozen=True)
class AnswerQuestion:
    text: str = ""
    photos: StagedPhotos = NO_PHOTOS


@dataclass(frozen=True)
class AskExtension:
    reason: str


@dataclass(frozen=True)
class GrantExtension:
    note: str = ""


@dataclass(frozen=True)
class RefuseExtension:
    reason: str


@dataclass(frozen=True)
class ResolveReport:
    """A note for the public, and after-photos or the reason why there are none."""

    note: str
    after_photos: StagedPhotos = NO_PHOTOS
    no_photo_reason: str = ""


@dataclass(frozen=True)
class ConfirmReport:
    rating: int | None = None


@dataclass(frozen=True)
class DisputeReport:
    reason: str
    photos: StagedPhotos = NO_PHOTOS


@dataclass(frozen=True)
class Voice:
    """Who else disputes: keyed hashes that mean nothing beyond one report, and no person.

    `device` is the phone that supported before; `network` where the words came from; `account` only of
    somebody whose account was confirmed before the resolution.
    """

    device: str
    network: str
    account: str | None = None


@dataclass(frozen=True)
class TransferReport:
    body: str
    reason: str


@dataclass(frozen=True)
class ReceiveResult:
    result: str


@dataclass(frozen=True)
class WithdrawReport:
    reason: str = ""
