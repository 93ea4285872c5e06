"""Who may call which route: everyone is asked to, and the answers are held against tests/meta/access/.

The files are also the list of all addresses, so that none vanishes unseen. After a wanted change, write them
again with `make access-table`, read the difference, and commit it with the change.
"""

import os
from collections import defaultdict
from pathlib import Path

import pytest
from flask import Flask

from portal.core.policy import EXEMPT
from tests.meta.world import World, build_world
from tests.support.page_client import PageClient, sign_in
from tests.support.portals import PortalFolder, arranged, close, make_portal

TABLES = Path(__file__).parent / "access"
ANSWERS = {400: "invalid", 403: "refused", 404: "missing", 409: "conflict", 422: "invalid", 429: "limited"}
GUEST = "guest"


class Asker:
    """Asks routes in a portal whose data stands as built before each question."""

    def __init__(self, folder: PortalFolder, template: PortalFolder, world: World, cookies: dict[str, str]):
        self.folder, self.template, self.world, self.cookies = folder, template, world, cookies
        self.app: Flask = make_portal(folder.settings())
        self.app.config["WTF_CSRF_ENABLED"] = False
        self.client = PageClient.unchecked(self.app)
        self._restore()

    def ask(self, name: str, method: str, url: str) -> str:
        before = self._written()
        response = self.client.open(url, method=method, headers={"Cookie": self.cookies.get(name, "")})
        answer = answer_of(response)
        response.close()
        if self._written() != before:
            assert method != "GET", f"GET {url} writes to the database"
            self._restore()
        return answer

    def _written(self) -> int:
        """Grows with everything that is written to the database: it goes to SQLite's log file first."""
        log = self.folder.database.with_name(f"{self.folder.database.name}-wal")
        return log.stat().st_size if log.exists() else 0

    def _restore(self) -> None:
        close(self.app)
        self.folder.fill_from(self.template)

    def rows(self, blueprint: str) -> list[str]:
        """The table of one blueprint: each route with its answers, everyone's most common answer last."""
        lines = []
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods))):
            if rule.endpoint in EXEMPT or rule.endpoint.rpartition(".")[0] != blueprint:
                continue
            places = self.world.places_of(rule.endpoint, rule.arguments)
            with self.app.test_request_context():
                url = self.app.url_for(rule.endpoint, **places)
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                everyone = [GUEST, *self.world.people]
                answers = {name: self.ask(name, method, url) for name in everyone}
                lines += [f"{method} {rule.rule}", *summary(answers), ""]
        return lines


def answer_of(response) -> str:
    if response.status_code in ANSWERS:
        return ANSWERS[response.status_code]
    if response.status_code in {301, 302, 303, 307, 308} and response.location.startswith("/sign-in"):
        return "sign-in"
    return "ok" if response.status_code < 400 else f"error {response.status_code}"


def summary(answers: dict[str, str]) -> list[str]:
    groups = defaultdict(list)
    for name, answer in answers.items():
        groups[answer].append(name)
    ranked = sorted(groups, key=lambda answer: (len(groups[answer]), answer))
    lines = [f"    {answer}: {', '.join(together(groups[answer]))}" for answer in ranked[:-1]]
    return [*lines, f"    {ranked[-1]}: everyone{' else' if lines else ''}"]


def together(names: list[str]) -> list[str]:
    """`reviewer` and `reviewer elsewhere` are said as `reviewer anywhere`."""
    both = {name for name in names if f"{name} elsewhere" in names}
    kept = [name for name in names if name.removesuffix(" elsewhere") not in both or name in both]
    return [f"{name} anywhere" if name in both else name for name in kept]


@pytest.fixture(scope="module")
def asker(tmp_path_factory, migrated_folder):
    template, folder = (PortalFolder(tmp_path_factory.mktemp(name)) for name in ("template", "asked"))
    template.fill_from(migrated_folder)
    app = make_portal(template.settings())
    with arranged(app) as session:
        world = build_world(session)
        session.commit()
    cookies = {}
    for name, email in world.people.items():
        client = app.test_client()
        sign_in(client, email)
        cookies[name] = "; ".join(f"{cookie.key}={cookie.value}" for cookie in client._cookies.values())
    close(app)
    asker = Asker(folder, template, world, cookies)
    yield asker
    close(asker.app)


def blueprints():
    from config.settings import Settings
    from portal.app import create_app

    return sorted(create_app(Settings.for_tests()).blueprints)


@pytest.mark.parametrize("blueprint", blueprints())
def test_who_may_call_which_route(asker, blueprint):
    table = "\n".join(asker.rows(blueprint)).rstrip() + "\n"
    path = TABLES / f"{blueprint}.txt"
    if os.environ.get("UPDATE_ACCESS_TABLE"):
        TABLES.mkdir(exist_ok=True)
        path.write_text(table, encoding="utf-8")

    assert "error" not in table, table
    assert table == (path.read_text(encoding="utf-8") if path.exists() else ""), (
        f"who may call the routes of {blueprint} changed: if wanted, `make access-table` and commit it"
    )


def test_no_table_is_left_over():
    assert sorted(path.stem for path in TABLES.glob("*.txt")) == blueprints()


def test_the_table_names_the_odd_ones_first():
    refused = dict.fromkeys(["citizen", "reviewer", "publisher"], "refused")
    answers = refused | {"guest": "sign-in", "auditor": "ok", "auditor elsewhere": "ok"}

    odd = ["    sign-in: guest", "    ok: auditor anywhere"]
    assert summary(answers) == [*odd, "    refused: everyone else"]
    assert summary({"guest": "ok", "citizen": "ok"}) == ["    ok: everyone"]
