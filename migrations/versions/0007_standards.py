"""Versions of standards, with the database's own refusal to change a published one."""

import sqlalchemy as sa
from alembic import op

from migrations import guards

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
    guards.refuse(
        "standard_versions",
        "a published standard never changes",
        update=f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {guards.differs(FIXED)})",
        delete="OLD.state <> 'draft'",
    )
    # A step goes with a draft that goes.
    kept = "EXISTS (SELECT 1 FROM standard_versions WHERE id = OLD.version_id AND state <> 'draft')"
    guards.refuse("standard_events", "standard_events is append-only", update="TRUE", delete=kept)


def guards_down() -> None:
    guards.drop("standard_versions", "standard_events")
