"""The audit log in words: who, what was done, to what; and which entries a reader's words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.accounts.queries import names_of_staff
from portal.admin.step_words import WORDS
from portal.audit.models import AuditEntry
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.reports.messages import STEPS

SUBJECTS: dict[str, tuple[Text, str]] = {
    "report": (_l("Report"), "/panel/reports/"),
    "application": (_l("Application"), ""),
    "notice": (_l("Notice"), "/panel/notices/"),
    "certificate": (_l("Certificate"), "/certificates/"),
    "organisation": (_l("Organisation"), ""),
    "person": (_l("Account"), ""),
    "photo": (_l("Photo"), ""),
    "standard": (_l("Standard"), ""),
    "area": (_l("Area"), ""),
    "city": (_l("City"), ""),
    "divisions": (_l("Divisions"), ""),
    "unit": (_l("Handling unit"), ""),
    "job": (_l("Background work"), ""),
    "mail": (_l("Mail"), ""),
}
"""What a kind of subject is called, and where it is looked at (a draft application is nowhere)."""

ACTORS: dict[str, Text] = {"system": _l("The system"), "guest": _l("A visitor")}


@dataclass(frozen=True)
class LogLine:
    """One entry as an auditor reads it. `done` is empty where only the code says it."""

    entry: AuditEntry
    who: Text
    done: Text
    subject: Text
    url: str


def lines_of(session: Session, entries: Sequence[AuditEntry]) -> list[LogLine]:
    names = names_of_staff(session, {one for entry in entries if (one := _person(entry.actor)) is not None})
    return [_line(entry, names) for entry in entries]


def codes_meant(typed: str) -> list[str]:
    """The actions whose code or words, in the reader's language, contain what was typed; else that itself."""
    wanted = typed.casefold()
    meant = [code for code, words in STEP_NAMES.items() if wanted in code or wanted in str(words).casefold()]
    return meant or [typed]


def subject_meant(typed: str) -> tuple[list[str], str]:
    """The kinds and the number in “R261122-7K3F9Q”, “上报 R261122-7K3F9Q” or “report R261122-7K3F9Q”."""
    kind, _, ref = typed.rpartition(" ")
    kind = kind.strip()
    if not kind:
        return list(SUBJECTS), ref
    named = [code for code, (words, _address) in SUBJECTS.items() if kind.casefold() == str(words).casefold()]
    return named or [kind], ref


def _line(entry: AuditEntry, names: dict[int, str]) -> LogLine:
    kind, address = SUBJECTS.get(entry.subject_type, (entry.subject_type, ""))
    url = f"{address}{entry.subject_ref}" if address else ""
    return LogLine(entry, _who(entry.actor, names), STEP_NAMES.get(entry.action, ""), kind, url)


def _who(actor: str, names: dict[int, str]) -> Text:
    """Staff by name; whoever holds no role stays a number, also to an auditor."""
    person = _person(actor)
    if person is None:
        return ACTORS.get(actor, actor)
    return names.get(person) or _l("Account %(number)s", number=person)


def _person(actor: str) -> int | None:
    kind, _, number = actor.partition(":")
    return int(number) if kind == "person" and number.isdecimal() else None


STEP_NAMES: dict[str, Text] = WORDS | {
    f"reports.{action.value}": shown.label for action, shown in STEPS.items()
}
