"""What every template can use: translation, dates in the city's time, numbers, the actor, the languages."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast
from urllib.parse import quote

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, get_flashed_messages, request
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape

from portal.core import i18n, web
from portal.core.clock import CITY_ZONE
from portal.core.i18n import Label, Text

_FORMATS = {
    "zh_Hans": {"date": "y年M月d日", "datetime": "y年M月d日 HH:mm", "short": "M月d日", "time": "HH:mm"},
    "zh_Hant": {"date": "y年M月d日", "datetime": "y年M月d日 HH:mm", "short": "M月d日", "time": "HH:mm"},
    "en": {"date": "d MMM y", "datetime": "d MMM y, HH:mm", "short": "d MMM", "time": "HH:mm"},
}
_DAY = timedelta(days=1)
_REFERENCE = re.compile(r"\b([A-Z][0-9]{6}-[0-9A-Z]{6})\b")


class SharedTemplate(Template):
    """A template whose macros others import once.

    Jinja asks at each import of each page whether the page has globals that the environment has not. Ours
    never have, so the imported module is always the same one.
    """

    def _get_default_module(self, _ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def init_app(app: Flask) -> None:
    env = app.jinja_env
    env.template_class = SharedTemplate
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.add_extension("jinja2.ext.do")
    translate(env)
    env.filters.update(
        label=label,
        date=lambda value: local(value, "date"),
        datetime=lambda value: local(value, "datetime"),
        short_date=lambda value: local(value, "short"),
        iso=lambda value: value.isoformat() if value else "",
        time_tag=time_tag,
        number=number,
        points=points,
        percent=percent,
        measured=i18n.measured,
        paragraphs=paragraphs,
        keep_refs=keep_refs,
        file_size=file_size,
    )
    env.globals.update(
        LOCALES=i18n.LOCALES,
        LOCALE_NAMES=i18n.LOCALE_NAMES,
        HTML_LANG=i18n.HTML_LANG,
        csrf_token=generate_csrf,
    )

    @app.context_processor
    def _context() -> dict[str, Any]:
        return {
            "actor": web.current_actor(),
            "locale": i18n.current_locale(),
            "settings": web.settings(),
            "now": web.now(),
            "flashes": _flashes,
            "here": _here() if request else "/",
        }


def translate(env: Environment) -> None:
    """Give an environment `_`, `ngettext`, `pgettext` and `npgettext`; Jinja fills in the places itself."""
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        i18n.gettext,
        i18n.plural_form,
        newstyle=True,
        pgettext=i18n.pgettext,
        npgettext=i18n.plural_form_in,
    )


def _here() -> str:
    """The address of this page as it may stand in a form: escaped, so that no odd byte breaks the page."""
    query = request.query_string.decode("ascii", "replace")
    return quote(request.path) + (f"?{query}" if query else "")


def _flashes() -> list[tuple[str, str]]:
    """Messages of the last action; asked for lazily so that a plain page never touches the session."""
    pairs = cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))
    return list(pairs)


def label(value: Any) -> str:
    """A data label (Label, lazy text or plain string) in the reader's language."""
    if isinstance(value, Label):
        return value.text()
    if isinstance(value, dict):
        return Label.of(value).text()
    return str(value) if value is not None else ""


def local(value: datetime | date | None, style: str) -> str:
    """A moment as the city's clock shows it, in the reader's language; empty for none."""
    if value is None:
        return ""
    return _written(value, _FORMATS[i18n.current_locale()][style], i18n.babel_locale())


@lru_cache(maxsize=4096)
def _written(value: datetime | date, pattern: str, locale: str) -> str:
    """Babel takes longer for one moment than the database for the row it stands in."""
    if isinstance(value, datetime):
        return format_datetime(value.astimezone(CITY_ZONE), pattern, tzinfo=CITY_ZONE, locale=locale)
    return format_date(value, pattern, locale=locale)


def time_tag(value: datetime | date | None, style: str = "datetime") -> Markup:
    """`<time>` with the machine's form, for readers and screen readers; a day takes the style "date"."""
    if value is None:
        return Markup("")
    machine = value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(machine, local(value, style))


def number(value: Any) -> str:
    return "" if value is None else format_decimal(value, locale=i18n.babel_locale())


def points(value: Decimal | float | None) -> str:
    """Points without a tail of zeros: 91.5, 20."""
    return "" if value is None else format_decimal(value, format="0.##", locale=i18n.babel_locale())


def percent(value: Decimal | float | None) -> str:
    """A share 0–1 as percent."""
    return "" if value is None else format_decimal(Decimal(str(value)) * 100, format="0.#", locale="en") + "%"


def paragraphs(value: Text | None) -> Markup:
    """Plain text typed by a person, with its line breaks, escaped."""
    blocks = [b.strip() for b in str(value or "").split("\n\n") if b.strip()]
    return Markup("").join(
        Markup('<p dir="auto">{}</p>').format(Markup("<br>").join(block.split("\n"))) for block in blocks
    )


def keep_refs(value: Text | None) -> Markup:
    """Text in which a number such as R261119-4EWYQF never breaks at its hyphen."""
    parts = _REFERENCE.split(str(value or ""))
    return Markup("").join(
        Markup('<span class="keep">{}</span>').format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def file_size(value: int | None) -> str:
    if value is None:
        return ""
    for unit, size in (("MB", 1024 * 1024), ("kB", 1024)):
        if value >= size:
            return f"{value / size:.1f} {unit}".replace(".0 ", " ")
    return f"{value} B"
