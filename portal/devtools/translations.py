"""Which source strings have no translation: read from the code and the templates, not from a running page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from portal.core.i18n import TRANSLATIONS

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
}
JINJA = {"extensions": "jinja2.ext.do", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
PLACES = re.compile(r"%\((\w+)\)s")

Key = tuple[str, str | tuple[str, ...]]
"""Context ("" where there is none) and source string (or its singular and plural)."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend, with the place where it is."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def source_strings(root: Path = ROOT) -> dict[Key, str]:
    """Every source string of portal/ and templates/, with the first place that uses it."""
    found: dict[Key, str] = {}
    for folder, method in (("portal", "python"), ("templates", "jinja2.ext:babel_extract")):
        messages = extract_from_dir(
            root / folder,
            method_map=[("**.py", "python"), ("**.html", method), ("**.txt", method)],
            options_map={"**.html": JINJA, "**.txt": JINJA},
            keywords=FUNCTIONS,  # type: ignore[arg-type]  # babel's own notation
        )
        for path, line, message, _comments, context in messages:
            key = (context or "", message if isinstance(message, str) else tuple(message))
            found.setdefault(key, f"{folder}/{path}:{line}")
    return found


def faults(root: Path = ROOT) -> list[Fault]:
    """Missing and fuzzy translations, lost places (`%(name)s`), and two files that disagree."""
    sources = source_strings(root)
    found: list[Fault] = []
    for locale in TRANSLATED:
        entries = dict(_entries(root, locale, found))
        found += _compare(sources, entries, locale)
    return sorted(found)


def _compare(
    sources: Mapping[Key, str], entries: Mapping[Key, tuple[str, str]], locale: str
) -> Iterator[Fault]:
    # A plural looks up by its singular, so one entry serves both.
    singulars = {(context, _first(message)): entry for (context, message), entry in entries.items()}
    for (context, message), where in sources.items():
        entry = singulars.get((context, _first(message)))
        if entry is None:
            yield Fault(where, f"no {locale} translation of {_first(message)!r}")
            continue
        translated, file = entry
        wanted, given = _places(message), _places(translated)
        if not given <= wanted:
            unknown = ", ".join(sorted(given - wanted))
            yield Fault(file, f"{_first(message)!r}: unknown place {unknown}")
        if isinstance(message, str) and wanted - given:
            yield Fault(file, f"{message!r}: lost place {', '.join(sorted(wanted - given))}")


def _entries(root: Path, locale: str, found: list[Fault]) -> Iterator[tuple[Key, tuple[str, str]]]:
    seen: dict[Key, tuple[str, str]] = {}
    for path in sorted((root / "translations" / locale).glob("*.po")):
        file = str(path.relative_to(root))
        for key, text, line, fuzzy in _messages(path):
            where = f"{file}:{line}"
            if fuzzy:
                found.append(Fault(where, f"{_first(key[1])!r} is marked fuzzy: read it and remove the mark"))
            elif key in seen and seen[key][0] != text:
                found.append(Fault(where, f"{_first(key[1])!r} is translated otherwise in {seen[key][1]}"))
            else:
                seen[key] = (text, where)
                yield key, (text, where)


def _messages(path: Path) -> Iterable[tuple[Key, str, int, bool]]:
    with path.open("rb") as file:
        catalog: Catalog = read_po(file)
    for message in catalog:
        text = message.string if isinstance(message.string, str) else "".join((message.string or ())[:1])
        if message.id and text:
            source = message.id if isinstance(message.id, str) else tuple(message.id)
            yield (message.context or "", source), text, message.lineno or 0, message.fuzzy


def _places(message: str | tuple[str, ...]) -> set[str]:
    texts = (message,) if isinstance(message, str) else message
    return {place for text in texts for place in PLACES.findall(text)}


def _first(message: str | tuple[str, ...]) -> str:
    return message if isinstance(message, str) else message[0]
