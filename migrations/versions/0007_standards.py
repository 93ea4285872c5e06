"""Versions of standards, with the database's own refusal to change a published one."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Everything that a reader, an application or a certificate relies on.
FIXED = ("type_code", "version", "content", "content_hash", "published_at")
STATES = ("draft", "published", "retired")


def big_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def state(name: str) -> sa.Enum:
    return sa.Enum(*STATES, name=name, native_enum=False, create_constraint=True, length=17)


def upgrade() -> None:
    op.create_table(
        "standard_versions",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("type_code", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", state(op.f("ck_standard_versions_state")), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'draft') = (published_at IS NULL)", name=op.f("ck_standard_versions_published_at")
        ),
        sa.CheckConstraint(
            "(state = 'retired') = (retired_at IS NOT NULL)", name=op.f("ck_standard_versions_retired_at")
        ),
        sa.CheckConstraint("length(content_hash) = 64", name=op.f("ck_standard_versions_content_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_versions")),
        sa.UniqueConstraint("type_code", "version", name=op.f("uq_standard_versions_type_code_version")),
    )
    with op.batch_alter_table("standard_versions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_standard_versions_published",
            ["type_code"],
            unique=True,
            sqlite_where=sa.text("state = 'published'"),
            postgresql_where=sa.text("state = 'published'"),
        )
        batch_op.create_index("ix_standard_versions_content_hash", ["content_hash"], unique=False)

    op.create_table(
        "standard_events",
        sa.Column("id", big_id(), nullable=False),
        sa.Column("version_id", big_id(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("from_state", state(op.f("ck_standard_events_from_state")), nullable=True),
        sa.Column("to_state", state(op.f("ck_standard_events_to_state")), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["standard_versions.id"], name=op.f("fk_standard_events_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_events")),
    )
    with op.batch_alter_table("standard_events", schema=None) as batch_op:
        batch_op.create_index("ix_standard_events_version_id", ["version_id", "id"], unique=False)
    guards_up()


def downgrade() -> None:
    guards_down()
    op.drop_table("standard_events")
    op.drop_table("standard_versions")


def guards_up() -> None:
    """Refuse to change or remove what was published, to make a draft of it again, and to touch a step."""
    _events_are_append_only()
    reason = "a published standard never changes"
    if op.get_bind().dialect.name == "sqlite":
        changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FIXED)
        op.execute(
            "CREATE TRIGGER standard_versions_no_change BEFORE UPDATE ON standard_versions "
            f"WHEN OLD.state <> 'draft' AND (NEW.state = 'draft' OR {changed}) "
            f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
        op.execute(
            "CREATE TRIGGER standard_versions_no_delete BEFORE DELETE ON standard_versions "
            f"WHEN OLD.state <> 'draft' BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
        return
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FIXED)
    op.execute(
        "CREATE FUNCTION standard_versions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' THEN IF OLD.state = 'draft' THEN RETURN OLD; END IF; "
        f"ELSIF OLD.state = 'draft' OR NOT (NEW.state = 'draft' OR {changed}) THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER standard_versions_no_change BEFORE UPDATE OR DELETE ON standard_versions "
        "FOR EACH ROW EXECUTE FUNCTION standard_versions_refuse()"
    )


def _events_are_append_only() -> None:
    """No step is changed; none is removed but with a draft that goes."""
    reason = "standard_events is append-only"
    kept = "EXISTS (SELECT 1 FROM standard_versions WHERE id = OLD.version_id AND state <> 'draft')"
    if op.get_bind().dialect.name == "sqlite":
        for verb, when in (("UPDATE", "TRUE"), ("DELETE", kept)):
            op.execute(
                f"CREATE TRIGGER standard_events_no_{verb.lower()} BEFORE {verb} ON standard_events "
                f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION standard_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN IF NOT {kept} THEN RETURN OLD; END IF; END IF; "
        f"RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for name, verbs, each in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER standard_events_no_{name} BEFORE {verbs} ON standard_events "
            f"FOR EACH {each} EXECUTE FUNCTION standard_events_refuse()"
        )


def guards_down() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP TRIGGER standard_versions_no_change ON standard_versions")
        op.execute("DROP FUNCTION standard_versions_refuse()")
        op.execute("DROP FUNCTION standard_events_refuse() CASCADE")
