"""Tables of applications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import guards

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

HISTORIES = ("application_events", "application_snapshots", "correction_requests")
FILED = (
    "ref",
    "organisation_id",
    "cell_type",
    "standard_version",
    "standard_hash",
    "started_by_id",
    "created_at",
)
"""What an application is, from its first draft. When it was handed in changes only by handing it in."""


def upgrade() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cell_type", sa.String(length=40), nullable=False),
        sa.Column("standard_version", sa.String(length=20), nullable=False),
        sa.Column("standard_hash", sa.String(length=64), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "screening",
                "returned",
                "scoring",
                "adjudicating",
                "inspecting",
                "proposed",
                "public_notice",
                "objection_hold",
                "certified",
                "rejected",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=22,
            ),
            nullable=False,
        ),
        sa.Column("started_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("correction_round", sa.Integer(), nullable=False),
        sa.Column("correction_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "commitment_letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'returned' OR correction_due_at IS NOT NULL",
            name=op.f("ck_applications_correction_due"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR state = 'withdrawn' OR submitted_at IS NOT NULL",
            name=op.f("ck_applications_submitted"),
        ),
        sa.CheckConstraint("correction_round BETWEEN 0 AND 2", name=op.f("ck_applications_correction_round")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_applications_organisation_id")
        ),
        sa.ForeignKeyConstraint(["started_by_id"], ["people.id"], name=op.f("fk_applications_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("ref", name=op.f("uq_applications_ref")),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_applications_area_code"), ["area_code"], unique=False)
        batch_op.create_index("ix_applications_organisation_id_id", ["organisation_id", "id"], unique=False)
        batch_op.create_index(
            "ix_applications_state_submitted_at", ["state", "submitted_at", "id"], unique=False
        )

    op.create_table(
        "answer_evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("evidence_file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_answer_evidence_added_by_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_answer_evidence_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_evidence")),
        sa.UniqueConstraint(
            "application_id",
            "code",
            "evidence_file_id",
            name=op.f("uq_answer_evidence_application_id_code_evidence_file_id"),
        ),
    )
    op.create_table(
        "application_answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "value",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("not_applicable_approved", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "NOT not_applicable OR reason <> ''", name=op.f("ck_application_answers_not_applicable_reason")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_answers_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["people.id"], name=op.f("fk_application_answers_updated_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_answers")),
        sa.UniqueConstraint(
            "application_id", "code", name=op.f("uq_application_answers_application_id_code")
        ),
    )
    op.create_table(
        "application_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "draft",
                "submitted",
                "screening",
                "returned",
                "scoring",
                "adjudicating",
                "inspecting",
                "proposed",
                "public_notice",
                "objection_hold",
                "certified",
                "rejected",
                "withdrawn",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=22,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "draft",
                "submitted",
                "screening",
                "returned",
                "scoring",
                "adjudicating",
                "inspecting",
                "proposed",
                "public_notice",
                "objection_hold",
                "certified",
                "rejected",
                "withdrawn",
                name="to_state",
                native_enum=False,
                create_constraint=True,
                length=22,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_events_application_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_application_events_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_events")),
        sa.UniqueConstraint("application_id", "seq", name=op.f("uq_application_events_application_id_seq")),
    )
    op.create_table(
        "application_snapshots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "content",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_snapshots_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_snapshots")),
        sa.UniqueConstraint(
            "application_id", "round", name=op.f("uq_application_snapshots_application_id_round")
        ),
    )
    op.create_table(
        "correction_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_correction_requests_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_requests")),
    )
    with op.batch_alter_table("correction_requests", schema=None) as batch_op:
        batch_op.create_index(
            "ix_correction_requests_application_id_round", ["application_id", "round", "id"], unique=False
        )
    guards_up()


def downgrade() -> None:
    guards_down()
    with op.batch_alter_table("correction_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_correction_requests_application_id_round")

    op.drop_table("correction_requests")
    op.drop_table("application_snapshots")
    op.drop_table("application_events")
    op.drop_table("application_answers")
    op.drop_table("answer_evidence")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_index("ix_applications_state_submitted_at")
        batch_op.drop_index("ix_applications_organisation_id_id")
        batch_op.drop_index(batch_op.f("ix_applications_area_code"))

    op.drop_table("applications")


def guards_up() -> None:
    """The database itself refuses to change or remove a step, what was handed in, and what was asked for."""
    for table in HISTORIES:
        guards.append_only(table)
    handing_in = "NEW.state = 'submitted' AND OLD.state IN ('draft', 'returned')"
    guards.refuse(
        "applications",
        "what an application was filed as stays",
        update=f"{guards.differs(FILED)} OR ({guards.differs(('submitted_at',))} AND NOT ({handing_in}))",
        delete="TRUE",
    )


def guards_down() -> None:
    guards.drop("applications", *HISTORIES)
