"""Finding a standard, or an indicator in it, by a word in any language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.core.i18n import Label
from portal.standards.types import Indicator, Standard

MOST_INDICATORS = 3


@dataclass(frozen=True)
class Match:
    """A standard that answers a search; the indicators that mention the words, if its name does not."""

    standard: Standard
    indicators: tuple[Indicator, ...] = ()
    more: int = 0


def search(standards: Sequence[Standard], words: str) -> list[Match]:
    """Standards that mention every word, in the order given; all of them for no words."""
    wanted = words.casefold().split()
    return [match for one in standards if (match := _match(one, wanted))]


def _match(standard: Standard, wanted: Sequence[str]) -> Match | None:
    about = _text([standard.name, standard.applies_to, standard.lead_department]) + standard.code
    if all(word in about for word in wanted):
        return Match(standard)
    found = [one for one in standard.indicators.values() if _mentions(one, wanted)]
    if not found:
        return None
    return Match(standard, tuple(found[:MOST_INDICATORS]), len(found[MOST_INDICATORS:]))


def _mentions(indicator: Indicator, wanted: Sequence[str]) -> bool:
    text = _text([indicator.name, *(one.label for one in indicator.evidence)])
    return all(word in text for word in wanted)


def _text(labels: Sequence[Label]) -> str:
    return "\n".join(_parts(labels)).casefold()


def _parts(labels: Sequence[Label]) -> Iterator[str]:
    for label in labels:
        yield from (label.zh_Hans, label.zh_Hant, label.en)
