"""Messages as text: rendered in the reader's language from `templates/emails/<feature>/<name>.txt`.

The first line of a template is the subject, a blank line follows, then the body: plain text, no HTML.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.core import i18n, jinja
from portal.notifications.types import Letter, Message

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates" / "emails"
MAX_SUBJECT = 200


def write_letter(message: Message, locale: str) -> Letter:
    """The subject and body of `message` in `locale`. A value that the template misses is an error."""
    template = _environment().get_template(f"{message.template}.txt")
    with i18n.in_locale(locale):
        text = template.render(message.values).strip()
    subject, _, body = text.partition("\n")
    return Letter(one_line(subject)[:MAX_SUBJECT], body.strip())


def one_line(text: str) -> str:
    """Without line breaks or other control characters: nothing typed by a person can add a mail header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # noqa: S701 -- plain text: nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.translate(environment)
    environment.filters.update(
        label=jinja.label,
        date=lambda value: jinja.local(value, "date"),
        datetime=lambda value: jinja.local(value, "datetime"),
        number=jinja.number,
        points=jinja.points,
    )
    return environment
