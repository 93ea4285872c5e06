"""The part of a form that asks where something is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from wtforms import Form, HiddenField, SelectField, StringField, ValidationError

from portal.core.forms import MaxLength
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.places.gazetteer import Gazetteer
from portal.places.types import Datum, PlaceInput, Point, PointError

ADDRESS_LENGTH = 200
# WTForms takes lazy texts; its types do not say so.
_LIST_LABEL = cast(str, _l("Street or town"))
_ADDRESS_LABEL = cast(str, _l("Address or description of the place"))
_POSITION = ("lng", "lat", "accuracy", "datum")


class PlaceFields(Form):
    """Mix into a form: `class NewReport(PlaceFields, BaseForm)`; call `offer_areas()` before showing it.

    The position comes in hidden inputs from a script, the photo or the map; the list and the address need no
    script. A position that cannot be used is removed and said so at the list, where a person can act on it.
    """

    lng = HiddenField()
    lat = HiddenField()
    accuracy = HiddenField()
    datum = HiddenField(default=Datum.WGS84.value)
    area_code = SelectField(_LIST_LABEL, validate_choice=False)
    address = StringField(
        _ADDRESS_LABEL,
        validators=[MaxLength(ADDRESS_LENGTH)],
        render_kw={"autocomplete": "off"},
    )

    def offer_areas(self, city: Gazetteer) -> None:
        """Fill the list: streets and towns in groups by district, then the district for who knows no more."""
        choices: dict[str, list[tuple[str, str]]] = {"": [("", _("Choose…"))]}
        for district in city.districts:
            streets = [(street.code, street.name.text()) for street in city.streets(district.code)]
            whole = (district.code, _("%(district)s, street not known", district=district.name.text()))
            choices[district.name.text()] = [*streets, whole]
        self.area_code.choices = choices

    def validate_area_code(self, field: SelectField) -> None:  # noqa: ARG002 -- WTForms' shape
        try:
            self._point()
        except (PointError, ValueError):
            self.forget_position()
            raise ValidationError(
                _("The position could not be used and was removed. Please choose from the list.")
            ) from None

    def forget_position(self) -> None:
        """Empty the hidden inputs: without a script nobody else could, and the form would fail forever."""
        for name in _POSITION:
            self[name].data = Datum.WGS84.value if name == "datum" else ""

    def show_position(self, point: Point) -> None:
        """Fill the hidden inputs, for instance from a photo's own position."""
        self.lng.data, self.lat.data = f"{point.lng:.6f}", f"{point.lat:.6f}"
        self.accuracy.data = "" if point.accuracy_m is None else f"{point.accuracy_m:.0f}"
        self.datum.data = point.datum.value

    def _point(self) -> Point | None:
        return read_point({name: self[name].data for name in _POSITION})

    @property
    def position(self) -> Point | None:
        """The position in the hidden inputs, where there is one that can be used."""
        try:
            return self._point()
        except (PointError, ValueError):
            return None

    def to_place(self) -> PlaceInput:
        """After validate(): what the person told us."""
        return PlaceInput(
            point=self._point(),
            area_code=_text(self.area_code.data) or None,
            address=_text(self.address.data),
        )


def read_point(values: Mapping[str, Any]) -> Point | None:
    """A point from texts `lng`, `lat`, `datum` and `accuracy`; None where neither coordinate is given.

    Raises PointError or ValueError for anything half filled, unreadable or not on the earth.
    """
    lng, lat, accuracy, datum = (_text(values.get(name)) for name in _POSITION)
    if not lng and not lat:
        return None
    return Point(
        lng=_number(lng),
        lat=_number(lat),
        datum=Datum(datum or Datum.WGS84.value),
        accuracy_m=_number(accuracy) if accuracy else None,
    )


def _text(value: Any) -> str:
    return str(value or "").strip()


def _number(text: str) -> float:
    """A plain decimal number. `float` alone would also take `1e3`, `nan` and digits of other scripts."""
    if not text.isascii() or not text.removeprefix("-").replace(".", "", 1).isdigit() or len(text) > 24:
        raise ValueError("not a number")
    return float(text)
