from dataclasses import replace
from decimal import Decimal

from portal.core.i18n import in_locale
from portal.standards.changes import SETTINGS, Change, ChangeKind, changes
from portal.standards.types import Bonus, Indicator, Prerequisite, Standard
from portal.standards.wording import ASPECTS, difference
from tests.factories.standards import a_dimension, a_label, a_prerequisite, a_standard, an_indicator

OLD = a_standard(
    a_dimension("a-1", an_indicator("a-1.1"), an_indicator("a-1.2")), prerequisites=(a_prerequisite("a-P1"),)
)


def test_the_same_standard_has_no_changes():
    found = changes(OLD, replace(OLD, version="2027.1"))
    assert (found.settings, found.items) == ((), ())


def test_items_are_added_dropped_and_altered_by_code():
    new = a_standard(
        a_dimension("a-1", an_indicator("a-1.1", max_points=12), an_indicator("a-1.3")),
        prerequisites=(a_prerequisite("a-P1", veto=False),),
        pass_mark=Decimal(85),
    )
    found = changes(OLD, new)
    assert found.settings == ("pass_mark",)
    assert found.items == (
        Change(ChangeKind.ALTERED, "a-P1", a_label("a-P1"), ("veto",)),
        Change(ChangeKind.ALTERED, "a-1.1", a_label("a-1.1"), ("max_points",)),
        Change(ChangeKind.ADDED, "a-1.3", a_label("a-1.3")),
        Change(ChangeKind.DROPPED, "a-1.2", a_label("a-1.2")),
    )


def test_every_aspect_has_its_word():
    fields = {
        name
        for item in (Prerequisite, Indicator, Bonus)
        for name in item.__dataclass_fields__
        if name != "code"
    }
    assert fields | set(SETTINGS) <= set(ASPECTS)
    assert set(SETTINGS) <= set(Standard.__dataclass_fields__)


def test_difference_says_each_thing_once():
    altered = an_indicator("a-1.1", name=a_label("other"), rule_text=a_label("other"), inferred=False)
    new = a_standard(a_dimension("a-1", altered, an_indicator("a-1.2")), prerequisites=OLD.prerequisites)
    with in_locale("en"):
        (line,) = difference(OLD, new).lines
    assert line.aspects == ("wording", "sources")
