"""Whatever people typed, wherever it is shown, to whomever: it is text there, never a part of the page."""

import pytest
from sqlalchemy import String, Text, text

from portal.core.db import Base
from portal.core.policy import EXEMPT
from tests.meta.world import build_world
from tests.support.page_client import PageClient, sign_in
from tests.support.portals import PortalFolder, arranged, close, make_portal

HOSTILE = """"'><img src=x onerror=alert(7)></textarea></title><script>alert(7)</script>{{7*7}}\u202e"""
READERS = (
    "citizen",
    "owner",
    "dispatcher",
    "handler",
    "reviewer",
    "certification_officer",
    "publisher",
    "auditor of the city",
    "administrator of the city",
)
ENOUGH = 2
"""So many readers of a page are asked: what another may see is mostly the same."""
TYPED = {
    "application_answers": ("note", "reason"),
    "application_events": ("reason",),
    "certificate_appeals": ("text", "reply"),
    "certificate_events": ("reason",),
    "certificate_measures": ("reason", "reply"),
    "certificates": ("holder",),
    "correction_requests": ("text",),
    "decisions": ("reasons",),
    "evidence_files": ("name",),
    "inbox_messages": ("title", "body"),
    "jobs": ("error",),
    "objections": ("text", "reply"),
    "organisations": ("name", "address"),
    "outbox_mails": ("body", "error"),
    "people": ("name",),
    "photo_events": ("reason",),
    "report_disputes": ("reason",),
    "report_events": ("note", "reason"),
    "report_reporters": ("alias",),
    "reports": ("description", "address"),
    "review_assignment_events": ("reason",),
    "review_assignments": ("overall", "reason"),
    "review_items": ("comment",),
    "sign_in_sessions": ("device",),
    "site_visit_findings": ("note",),
    "site_visits": ("accompanied_by", "summary"),
    "units": ("name_zh_hans", "name_en", "name_zh_hant", "contact"),
}
"""Every column of words that a person gave or could have given, by table."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, migrated_folder):
    """The small world of the access table, with hostile words in every such column; and who reads it."""
    folder = PortalFolder(tmp_path_factory.mktemp("hostile"))
    folder.fill_from(migrated_folder)
    app = make_portal(folder.settings())
    with arranged(app) as session:
        world = build_world(session)
        for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f"DROP TRIGGER {name}"))
        for table, columns in TYPED.items():
            for column in columns:
                kind = Base.metadata.tables[table].c[column].type
                words = HOSTILE[: kind.length or 500] if isinstance(kind, String) else HOSTILE
                session.execute(
                    text(f"UPDATE {table} SET {column} = :words WHERE {column} IS NOT NULL"), {"words": words}
                )
        session.commit()
    clients: dict[str, PageClient] = {"guest": PageClient.unchecked(app)}
    for name in READERS:
        clients[name] = app.test_client()
        sign_in(clients[name], world.people[name])
        clients[name].checks = False
    yield app, world, clients
    close(app)


def addresses(app, world):
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if (
                rule.endpoint not in EXEMPT
                and "GET" in rule.methods
                and not rule.rule.startswith("/devtools")
            ):
                yield app.url_for(rule.endpoint, **world.places_of(rule.endpoint, rule.arguments))


def test_no_word_becomes_a_part_of_a_page(hostile):
    app, world, clients = hostile
    shown = 0
    for url in sorted(addresses(app, world)):
        readers = 0
        for name, client in clients.items():
            answer = client.get(url)
            assert answer.status_code < 500, (name, url)
            readers += answer.status_code == 200
            if readers > ENOUGH:
                break
            if answer.mimetype not in ("text/html", "image/svg+xml"):
                continue
            body = answer.get_data(as_text=True)
            shown += "onerror=alert(7)" in body
            assert "<img src=x" not in body, (name, url)
            assert "<script>alert" not in body, (name, url)
            assert "49\u202e" not in body, (name, url)
    assert shown > 30  # the words are there to be seen


def test_every_column_of_words_is_tried():
    """A new column of free text is entered above, or it cannot hold what a person typed."""
    ours = {
        "audit_entries",
        "audit_head",
        "areas",
        "sites",
        "standard_versions",
        "standard_events",
        "periodic_runs",
    }
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        if table.name not in ours
        for column in table.columns
        if isinstance(column.type, Text)
    }
    tried = {f"{table}.{column}" for table, columns in TYPED.items() for column in columns}
    assert sorted(found - tried) == []
