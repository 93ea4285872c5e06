"""What a step needs that a table cannot say: words, photos, a place, a time, a number of people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.reports.rules import LEADS_NOTHING
from portal.reports.types import Extension, ReportAction, ReportState, Voice

RATINGS = range(1, 6)
MAX_DESCRIPTION = 2000
MAX_PHOTOS = 6
PHOTOS = "photos"
"""What refusals name where the photos are meant; forms show it beside the photos."""


def check_extension(action: ReportAction, extension: Extension) -> None:
    """Asked for while none is asked or granted; decided on only while asked. Raises Conflict."""
    if action is ReportAction.ASK_EXTENSION and extension in (Extension.ASKED, Extension.GRANTED):
        raise Conflict(
            _l("More time has already been asked for.")
            if extension is Extension.ASKED
            else _l("More time is granted only once, and it was granted already.")
        )
    decides = action in (ReportAction.GRANT_EXTENSION, ReportAction.REFUSE_EXTENSION)
    if decides and extension is not Extension.ASKED:
        raise Conflict(_l("No request for more time is open."))


def check_dispute(resolved_at: datetime | None, now: datetime, *, days: int, earlier: int) -> None:
    """A reporter disputes once, within `days` of the resolution. Raises Conflict."""
    if earlier:
        raise Conflict(_l("You have disputed this report once already. You can report the place again."))
    if resolved_at is not None and now > resolved_at + timedelta(days=days):
        raise Conflict(_l("The time for disputing this has run out. You can report the place again."))


def count_distinct(voices: Iterable[Voice]) -> int:
    """How many people these are at least: accounts, and networks from which only guests speak.

    One person may own many cookies, but not as easily many networks or accounts. A whole village behind one
    address is one guest; those who sign in count each.
    """
    all_voices = list(voices)
    accounts = {one.account for one in all_voices if one.account}
    with_account = {one.network for one in all_voices if one.account}
    return len(accounts) + len({one.network for one in all_voices} - with_account)


def can_still_dispute(resolved_at: datetime | None, now: datetime, *, days: int, earlier: int) -> bool:
    """Whether `check_dispute` would let the reporter dispute."""
    try:
        check_dispute(resolved_at, now, days=days, earlier=earlier)
    except Conflict:
        return False
    return True


def check_lead(*, same: bool, state: ReportState) -> None:
    """A report is merged into another one that goes on. Raises Invalid on `lead_ref`."""
    if same:
        raise Invalid.field("lead_ref", _l("A report cannot be merged into itself."))
    if state is ReportState.CLOSED:
        raise Invalid.field(
            "lead_ref",
            _l(
                "That report is closed: nobody works on it any more."
                " If the waste lies there again, let this report go on by itself."
            ),
        )
    if state in LEADS_NOTHING:
        raise Invalid.field(
            "lead_ref", _l("That report cannot take in others: it was itself ended or merged.")
        )


def check_rating(rating: int | None) -> None:
    if rating is not None and rating not in RATINGS:
        raise Invalid.field("rating", _l("Choose from one to five stars."))


def needed(name: str, text: str) -> None:
    """Raise Invalid on field `name` when `text` is blank."""
    if not text.strip():
        raise Invalid.field(name, _l("Please say why or what in a few words."))


def check_evidence(photos: int, no_photo_reason: str) -> None:
    """A resolution shows the place afterwards, or says why it cannot. Raises Invalid."""
    if not photos and not no_photo_reason.strip():
        raise Invalid.field(
            "after_photos", _l("Add a photo of the place as it is now, or say why there is none.")
        )


def check_neighbour_photo(photos: int) -> None:
    """Who disputes somebody else's report shows the place as it is now. Raises Invalid."""
    if not photos:
        raise Invalid.field(PHOTOS, _l("Add a photo of the place as it is now."))


def check_submission(description: str, photos: int) -> None:
    """A photo or some words, within what a person can read. Raises Invalid."""
    if not photos and not description.strip():
        raise Invalid.field(PHOTOS, _l("Add a photo, or describe in a few words what you saw."))
    if len(description) > MAX_DESCRIPTION:
        raise Invalid.field(
            "description",
            _l(
                "Please keep to %(limit)s characters; there are %(length)s now.",
                limit=MAX_DESCRIPTION,
                length=len(description),
            ),
        )
    check_photo_count(PHOTOS, photos)


def check_place(*, pointed: bool, address: str) -> None:
    """A point, or words by which somebody can find the place. Raises Invalid on `address`."""
    if not pointed and not address.strip():
        raise Invalid.field(
            "address",
            _l(
                "Please also write where exactly it is,"
                " for example a house number, a shop or a bridge nearby."
            ),
        )


def check_photo_count(name: str, photos: int) -> None:
    if photos > MAX_PHOTOS:
        raise Invalid.field(name, _l("At most %(limit)s photos, please.", limit=MAX_PHOTOS))
