"""The panel's side navigation: each place with the roles that work there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, request

from portal.core.actor import Actor, Role
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, has_whole_city


@dataclass(frozen=True)
class Entry:
    """One place of the panel; shown to those who hold any of `roles`."""

    label: Text
    url: str
    icon: str
    roles: tuple[Role, ...]
    endpoint: str
    """The page that it leads to: an entry without its page is not shown."""
    hint: Text = ""
    """What everybody does there who may open it, for the overview."""
    tasks: Mapping[Role, Text] = field(default_factory=dict)
    """What these roles do there instead."""
    whole_city: bool = False
    """Only for those who hold the role for the whole city."""


ENTRIES = (
    Entry(_l("Overview"), "/panel", "house", tuple(Role), "admin.overview"),
    Entry(
        _l("Reports"),
        "/panel/reports",
        "inbox",
        (Role.DISPATCHER, Role.HANDLER, Role.AUDITOR),
        "reports_panel.queue",
        _l("Read what was reported, and what was done about it."),
        {
            Role.DISPATCHER: _l("Accept, dispatch and follow what people have reported."),
            Role.HANDLER: _l("Deal with what was dispatched to your unit, and say what was done."),
        },
    ),
    Entry(
        _l("Applications"),
        "/panel/applications",
        "clipboard-check",
        (Role.CERTIFICATION_OFFICER, Role.PUBLISHER, Role.AUDITOR),
        "reviews_panel.applications",
        _l("Read what was handed in, how it was scored and what was decided."),
        {
            Role.CERTIFICATION_OFFICER: _l(
                "Check what was handed in, send it into review, propose a decision."
            ),
            Role.PUBLISHER: _l("Examine what was proposed; open its public notice or send it back."),
        },
    ),
    Entry(
        _l("Site visits"),
        "/panel/site-visits",
        "map-pin",
        (Role.CERTIFICATION_OFFICER, Role.PUBLISHER, Role.AUDITOR),
        "reviews_panel.site_visits",
        _l("Read which visits are planned, and what was found on site."),
        {
            Role.CERTIFICATION_OFFICER: _l("Plan who goes and when, record on the spot what was found."),
        },
    ),
    Entry(
        _l("My reviews"),
        "/panel/reviews",
        "scale",
        (Role.REVIEWER,),
        "reviews_panel.reviews",
        _l("Accept an invitation, score with the evidence beside you, hand in."),
    ),
    Entry(
        _l("Public notices"),
        "/panel/notices",
        "scroll-text",
        (Role.PUBLISHER, Role.CERTIFICATION_OFFICER, Role.AUDITOR),
        "publication_panel.notices",
        _l("Read the notices, the objections and the replies."),
        {Role.PUBLISHER: _l("Open notices, answer objections, let certificates be issued.")},
    ),
    Entry(
        _l("Certificates"),
        "/panel/certificates",
        "award",
        (Role.PUBLISHER, Role.CERTIFICATION_OFFICER, Role.AUDITOR),
        "publication_panel.certificates",
        _l("What is valid, due for a re-check, suspended or ended."),
    ),
    Entry(
        _l("Standards"),
        "/panel/standards",
        "book-open",
        (Role.PROGRAMME_OFFICER,),
        "standards_panel.index",
        _l("Read drafts, compare versions, publish."),
    ),
    Entry(
        _l("People"),
        "/panel/people",
        "users",
        (Role.ADMINISTRATOR,),
        "accounts_panel.people",
        _l("Accounts and the roles they hold in an area or a unit."),
    ),
    Entry(
        _l("Undelivered mail"),
        "/panel/mails",
        "mail",
        (Role.ADMINISTRATOR,),
        "notifications_panel.mails",
        _l("See what could not be delivered, and send it again."),
        whole_city=True,
    ),
    Entry(
        _l("Failed work"),
        "/panel/jobs",
        "refresh-cw",
        (Role.ADMINISTRATOR,),
        "admin.jobs",
        _l("See what failed in the background, and let it be tried again."),
        whole_city=True,
    ),
    Entry(
        _l("Audit log"),
        "/panel/audit",
        "history",
        (Role.AUDITOR,),
        "admin.audit_log",
        _l("Every step on record, and whether the chain is whole."),
        whole_city=True,
    ),
)


def init_app(app: Flask) -> None:
    @app.context_processor
    def _navigation() -> dict[str, Any]:
        if not request.path.startswith("/panel"):
            return {}
        return {"navigation": navigation_for(current_actor(), request.path, set(app.view_functions))}


def navigation_for(actor: Actor, path: str, pages: set[str]) -> list[dict[str, Any]]:
    """The entries that this person may open, with the present one marked."""
    return [
        {
            "label": entry.label,
            "url": entry.url,
            "icon": entry.icon,
            "hints": _hints(actor, entry),
            "current": path == entry.url or (entry.url != "/panel" and path.startswith(entry.url + "/")),
        }
        for entry in ENTRIES
        if entry.endpoint in pages and _may_open(actor, entry)
    ]


def _may_open(actor: Actor, entry: Entry) -> bool:
    return has_whole_city(actor, *entry.roles) if entry.whole_city else actor.has(*entry.roles)


def _hints(actor: Actor, entry: Entry) -> list[Text]:
    """What this person can do there; whoever holds several roles reads of each."""
    tasks = [text for role, text in entry.tasks.items() if actor.has(role)]
    return tasks or [entry.hint]
