"""What is wrong with the translations: read from the code and the templates, not from a running page.

All features' files make one catalogue, so a word that two features say must be one word: it stands in
`shared.po`, where it is read for both, or the features give it a context (`pgettext`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from portal.core.i18n import TRANSLATIONS
from portal.devtools.chinese import remarks

ROOT = TRANSLATIONS.parent
TRANSLATED = ("zh_Hans", "zh_Hant")
FUNCTIONS: Mapping[str, object] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
JINJA = {"extensions": "jinja2.ext.do", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
PLACES = re.compile(r"%\((\w+)\)s")

SHARED = "shared"
PARTS: Mapping[str, frozenset[str]] = {
    "layout": frozenset({"layouts", "components", "errors"}),
    "reports_panel": frozenset({"reports"}),
}
"""Files that are not named as the feature whose words they hold."""

FRAMEWORK = "core"
"""Its file also holds the texts of the form library, which no source of ours names."""

SAME_AS_ENGLISH: frozenset[str] = frozenset()
"""Source strings that are the same word in Chinese."""

Key = tuple[str, str | tuple[str, ...]]
"""Context ("" where there is none) and source string (or its singular and plural)."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend, with the place where it is."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


@dataclass(frozen=True)
class Entry:
    """A translation as it stands in a file."""

    key: Key
    text: str
    file: str
    line: int
    fuzzy: bool

    @property
    def looked_up(self) -> tuple[str, str]:
        """How the catalogue finds it: a plural by its singular."""
        return self.key[0], _first(self.key[1])

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def stem(self) -> str:
        return Path(self.file).stem


def source_strings(root: Path = ROOT) -> dict[Key, list[str]]:
    """Every source string of portal/ and templates/, with the places that use it."""
    found: dict[Key, list[str]] = defaultdict(list)
    for folder, method in (("portal", "python"), ("templates", "jinja2.ext:babel_extract")):
        messages = extract_from_dir(
            root / folder,
            method_map=[("**.py", "python"), ("**.html", method), ("**.txt", method)],
            options_map={"**.html": JINJA, "**.txt": JINJA},
            keywords=FUNCTIONS,  # type: ignore[arg-type]  # babel's own notation
        )
        for path, line, message, _comments, context in messages:
            key = (context or "", message if isinstance(message, str) else tuple(message))
            found[key].append(f"{folder}/{path}:{line}")
    return dict(found)


def faults(root: Path = ROOT) -> list[Fault]:
    """Everything to mend: missing, unfinished, clashing, misplaced, and badly written."""
    sources = source_strings(root)
    found = list(_two_plurals(sources))
    for locale in TRANSLATED:
        entries = [
            entry
            for path in sorted((root / "translations" / locale).glob("*.po"))
            for entry in _entries(root, path)
        ]
        found += _unfinished(entries)
        finished = [entry for entry in entries if entry.text and not entry.fuzzy]
        found += _clashes(finished)
        found += _missing(sources, {entry.looked_up: entry for entry in reversed(finished)}, locale)
        found += _misplaced(sources, finished)
        found += _badly_written(finished, locale)
    return sorted(found)


def _entries(root: Path, path: Path) -> Iterator[Entry]:
    with path.open("rb") as file:
        catalog: Catalog = read_po(file)
    for message in catalog:
        if message.id:
            text = message.string if isinstance(message.string, str) else "".join((message.string or ())[:1])
            source = message.id if isinstance(message.id, str) else tuple(message.id)
            key = (message.context or "", source)
            yield Entry(key, text, str(path.relative_to(root)), message.lineno or 0, message.fuzzy)


def _unfinished(entries: Iterable[Entry]) -> Iterator[Fault]:
    for entry in entries:
        if entry.fuzzy:
            yield Fault(entry.where, f"{entry.looked_up[1]!r} is marked fuzzy: read it and remove the mark")
        elif not entry.text.strip():
            yield Fault(entry.where, f"{entry.looked_up[1]!r} is empty")


def _clashes(entries: Iterable[Entry]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        first = seen.setdefault(entry.looked_up, entry)
        if first.text != entry.text:
            yield Fault(entry.where, f"{entry.looked_up[1]!r} is translated otherwise in {first.where}")
        elif first is not entry:
            yield Fault(entry.where, f"{entry.looked_up[1]!r} stands in {first.where} already")


def _two_plurals(sources: Mapping[Key, list[str]]) -> Iterator[Fault]:
    """The catalogue finds a plural by its singular: one singular cannot have two plurals."""
    plurals: dict[tuple[str, str], Key] = {}
    for key, places in sources.items():
        if not isinstance(key[1], str):
            other = plurals.setdefault((key[0], key[1][0]), key)
            if other != key:
                yield Fault(places[0], f"{key[1][0]!r} has another plural in {sources[other][0]}")


def _missing(
    sources: Mapping[Key, list[str]], entries: Mapping[tuple[str, str], Entry], locale: str
) -> Iterator[Fault]:
    for (context, message), places in sources.items():
        entry = entries.get((context, _first(message)))
        if entry is None:
            yield Fault(places[0], f"no {locale} translation of {_first(message)!r}")
            continue
        wanted, given = _places(message), _places(entry.text)
        if not given <= wanted:
            yield Fault(
                entry.where, f"{_first(message)!r}: unknown place {', '.join(sorted(given - wanted))}"
            )
        # A plural's own number may go unsaid in its singular, so only what neither form has is unknown.
        if isinstance(message, str) and wanted - given:
            yield Fault(entry.where, f"{message!r}: lost place {', '.join(sorted(wanted - given))}")


def _misplaced(sources: Mapping[Key, list[str]], entries: Iterable[Entry]) -> Iterator[Fault]:
    """A feature's file holds its own words, `shared.po` those of several: nobody borrows a word unseen."""
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (context, message), places in sources.items():
        users[context, _first(message)].update(_feature(place) for place in places)
    for entry in entries:
        name, using = entry.looked_up[1], users.get(entry.looked_up, set())
        own = PARTS.get(entry.stem, frozenset({entry.stem}))
        if not using:
            if entry.stem != FRAMEWORK:
                yield Fault(entry.where, f"{name!r} is said nowhere")
        elif entry.stem == SHARED:
            if len(using) == 1:
                yield Fault(entry.where, f"only {min(using)} says {name!r}: move it to that file")
        elif not using <= own:
            others = ", ".join(sorted(using - own))
            yield Fault(
                entry.where,
                f"{others} says {name!r} too: if {entry.text!r} is right there, move it to {SHARED}.po, "
                "else give it a context there",
            )


def _badly_written(entries: Iterable[Entry], locale: str) -> Iterator[Fault]:
    for entry in entries:
        if entry.text == entry.looked_up[1] and entry.text not in SAME_AS_ENGLISH:
            yield Fault(entry.where, f"{entry.text!r} is not translated")
        for remark in remarks(entry.text, locale):
            yield Fault(entry.where, f"{entry.text!r}: {remark}")


def _feature(place: str) -> str:
    """Whose page or code a place is: `templates/emails/reports/x.txt:3` belongs to reports."""
    folder, *parts = Path(place.rpartition(":")[0]).parts
    return parts[1] if folder == "templates" and parts[0] == "emails" else Path(parts[0]).stem


def _places(message: str | tuple[str, ...]) -> set[str]:
    texts = (message,) if isinstance(message, str) else message
    return {place for text in texts for place in PLACES.findall(text)}


def _first(message: str | tuple[str, ...]) -> str:
    return message if isinstance(message, str) else message[0]
