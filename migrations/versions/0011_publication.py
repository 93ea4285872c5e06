"""Tables of publication."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import guards

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HISTORIES = ("decisions", "certificate_events")
FROZEN = ("notices", "certificates", "objections", "certificate_measures", "certificate_appeals")
NOTICE = ("no", "application_id", "decision_id", "opened_by_id", "opened_at", "ends_at")
"""What was promised when a notice opened."""
CERTIFICATE = (
    "no",
    "application_id",
    "organisation_id",
    "notice_id",
    "notice_ends_at",
    "cell_type",
    "standard_version",
    "holder",
    "level",
    "total",
    "issued_at",
    "valid_until",
)
"""What a certificate says. Where it stands in its life, and when it is checked again, goes on."""
MEASURE = ("certificate_id", "kind", "ground", "reason", "successor_id", "proposed_by_id", "proposed_at")


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("propose", "refuse", name="kind", native_enum=False, create_constraint=True, length=15),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standard_hash", sa.String(length=64), nullable=False),
        sa.Column("snapshot_hash", sa.String(length=64), nullable=False),
        sa.Column("total", sa.String(length=12), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column(
            "content",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.CheckConstraint("reasons <> ''", name=op.f("ck_decisions_reasons")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_decisions_application_id")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_decisions_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_application_id"), ["application_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no", sa.String(length=20), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "held",
                "closed",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=17,
            ),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at > opened_at", name=op.f("ck_notices_ends_after_opening")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_notices_application_id")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_notices_decision_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["people.id"], name=op.f("fk_notices_opened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("id", "ends_at", name=op.f("uq_notices_id_ends_at")),
        sa.UniqueConstraint("no", name=op.f("uq_notices_no")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_application_id"), ["application_id"], unique=False)
        batch_op.create_index("ix_notices_opened_at_id", ["opened_at", "id"], unique=False)
        batch_op.create_index("ix_notices_state_ends_at", ["state", "ends_at"], unique=False)

    op.create_table(
        "certificates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no", sa.String(length=30), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cell_type", sa.String(length=40), nullable=False),
        sa.Column("standard_version", sa.String(length=20), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("total", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "recheck_due",
                "suspended",
                "revoked",
                "expired",
                "superseded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=19,
            ),
            nullable=False,
        ),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recheck_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recheck_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf_key", sa.String(length=200), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'recheck_due') = (recheck_by IS NOT NULL)",
            name=op.f("ck_certificates_recheck_by_when_due"),
        ),
        sa.CheckConstraint("issued_at >= notice_ends_at", name=op.f("ck_certificates_after_notice")),
        sa.CheckConstraint("valid_until > issued_at", name=op.f("ck_certificates_valid_after_issue")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_certificates_application_id")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_certificates_decision_id")),
        sa.ForeignKeyConstraint(
            ["notice_id", "notice_ends_at"],
            ["notices.id", "notices.ends_at"],
            name=op.f("fk_certificates_notice_id_notice_ends_at"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_certificates_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("application_id", name=op.f("uq_certificates_application_id")),
        sa.UniqueConstraint("no", name=op.f("uq_certificates_no")),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificates_area_code"), ["area_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificates_cell_type"), ["cell_type"], unique=False)
        batch_op.create_index("ix_certificates_issued_at_id", ["issued_at", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_certificates_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index("ix_certificates_state_recheck_by", ["state", "recheck_by"], unique=False)
        batch_op.create_index("ix_certificates_state_recheck_from", ["state", "recheck_from"], unique=False)
        batch_op.create_index("ix_certificates_state_valid_until", ["state", "valid_until"], unique=False)

    op.create_table(
        "objections",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "admitted",
                "not_admitted",
                "answered",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_objections_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    with op.batch_alter_table("objections", schema=None) as batch_op:
        batch_op.create_index("ix_objections_notice_id_state", ["notice_id", "state", "id"], unique=False)

    op.create_table(
        "certificate_appeals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "upheld",
                "dismissed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=17,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'received') = (decided_by_id IS NULL) AND (state = 'received' OR reply <> '')",
            name=op.f("ck_certificate_appeals_decided"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_certificate_appeals_text")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificates.id"], name=op.f("fk_certificate_appeals_certificate_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_certificate_appeals_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_certificate_appeals_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_appeals")),
    )
    with op.batch_alter_table("certificate_appeals", schema=None) as batch_op:
        batch_op.create_index("ix_certificate_appeals_certificate_id", ["certificate_id", "id"], unique=False)
        batch_op.create_index(
            "uq_certificate_appeals_open",
            ["certificate_id"],
            unique=True,
            sqlite_where=sa.text("state = 'received'"),
            postgresql_where=sa.text("state = 'received'"),
        )

    op.create_table(
        "certificate_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "active",
                "recheck_due",
                "suspended",
                "revoked",
                "expired",
                "superseded",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=19,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "active",
                "recheck_due",
                "suspended",
                "revoked",
                "expired",
                "superseded",
                name="to_state",
                native_enum=False,
                create_constraint=True,
                length=19,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificates.id"], name=op.f("fk_certificate_events_certificate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_events")),
        sa.UniqueConstraint("certificate_id", "seq", name=op.f("uq_certificate_events_certificate_id_seq")),
    )
    op.create_table(
        "certificate_measures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pass",
                "fail",
                "suspend",
                "mended",
                "revoke",
                "renew",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=15,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "refused",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=17,
            ),
            nullable=False,
        ),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("successor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'renew') = (successor_id IS NOT NULL)", name=op.f("ck_certificate_measures_successor")
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by_id IS NULL)", name=op.f("ck_certificate_measures_decided_by")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_certificate_measures_reason")),
        sa.CheckConstraint(
            "decided_by_id <> proposed_by_id", name=op.f("ck_certificate_measures_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificates.id"], name=op.f("fk_certificate_measures_certificate_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_certificate_measures_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_certificate_measures_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["certificates.id"], name=op.f("fk_certificate_measures_successor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_measures")),
    )
    with op.batch_alter_table("certificate_measures", schema=None) as batch_op:
        batch_op.create_index(
            "ix_certificate_measures_certificate_id", ["certificate_id", "id"], unique=False
        )
        batch_op.create_index(
            "uq_certificate_measures_open",
            ["certificate_id"],
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
    guards_up()


def downgrade() -> None:
    guards_down()
    with op.batch_alter_table("certificate_measures", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificate_measures_open",
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.drop_index("ix_certificate_measures_certificate_id")

    op.drop_table("certificate_measures")
    op.drop_table("certificate_events")
    with op.batch_alter_table("certificate_appeals", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificate_appeals_open",
            sqlite_where=sa.text("state = 'received'"),
            postgresql_where=sa.text("state = 'received'"),
        )
        batch_op.drop_index("ix_certificate_appeals_certificate_id")

    op.drop_table("certificate_appeals")
    with op.batch_alter_table("objections", schema=None) as batch_op:
        batch_op.drop_index("ix_objections_notice_id_state")

    op.drop_table("objections")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_index("ix_certificates_state_valid_until")
        batch_op.drop_index("ix_certificates_state_recheck_from")
        batch_op.drop_index("ix_certificates_state_recheck_by")
        batch_op.drop_index(batch_op.f("ix_certificates_organisation_id"))
        batch_op.drop_index("ix_certificates_issued_at_id")
        batch_op.drop_index(batch_op.f("ix_certificates_cell_type"))
        batch_op.drop_index(batch_op.f("ix_certificates_area_code"))

    op.drop_table("certificates")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_state_ends_at")
        batch_op.drop_index("ix_notices_opened_at_id")
        batch_op.drop_index(batch_op.f("ix_notices_application_id"))

    op.drop_table("notices")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_application_id"))

    op.drop_table("decisions")


def guards_up() -> None:
    """The database itself refuses to change or remove what was decided, promised, issued, said and answered."""
    for table in HISTORIES:
        guards.append_only(table)
    over = "OLD.state IN ('closed', 'withdrawn')"
    guards.keep("notices", {"TRUE": NOTICE, over: ("state", "closed_at")}, "what a notice promised stays")
    guards.keep("certificates", {"TRUE": CERTIFICATE}, "what a certificate says stays")
    guards.keep(
        "objections",
        {"TRUE": ("notice_id", "code", "text", "at"), "OLD.reply <> ''": ("state", "reply", "answered_at")},
        "an objection stays, and so does its reply",
    )
    decided = ("state", "decided_by_id", "decided_at", "reply")
    guards.keep(
        "certificate_measures",
        {"TRUE": MEASURE, "OLD.state <> 'proposed'": decided},
        "what was proposed for a certificate stays",
    )
    guards.keep(
        "certificate_appeals",
        {"TRUE": ("certificate_id", "person_id", "text", "at"), "OLD.state <> 'received'": decided},
        "an appeal stays, and so does its reply",
    )


def guards_down() -> None:
    guards.drop(*HISTORIES, *FROZEN)
