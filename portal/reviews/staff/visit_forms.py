"""The forms of a visit to the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField

from portal.accounts.models import Person
from portal.applications.sections import Item, ItemKind, Section
from portal.core.forms import BaseForm, CheckboxListField, ItemsForm, MaxLength, Needed
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.reviews.models import SiteVisitFinding
from portal.reviews.types import ConcludeVisit, PlanVisit, Sighting, SightingInput, VisitVerdict

_NOTE, _SUMMARY, _VERSION_DIGITS = 500, 2000, 9


class PlanForm(BaseForm):
    day = DateField(_l("Day of the visit"), validators=[Needed(_l("Choose the day."))])
    inspectors = CheckboxListField(
        _l("Who goes?"), coerce=int, validators=[Needed(_l("Choose at least one inspector from the list."))]
    )
    accompanied_by = StringField(_l("Who comes along?"), validators=[MaxLength(200)])

    def offer(self, people: Iterable[Person]) -> None:
        self.inspectors.choices = [(person.id, person.name) for person in people]

    def to_command(self) -> PlanVisit:
        return PlanVisit(
            cast("Any", self.day.data), tuple(self.inspectors.data or ()), self.accompanied_by.data or ""
        )


class ConcludeForm(BaseForm):
    visited_on = DateField(_l("Day on which you were there"), validators=[Needed(_l("Choose the day."))])
    verdict = RadioField(
        _l("What did you find?"),
        choices=[
            (VisitVerdict.BORNE_OUT.value, _l("The place is as stated in the application")),
            (VisitVerdict.DIFFERS.value, _l("The place differs from what was stated")),
        ],
        validators=[Needed(_l("Say whether the place is as stated."))],
    )
    summary = TextAreaField(
        _l("Summary of the visit"), validators=[Needed(_l("Sum up what was found.")), MaxLength(_SUMMARY)]
    )

    def to_command(self) -> ConcludeVisit:
        return ConcludeVisit(
            cast("Any", self.visited_on.data), VisitVerdict(self.verdict.data), self.summary.data or ""
        )


class SightingsForm(ItemsForm):
    """One line for each prerequisite and indicator; made for one standard by `make_sightings_form`."""

    items: tuple[Item, ...] = ()

    def fill(self, findings: Mapping[str, SiteVisitFinding]) -> None:
        for item in self.items:
            row = findings.get(item.code)
            if row is not None:
                self.part("outcome", item.code).data = row.outcome.value if row.outcome else ""
                self.part("note", item.code).data = row.note
                self.part("version", item.code).data = str(row.version)

    def saved(self, item: Item, row: SiteVisitFinding) -> list[tuple[Text, Text]]:
        """A kept line in words: the sighting and the note."""
        typed = {"outcome": row.outcome.value if row.outcome else "", "note": row.note}
        return self.kept_in_words(item.code, typed)

    def to_input(self, item: Item) -> SightingInput:
        chosen = self.part("outcome", item.code).data
        known = {one.value for one in Sighting}
        version = str(self.part("version", item.code).data or "0")
        return SightingInput(
            code=item.code,
            outcome=Sighting(chosen) if chosen in known else None,
            note=self.part("note", item.code).data or "",
            based_on=int(version) if version.isdecimal() and len(version) <= _VERSION_DIGITS else 0,
        )


SIGHTINGS = [
    (Sighting.CONFIRMED.value, _l("Confirmed on site")),
    (Sighting.NOT_CONFIRMED.value, _l("Not confirmed on site")),
    ("", _l("Not looked at")),
]


def make_sightings_form(sections: tuple[Section, ...]) -> type[SightingsForm]:
    items = tuple(item for section in sections for item in section.items if item.kind is not ItemKind.CLAIM)
    fields: dict[str, Any] = {"items": items}
    for item in items:
        fields[f"outcome-{item.code}"] = RadioField(
            _l("On the spot"), choices=SIGHTINGS, default="", validate_choice=False
        )
        fields[f"note-{item.code}"] = StringField(_l("What was seen"), validators=[MaxLength(_NOTE)])
        fields[f"version-{item.code}"] = HiddenField(default="0")
    return cast("type[SightingsForm]", type("SightingsForm", (SightingsForm,), fields))
