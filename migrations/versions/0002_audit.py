"""The append-only log, with the database's own refusal to change it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_ref", sa.String(length=80), nullable=False),
        sa.Column(
            "data",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_action", ["action", "number"], unique=False)
        batch_op.create_index(
            "ix_audit_entries_subject_type_subject_ref",
            ["subject_type", "subject_ref", "number"],
            unique=False,
        )

    op.create_table(
        "audit_head",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    guards_up()


def downgrade() -> None:
    guards_down()
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject_type_subject_ref")
        batch_op.drop_index("ix_audit_entries_action")

    op.drop_table("audit_entries")


def guards_up() -> None:
    """Entries stay; the head, whose first row is made here, moves forward only, to the last entry."""
    op.execute("INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '" + "0" * 64 + "')")
    guards.append_only("audit_entries", "the audit log is append-only")
    last = "SELECT number, hash FROM audit_entries ORDER BY number DESC LIMIT 1"
    at_its_end = f"EXISTS (SELECT 1 FROM ({last}) AS e WHERE e.number = NEW.number AND e.hash = NEW.hash)"
    guards.refuse(
        "audit_head",
        "the head of the audit log stays at its last entry",
        update=f"NEW.number <= OLD.number OR NOT {at_its_end}",
        delete="TRUE",
    )


def guards_down() -> None:
    guards.drop("audit_entries", "audit_head")
