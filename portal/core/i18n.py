"""Languages: Simplified Chinese (default), English, Traditional Chinese.

Source strings are English. Translations are kept per feature in `translations/<locale>/<feature>.po` and
merged when first needed, so that two features never edit one file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.support import LazyProxy

LOCALES = ("zh_Hans", "en", "zh_Hant")
DEFAULT_LOCALE = "zh_Hans"
LOCALE_NAMES: Mapping[str, str] = {"zh_Hans": "简体中文", "en": "English", "zh_Hant": "繁體中文"}
HTML_LANG: Mapping[str, str] = {"zh_Hans": "zh-Hans-CN", "en": "en", "zh_Hant": "zh-Hant"}
TRANSLATIONS = Path(__file__).resolve().parent.parent.parent / "translations"

Text = str | LazyProxy
"""A string, or one that is translated when it is shown."""

_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT_LOCALE)


def current_locale() -> str:
    return _locale.get()


def set_locale(locale: str) -> None:
    """Set the language of the present request; a new request starts with its own."""
    _locale.set(locale if locale in LOCALES else DEFAULT_LOCALE)


@contextmanager
def in_locale(locale: str) -> Iterator[None]:
    """Texts made inside are in `locale`: for mail and inbox, where the reader is not the actor."""
    token = _locale.set(locale if locale in LOCALES else DEFAULT_LOCALE)
    try:
        yield
    finally:
        _locale.reset(token)


@dataclass(frozen=True)
class Label:
    """A name kept as data in three languages."""

    zh_Hans: str
    en: str
    zh_Hant: str

    def text(self, locale: str | None = None) -> str:
        return str(getattr(self, locale or current_locale(), self.zh_Hans))

    @classmethod
    def of(cls, value: Mapping[str, str]) -> Label:
        return cls(value["zh_Hans"], value["en"], value["zh_Hant"])

    def __str__(self) -> str:
        return self.text()


def measured(number: object, unit: Label | None) -> str:
    """A number with its unit as people write it: 3 places, 1 place, 35%.

    English units are kept in the plural; for one, their first word loses its s: 1 time a year.
    """
    word = unit.text() if unit else ""
    if current_locale() == "en" and str(number) == "1":
        first, space, rest = word.partition(" ")
        word = first.removesuffix("s") + space + rest
    return f"{number}{word}" if word == "%" else f"{number} {word}".rstrip()


@cache
def catalogue(locale: str) -> Mapping[str, str | tuple[str, ...]]:
    """All translations of one language, by source string; contexts are joined with \\x04."""
    merged: dict[str, str | tuple[str, ...]] = {}
    for path in sorted((TRANSLATIONS / locale).glob("*.po")):
        with path.open("rb") as file:
            _merge(read_po(file, locale=locale if locale != "zh_Hans" else "zh_CN"), merged)
    return merged


def _merge(source: Catalog, into: dict[str, str | tuple[str, ...]]) -> None:
    for message in source:
        if not message.id or not message.string or message.fuzzy:
            continue
        key = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
        text = tuple(message.string) if isinstance(message.string, list) else message.string
        into[f"{message.context}\x04{key}" if message.context else key] = text


def _look_up(message: str) -> str | tuple[str, ...] | None:
    locale = current_locale()
    return None if locale == "en" else catalogue(locale).get(message)


def gettext(message: str, **values: Any) -> str:
    """Translate `message` now; `%(name)s` places take `values`."""
    found = _look_up(message)
    text = found[0] if isinstance(found, tuple) else (found or message)
    return text % values if values else text


def ngettext(singular: str, plural: str, number: int, **values: Any) -> str:
    """Translate by number; `%(num)s` is the number."""
    return plural_form(singular, plural, number) % {"num": number, **values}


def npgettext(context: str, singular: str, plural: str, number: int, **values: Any) -> str:
    """Translate by number a word that means different things in different places."""
    return plural_form_in(context, singular, plural, number) % {"num": number, **values}


def plural_form(singular: str, plural: str, number: int) -> str:
    """The form for a number with its places still open: templates fill them in themselves."""
    return plural_form_in("", singular, plural, number)


def plural_form_in(context: str, singular: str, plural: str, number: int) -> str:
    """The same, for a word with a context."""
    found = _look_up(f"{context}\x04{singular}" if context else singular)
    if found is None:
        return singular if number == 1 else plural
    return found[0] if isinstance(found, tuple) else found


def pgettext(context: str, message: str, **values: Any) -> str:
    """Translate a word that means different things in different places."""
    found = _look_up(f"{context}\x04{message}")
    text = found[0] if isinstance(found, tuple) else (found or message)
    return text % values if values else text


def lazy_gettext(message: str, **values: Any) -> Any:
    """Translate when shown, in the language of whoever reads it then.

    A LazyProxy; declared as Any because the types of WTForms know only plain strings.
    """
    return LazyProxy(gettext, message, enable_cache=False, **values)


def lazy_pgettext(context: str, message: str, **values: Any) -> Any:
    return LazyProxy(pgettext, context, message, enable_cache=False, **values)


def choose_locale(header: str | None) -> str:
    """The language for an Accept-Language header; Simplified Chinese where it names none of ours.

    A library's best match answers English to `zh-CN,zh;q=0.9,en;q=0.8`, so the mapping is our own:
    Taiwan, Hong Kong, Macau and Hant mean Traditional, every other zh Simplified.
    """
    ranked: list[tuple[float, int, str]] = []
    for position, part in enumerate((header or "").split(",")[:20]):
        tag, _, weight = part.strip().partition(";")
        mapped = _map_tag(tag.strip().lower())
        try:
            quality = float(weight.strip().removeprefix("q=") or 1) if weight else 1.0
        except ValueError:
            continue
        if mapped and quality > 0:
            ranked.append((-quality, position, mapped))
    return min(ranked)[2] if ranked else DEFAULT_LOCALE


def _map_tag(tag: str) -> str | None:
    primary, *rest = tag.replace("_", "-").split("-")
    if primary == "en":
        return "en"
    if primary != "zh":
        return None
    if "hans" in rest:
        return "zh_Hans"
    return "zh_Hant" if {"hant", "tw", "hk", "mo"} & set(rest) else "zh_Hans"


def babel_locale(locale: str | None = None) -> str:
    """The name Babel knows, for dates and numbers."""
    return {"zh_Hans": "zh_Hans_CN", "zh_Hant": "zh_Hant_TW"}.get(locale or current_locale(), "en")


Translator = Callable[..., str]
