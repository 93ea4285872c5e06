"""Tables of reviews."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import guards

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

HISTORIES = ("review_assignment_events", "site_visit_events")
IS_SCREENED = (
    "EXISTS (SELECT 1 FROM applications WHERE id = OLD.application_id AND state = 'screening'"
    " AND correction_round = OLD.round)"
)
"""Also again, in the same round: a proposal that was sent back is checked once more."""
DRAWN = ("application_id", "reviewer_id", "kind", "draw", "offered_at")
"""How somebody came to a seat."""
SHEET = (
    "state",
    "no_conflict_declared_at",
    "answer_due_at",
    "due_at",
    "submitted_at",
    "overall",
    "total",
    "reason",
)
"""What is frozen of a seat besides when it is given back, or its sheet handed in."""
VISITED = (
    "state",
    "planned_on",
    "accompanied_by",
    "visited_on",
    "verdict",
    "summary",
    "concluded_at",
    "concluded_by_id",
)
OF_A_VISIT = ("site_visit_findings", "site_visit_inspectors", "site_visit_photos")


def upgrade() -> None:
    op.create_table(
        "review_assignments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reviewer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "first", "adjudicator", name="kind", native_enum=False, create_constraint=True, length=19
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "offered",
                "accepted",
                "declined",
                "conflicted",
                "submitted",
                "replaced",
                "lapsed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=18,
            ),
            nullable=False,
        ),
        sa.Column(
            "draw",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("no_conflict_declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overall", sa.Text(), nullable=False),
        sa.Column("total", sa.String(length=12), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'submitted' OR submitted_at IS NOT NULL",
            name=op.f("ck_review_assignments_submitted_at"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('declined', 'conflicted', 'replaced') OR reason <> ''",
            name=op.f("ck_review_assignments_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_review_assignments_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["people.id"], name=op.f("fk_review_assignments_reviewer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_assignments")),
        sa.UniqueConstraint(
            "application_id", "reviewer_id", name=op.f("uq_review_assignments_application_id_reviewer_id")
        ),
    )
    with op.batch_alter_table("review_assignments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_review_assignments_reviewer_id_state", ["reviewer_id", "state", "id"], unique=False
        )
        batch_op.create_index("ix_review_assignments_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "screenings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "checks",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_screenings_application_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["people.id"], name=op.f("fk_screenings_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screenings")),
        sa.UniqueConstraint("application_id", "round", name=op.f("uq_screenings_application_id_round")),
    )
    op.create_table(
        "site_visits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no", sa.String(length=20), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "called",
                "planned",
                "concluded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=17,
            ),
            nullable=False,
        ),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("accompanied_by", sa.String(length=200), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "borne_out", "differs", name="verdict", native_enum=False, create_constraint=True, length=17
            ),
            nullable=True,
        ),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concluded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'concluded' OR (visited_on IS NOT NULL AND verdict IS NOT NULL AND summary <> '' AND concluded_at IS NOT NULL AND concluded_by_id IS NOT NULL)",
            name=op.f("ck_site_visits_concluded_is_complete"),
        ),
        sa.CheckConstraint(
            "state = 'called' OR planned_on IS NOT NULL", name=op.f("ck_site_visits_planned_on")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_site_visits_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["concluded_by_id"], ["people.id"], name=op.f("fk_site_visits_concluded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visits")),
        sa.UniqueConstraint("no", name=op.f("uq_site_visits_no")),
    )
    with op.batch_alter_table("site_visits", schema=None) as batch_op:
        batch_op.create_index("ix_site_visits_application_id", ["application_id", "id"], unique=False)
        batch_op.create_index("ix_site_visits_state", ["state", "id"], unique=False)
        batch_op.create_index(
            "uq_site_visits_open",
            ["application_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'concluded'"),
            postgresql_where=sa.text("state <> 'concluded'"),
        )

    op.create_table(
        "review_assignment_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "offered",
                "accepted",
                "declined",
                "conflicted",
                "submitted",
                "replaced",
                "lapsed",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=18,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "offered",
                "accepted",
                "declined",
                "conflicted",
                "submitted",
                "replaced",
                "lapsed",
                name="to_state",
                native_enum=False,
                create_constraint=True,
                length=18,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["review_assignments.id"],
            name=op.f("fk_review_assignment_events_assignment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_assignment_events")),
        sa.UniqueConstraint(
            "assignment_id", "seq", name=op.f("uq_review_assignment_events_assignment_id_seq")
        ),
    )
    op.create_table(
        "review_items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assignment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "accept",
                "adjust",
                "unverified",
                name="finding",
                native_enum=False,
                create_constraint=True,
                length=18,
            ),
            nullable=True,
        ),
        sa.Column(
            "value",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["review_assignments.id"], name=op.f("fk_review_items_assignment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_items")),
        sa.UniqueConstraint("assignment_id", "code", name=op.f("uq_review_items_assignment_id_code")),
    )
    op.create_table(
        "site_visit_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "called",
                "planned",
                "concluded",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=17,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "called",
                "planned",
                "concluded",
                name="to_state",
                native_enum=False,
                create_constraint=True,
                length=17,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["site_visits.id"], name=op.f("fk_site_visit_events_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visit_events")),
        sa.UniqueConstraint("visit_id", "seq", name=op.f("uq_site_visit_events_visit_id_seq")),
    )
    op.create_table(
        "site_visit_findings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "confirmed",
                "not_confirmed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=21,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'not_confirmed' OR note <> ''",
            name=op.f("ck_site_visit_findings_not_confirmed_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["site_visits.id"], name=op.f("fk_site_visit_findings_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visit_findings")),
        sa.UniqueConstraint("visit_id", "code", name=op.f("uq_site_visit_findings_visit_id_code")),
    )
    op.create_table(
        "site_visit_inspectors",
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_site_visit_inspectors_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["site_visits.id"], name=op.f("fk_site_visit_inspectors_visit_id")
        ),
        sa.PrimaryKeyConstraint("visit_id", "person_id", name=op.f("pk_site_visit_inspectors")),
    )
    op.create_table(
        "site_visit_photos",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("photo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], name=op.f("fk_site_visit_photos_photo_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["site_visits.id"], name=op.f("fk_site_visit_photos_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visit_photos")),
        sa.UniqueConstraint("photo_id", name=op.f("uq_site_visit_photos_photo_id")),
    )
    with op.batch_alter_table("site_visit_photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_site_visit_photos_visit_id"), ["visit_id"], unique=False)
    guards_up()


def downgrade() -> None:
    guards_down()
    with op.batch_alter_table("site_visit_photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_visit_photos_visit_id"))

    op.drop_table("site_visit_photos")
    op.drop_table("site_visit_inspectors")
    op.drop_table("site_visit_findings")
    op.drop_table("site_visit_events")
    op.drop_table("review_items")
    op.drop_table("review_assignment_events")
    with op.batch_alter_table("site_visits", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_site_visits_open",
            sqlite_where=sa.text("state <> 'concluded'"),
            postgresql_where=sa.text("state <> 'concluded'"),
        )
        batch_op.drop_index("ix_site_visits_state")
        batch_op.drop_index("ix_site_visits_application_id")

    op.drop_table("site_visits")
    op.drop_table("screenings")
    with op.batch_alter_table("review_assignments", schema=None) as batch_op:
        batch_op.drop_index("ix_review_assignments_state_due_at")
        batch_op.drop_index("ix_review_assignments_reviewer_id_state")

    op.drop_table("review_assignments")


def guards_up() -> None:
    """The database itself refuses to change or remove what was drawn, judged and found."""
    for table in HISTORIES:
        guards.append_only(table)
    guards.keep(
        "screenings",
        {
            "TRUE": ("application_id", "round", "officer_id", "started_at"),
            "OLD.ended_at IS NOT NULL": ("ended_at",),
            f"OLD.ended_at IS NOT NULL AND NOT {IS_SCREENED}": ("checks",),
        },
        "a screening that ended stays",
    )
    guards.keep(
        "review_assignments",
        {
            "TRUE": DRAWN,
            "OLD.no_conflict_declared_at IS NOT NULL": ("no_conflict_declared_at",),
            "OLD.state NOT IN ('offered', 'accepted')": SHEET,
        },
        "a seat stays as it was drawn, declared and handed in",
    )
    guards.keep(
        "site_visits",
        {"TRUE": ("no", "application_id", "called_at"), "OLD.state = 'concluded'": VISITED},
        "a visit that was concluded stays",
    )
    sheet = "a sheet that was handed in stays"
    guards.keep_parts("review_items", "review_assignments", "assignment_id", "state = 'submitted'", sheet)
    for table in OF_A_VISIT:
        visit = "what was found on a concluded visit stays"
        guards.keep_parts(table, "site_visits", "visit_id", "state = 'concluded'", visit)


def guards_down() -> None:
    guards.drop(*HISTORIES, "screenings", "review_assignments", "site_visits", "review_items", *OF_A_VISIT)
