"""What citizens fill in: a new report, the number and code to follow it, an answer, a verdict."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID, uuid4

from wtforms import EmailField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from portal.accounts.forms import EmailAddress, address_of
from portal.core.errors import Invalid
from portal.core.forms import BaseForm, MaxLength, Needed
from portal.core.i18n import Text, ngettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.ids import normal_ref, normal_secret
from portal.places.datum import public_point
from portal.places.forms import PlaceFields
from portal.places.types import LocatedPlace
from portal.reports.catalogue import Catalogue
from portal.reports.conditions import MAX_DESCRIPTION, PHOTOS, RATINGS
from portal.reports.types import (
    AnswerQuestion,
    ConfirmReport,
    DisputeReport,
    PlaceSource,
    ReportPlace,
    StagedPhotos,
    SubmitReport,
    WithdrawReport,
)

_NO_STARS = ""
_AS_ON_THE_PAGE = ("category", "area_code", "address", "description", "email")


def _text(text: Text) -> str:
    """WTForms takes lazy texts; its types do not say so."""
    return cast(str, text)


class NewReportForm(PlaceFields, BaseForm):  # type: ignore[misc]  # both are WTForms' forms
    """One page, nothing that must be typed: a photo or some words, a kind, a place."""

    submission_id = HiddenField(default=lambda: str(uuid4()))
    place_source = HiddenField()
    category = RadioField(
        _text(_l("What kind of waste is it?")), validators=[Needed(_l("Choose what kind of waste it is."))]
    )
    description = TextAreaField(_text(_l("What did you see?")), validators=[MaxLength(MAX_DESCRIPTION)])
    email = EmailField(
        _text(_l("E-mail address")),
        validators=[Optional(), MaxLength(254), EmailAddress()],
        render_kw={"autocomplete": "email"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.photo_errors: list[Text] = []
        for name in _AS_ON_THE_PAGE:  # the summary of errors follows it
            self._fields[name] = self._fields.pop(name)

    def show_also(self, refused: Invalid) -> None:
        """What a rule refuses, where nothing has been said yet: one reason to a field is enough."""
        for name, texts in refused.errors.items():
            if name == PHOTOS:
                self.photo_errors = self.photo_errors or texts
            elif name not in self or not self[name].errors:
                self.show(Invalid({name: texts}))

    def offer_categories(self, content: Catalogue) -> None:
        self.category.choices = [(one.code, one.label.text()) for one in content.categories.values()]

    @property
    def submission(self) -> str:
        """The id of this form; a new one where somebody sent something else in its place."""
        try:
            return str(UUID(self.submission_id.data or ""))
        except ValueError:
            return self.renew()

    def renew(self) -> str:
        """Make it a form of its own, for another report than the one that was sent with it."""
        self.submission_id.data = str(uuid4())
        return str(self.submission_id.data)

    def to_command(self, place: ReportPlace, photos: StagedPhotos, phone_key: str) -> SubmitReport:
        return SubmitReport(
            submission_id=self.submission,
            category=str(self.category.data),
            place=place,
            description=self.description.data or "",
            photos=photos,
            email=address_of(self.email),
            phone_key=phone_key,
        )


def report_place(located: LocatedPlace, source: str, precision_m: int) -> ReportPlace:
    """A located place as a report keeps it, with what the public may see of it."""
    if located.point is None or located.original is None:
        return ReportPlace(area_code=located.area_code, source=PlaceSource.ADDRESS, address=located.address)
    public = public_point(located.point, precision_m)
    known = source in (PlaceSource.PHOTO, PlaceSource.PHONE, PlaceSource.MAP)
    return ReportPlace(
        area_code=located.area_code,
        source=PlaceSource(source) if known else PlaceSource.PHONE,
        address=located.address,
        lng=located.point.lng,
        lat=located.point.lat,
        original_lng=located.original.lng,
        original_lat=located.original.lat,
        datum=located.original.datum.value,
        accuracy_m=located.original.accuracy_m,
        public_lng=public.lng,
        public_lat=public.lat,
        nearby_codes=located.nearby_codes,
    )


class TrackForm(BaseForm):
    """Number and code, however they were typed."""

    ref = StringField(
        _text(_l("Report number")),
        validators=[Needed(_l("Enter the number of the report.")), MaxLength(40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    secret = StringField(
        _text(_l("Tracking code")),
        validators=[Needed(_l("Enter the tracking code.")), MaxLength(40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    @property
    def normal(self) -> tuple[str, str]:
        """Reference and secret as they were given out."""
        return normal_ref(self.ref.data or ""), normal_secret(self.secret.data or "")


class AnswerForm(BaseForm):
    text = TextAreaField(_text(_l("Your answer")), validators=[MaxLength(MAX_DESCRIPTION)])

    def to_command(self, photos: StagedPhotos) -> AnswerQuestion:
        return AnswerQuestion(self.text.data or "", photos)


class ConfirmForm(BaseForm):
    """Agree that it is done; the stars are optional."""

    rating = RadioField(_text(_l("How was it dealt with?")), validate_choice=False, default=_NO_STARS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rating.choices = [
            (str(stars), ngettext("%(num)s star", "%(num)s stars", stars)) for stars in reversed(RATINGS)
        ]

    def to_command(self) -> ConfirmReport:
        typed = str(self.rating.data or "")
        return ConfirmReport(int(typed) if typed.isascii() and typed.isdigit() else None)


class DisputeForm(BaseForm):
    reason = TextAreaField(
        _text(_l("What is still wrong?")),
        validators=[Needed(_l("Write in a few words what is still wrong.")), MaxLength(MAX_DESCRIPTION)],
    )

    def to_command(self, photos: StagedPhotos) -> DisputeReport:
        return DisputeReport(self.reason.data or "", photos)


class WithdrawForm(BaseForm):
    def to_command(self) -> WithdrawReport:
        return WithdrawReport()
