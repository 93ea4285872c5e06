"""What applications tell: their organisation, and the officers who have to act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.applications.models import Application
from portal.applications.rules import CORRECTION_ROUNDS
from portal.core.i18n import Label, Text
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.types import Message

HOW_TO_OBJECT: Text = _l(
    "If you think that this is wrong, object in writing to the office that certifies zero-waste cells. "
    "Name the number of the application and the facts, and add what proves them. You can also put things "
    "right and apply again at any time."
)


def handed_in(application: Application, title: Label) -> Message:
    """The receipt."""
    values = _about(application, title) | {"at": application.submitted_at}
    return Message("applications/handed_in", values, link=link_to(application))


def to_be_checked(application: Application, title: Label) -> Message:
    """For officers of the area: something new, or corrected, waits for the formal check."""
    return Message("applications/to_be_checked", _about(application, title), link=panel_link_to(application))


def returned(
    application: Application, title: Label, asked: Sequence[tuple[Label | str, str]], note: str
) -> Message:
    """`asked` are names of items with what is to be corrected there."""
    values = {"asked": asked, "note": note, "due_at": application.correction_due_at}
    return Message("applications/returned", _about(application, title) | values, link=link_to(application))


def lapsed(application: Application, title: Label) -> Message:
    values = {"due_at": application.correction_due_at, "how_to_object": HOW_TO_OBJECT}
    return Message("applications/lapsed", _about(application, title) | values, link=link_to(application))


def rejected(application: Application, title: Label, *, stage: Text, reason: str) -> Message:
    """`stage` says at which point it was decided; the packages above reject, too."""
    values = {"stage": stage, "reason": reason, "how_to_object": HOW_TO_OBJECT}
    return Message("applications/rejected", _about(application, title) | values, link=link_to(application))


def withdrawn(application: Application, title: Label, reason: str, *, staff: bool = False) -> Message:
    link = panel_link_to(application) if staff else link_to(application)
    return Message("applications/withdrawn", _about(application, title) | {"reason": reason}, link=link)


def link_to(application: Application) -> str:
    """Where its organisation sees it."""
    return f"/applications/{application.ref}"


def panel_link_to(application: Application) -> str:
    """Where staff see it."""
    return f"/panel/applications/{application.ref}"


def about(application: Application, title: Label) -> dict[str, Any]:
    """What every message about an application names, those of the packages above too."""
    return {"ref": application.ref, "organisation": application.organisation.name, "title": title}


def _about(application: Application, title: Label) -> dict[str, Any]:
    return about(application, title) | {"round": application.correction_round, "rounds": CORRECTION_ROUNDS}
