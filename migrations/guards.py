"""Triggers by which the database itself refuses to change what was recorded, alike on SQLite and PostgreSQL.

For migrations, and like them without models. Once one that calls a function here is released, that function
stays as it is. SQLite drops the triggers of a table that a batch migration rebuilds: guard it again after it.
"""

from alembic import op


def append_only(table: str, reason: str = "") -> None:
    """Rows are added and never changed or removed."""
    refuse(table, reason or f"{table} is append-only", update="TRUE", delete="TRUE")


def keep(table: str, kept: dict[str, tuple[str, ...]], reason: str) -> None:
    """Rows keep the columns of each condition (on OLD) that holds for them; where any does, they stay."""
    changed = " OR ".join(f"(({when}) AND {differs(columns)})" for when, columns in kept.items())
    refuse(table, reason, update=changed, delete=" OR ".join(f"({when})" for when in kept))


def keep_parts(table: str, owner: str, key: str, over: str, reason: str) -> None:
    """What belongs to a row of `owner` stays once that row is `over`: none is changed, removed or added."""
    old, new = (f"EXISTS (SELECT 1 FROM {owner} WHERE id = {row}.{key} AND {over})" for row in ("OLD", "NEW"))
    refuse(table, reason, insert=new, update=f"{old} OR {new}", delete=old)  # nor moved into another such row


def differs(columns: tuple[str, ...]) -> str:
    """The condition that an update changes one of the columns."""
    other = "IS NOT" if _on_sqlite() else "IS DISTINCT FROM"
    return f"({' OR '.join(f'NEW.{name} {other} OLD.{name}' for name in columns)})"


def refuse(table: str, reason: str, **when: str) -> None:
    """Refuse to `insert`, `update` or `delete` a row where the condition on OLD and NEW holds; never empty it."""
    if _on_sqlite():
        for verb, condition in when.items():
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
            )
        return
    allowed = " ".join(
        f"IF TG_OP = '{verb.upper()}' THEN IF NOT coalesce({condition}, FALSE) "
        f"THEN RETURN {'OLD' if verb == 'delete' else 'NEW'}; END IF; END IF;"
        for verb, condition in when.items()
    )
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {allowed} "
        f"RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE {' OR '.join(when).upper()} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def drop(*tables: str) -> None:
    """Take the guards off again. SQLite drops them with their table."""
    if not _on_sqlite():
        for table in tables:
            op.execute(f"DROP FUNCTION {table}_refuse() CASCADE")


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
