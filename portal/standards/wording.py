"""The sentences behind the keys of standards and scoring."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.core.i18n import Label, Text, lazy_pgettext
from portal.core.i18n import lazy_gettext as _l
from portal.standards.changes import ChangeKind, changes
from portal.standards.sheet import Outcome, ReasonNot
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
    StandardState.DRAFT: lazy_pgettext("standard", "Draft"),
    StandardState.PUBLISHED: _l("In force"),
    StandardState.RETIRED: _l("No longer in force"),
}

EVENTS: Mapping[str, Text] = {
    "import": _l("Brought in from its file"),
    "revise": _l("Draft changed"),
    "publish": _l("Put into force"),
    "retire": _l("Taken out of force"),
}

CHANGES: Mapping[ChangeKind, Text] = {
    ChangeKind.ADDED: _l("New"),
    ChangeKind.DROPPED: _l("Dropped"),
    ChangeKind.ALTERED: _l("Changed"),
}

ASPECTS: Mapping[str, Text] = {
    "pass_mark": _l("pass mark"),
    "dimension_floor": _l("least share in every dimension"),
    "levels": _l("star levels"),
    "bonus_cap": _l("most bonus points"),
    "validity_years": _l("validity"),
    "notice_working_days": _l("length of the public notice"),
    "spot_checks_per_year": _l("spot checks"),
    "blind": _l("whether reviewers see who applies"),
    "site_visit": _l("site visit"),
    "applies_to": _l("who may apply"),
    "lead_department": _l("lead department"),
    "name": _l("wording"),
    "text": _l("wording"),
    "rule_text": _l("wording"),
    "veto": _l("veto or not"),
    "kind": _l("kind of answer"),
    "unit": _l("unit"),
    "max_points": _l("points"),
    "points": _l("points"),
    "rule": _l("how it is scored"),
    "evidence": _l("evidence"),
    "sources": _l("sources"),
    "inferred": _l("sources"),
    "points_inferred": _l("sources"),
    "may_not_apply": _l("whether it may be left out"),
}

SITE_VISITS: Mapping[SiteVisit, Text] = {
    SiteVisit.ALWAYS: _l("Inspectors always come to the site before the decision."),
    SiteVisit.SAMPLE: _l("Some applications are drawn for a visit to the site."),
    SiteVisit.NEVER: _l("Nobody comes to the site."),
}


@dataclass(frozen=True)
class ChangeLine:
    """One changed item in words; `there` says whether it still stands in the new version."""

    kind: Text
    code: str
    name: Label
    aspects: tuple[str, ...]
    there: bool


@dataclass(frozen=True)
class Difference:
    """What changed since version `since`, in words."""

    since: str
    settings: tuple[str, ...]
    lines: tuple[ChangeLine, ...]


def difference(old: Standard, new: Standard) -> Difference:
    """The changes between two versions in the language of now."""
    found = changes(old, new)
    lines = (
        ChangeLine(
            kind=CHANGES[one.kind],
            code=one.code,
            name=one.name,
            aspects=_words(one.aspects),
            there=one.kind is not ChangeKind.DROPPED,
        )
        for one in found.items
    )
    return Difference(old.version, _words(found.settings), tuple(lines))


def source_numbers(standard: Standard) -> dict[str, int]:
    """The numbers by which the printed standard names its documents."""
    return {source.code: number for number, source in enumerate(standard.sources, 1)}


def _words(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(ASPECTS[name]) for name in names))


def _name(standard: Standard, reason: ReasonNot) -> Label | str:
    texts = {one.code: one.text for one in standard.prerequisites}
    texts |= {one.code: one.name for one in standard.dimensions}
    return texts.get(reason.code or "", "")
