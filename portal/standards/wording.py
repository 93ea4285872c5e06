"""The sentences behind the keys of scoring: why points were given, and what stands in the way."""

from collections.abc import Mapping

from portal.core.i18n import Label, Text
from portal.core.i18n import lazy_gettext as _l
from portal.standards.sheet import Outcome, ReasonNot, Shortfall
from portal.standards.types import SiteVisit, Standard, StandardState

OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.FULL: _l("Full points"),
    Outcome.PARTIAL: _l("Part of the points"),
    Outcome.NONE: _l("No points"),
    Outcome.MISSING: _l("Not answered yet"),
    Outcome.NOT_APPLICABLE: _l("Does not apply; its points are spread over the rest of the dimension"),
    Outcome.AWAITING_APPROVAL: _l("Said not to apply; counts nothing until an officer agrees"),
}

ANSWER_PROBLEMS: Mapping[str, Text] = {
    "wrong_kind": _l("This answer does not fit the question."),
    "not_a_number": _l("Please enter a number."),
    "negative": _l("Please enter zero or more."),
    "above_one": _l("A share lies between 0% and 100%."),
    "unknown_level": _l("Please choose one of the levels."),
    "always_applies": _l("This indicator always applies."),
    "reason_needed": _l("Please say why this does not apply."),
    "unknown_indicator": _l("This standard has no such indicator."),
}

STATES: Mapping[StandardState, Text] = {
    StandardState.DRAFT: _l("Draft"),
    StandardState.PUBLISHED: _l("In force"),
    StandardState.RETIRED: _l("No longer in force"),
}

EVENTS: Mapping[str, Text] = {
    "import": _l("Brought in from its file"),
    "revise": _l("Draft changed"),
    "publish": _l("Put into force"),
    "retire": _l("Taken out of force"),
}

SITE_VISITS: Mapping[SiteVisit, Text] = {
    SiteVisit.ALWAYS: _l("Inspectors always come to the site before the decision."),
    SiteVisit.SAMPLE: _l("Some applications are drawn for a visit to the site."),
    SiteVisit.NEVER: _l("Nobody comes to the site."),
}


def reason_text(standard: Standard, reason: ReasonNot) -> Text:
    """One reason against certification, as a sentence in the reader's language."""
    name = _name(standard, reason)
    text: Text
    match reason.shortfall:
        case Shortfall.VETO:
            text = _l("A veto: “%(name)s” is not met.", name=name)
        case Shortfall.PREREQUISITE:
            text = _l("The prerequisite “%(name)s” is not met.", name=name)
        case Shortfall.PREREQUISITE_MISSING:
            text = _l("The prerequisite “%(name)s” has not been answered.", name=name)
        case Shortfall.TOTAL:
            text = _l("The total is %(have)s; %(need)s are needed.", have=reason.have, need=reason.need)
        case Shortfall.FLOOR:
            text = _l(
                "“%(name)s” has %(have)s points; at least %(need)s are needed.",
                name=name,
                have=reason.have,
                need=reason.need,
            )
    return text


def _name(standard: Standard, reason: ReasonNot) -> Label | str:
    texts = {one.code: one.text for one in standard.prerequisites}
    texts |= {one.code: one.name for one in standard.dimensions}
    return texts.get(reason.code or "", "")
