"""Tables of reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import guards

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DISPUTE = ("report_id", "party", "disputer_key", "round", "reason", "at")
MARKS = ("network_mark", "account_mark")


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "accepted",
                "rejected",
                "merged",
                "dispatched",
                "in_progress",
                "returned",
                "awaiting_reporter",
                "resolved",
                "closed",
                "reopened",
                "transferred",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=25,
            ),
            nullable=False,
        ),
        sa.Column(
            "state_before",
            sa.Enum(
                "received",
                "accepted",
                "rejected",
                "merged",
                "dispatched",
                "in_progress",
                "returned",
                "awaiting_reporter",
                "resolved",
                "closed",
                "reopened",
                "transferred",
                "withdrawn",
                name="state_before",
                native_enum=False,
                create_constraint=True,
                length=25,
            ),
            nullable=True,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "public", "hidden", name="visibility", native_enum=False, create_constraint=True, length=14
            ),
            nullable=False,
        ),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column(
            "place_source",
            sa.Enum(
                "photo",
                "phone",
                "map",
                "address",
                name="place_source",
                native_enum=False,
                create_constraint=True,
                length=15,
            ),
            nullable=False,
        ),
        sa.Column("lng", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("original_lng", sa.Double(), nullable=True),
        sa.Column("original_lat", sa.Double(), nullable=True),
        sa.Column(
            "datum",
            sa.Enum("wgs84", "gcj02", name="datum", native_enum=False, create_constraint=True, length=13),
            nullable=True,
        ),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("public_lng", sa.Double(), nullable=True),
        sa.Column("public_lat", sa.Double(), nullable=True),
        sa.Column("map_cell", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "nearby_codes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("receiving_body", sa.String(length=40), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "extension",
            sa.Enum(
                "none",
                "asked",
                "granted",
                "refused",
                name="extension",
                native_enum=False,
                create_constraint=True,
                length=15,
            ),
            nullable=False,
        ),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("reopens", sa.Integer(), nullable=False),
        sa.Column("supporters", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'merged') = (lead_id IS NOT NULL)", name=op.f("ck_reports_merged_has_lead")
        ),
        sa.CheckConstraint(
            "(state IN ('merged', 'awaiting_reporter')) = (state_before IS NOT NULL)",
            name=op.f("ck_reports_interruption_goes_back"),
        ),
        sa.CheckConstraint("lng IS NOT NULL OR address <> ''", name=op.f("ck_reports_point_or_address")),
        sa.CheckConstraint(
            "state <> 'transferred' OR receiving_body IS NOT NULL",
            name=op.f("ck_reports_transfer_names_body"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('dispatched', 'in_progress', 'resolved') OR unit_id IS NOT NULL",
            name=op.f("ck_reports_unit_while_handled"),
        ),
        sa.CheckConstraint("(lng IS NULL) = (lat IS NULL)", name=op.f("ck_reports_point_complete")),
        sa.CheckConstraint(
            "(lng IS NULL) = (original_lng IS NULL) AND (lng IS NULL) = (original_lat IS NULL) AND (lng IS NULL) = (datum IS NULL) AND (lng IS NULL) = (public_lng IS NULL) AND (lng IS NULL) = (public_lat IS NULL) AND (lng IS NULL) = (map_cell IS NULL)",
            name=op.f("ck_reports_point_keeps_its_datum"),
        ),
        sa.CheckConstraint(
            "accuracy_m IS NULL OR accuracy_m >= 0", name=op.f("ck_reports_accuracy_not_negative")
        ),
        sa.CheckConstraint("lead_id IS NULL OR lead_id <> id", name=op.f("ck_reports_lead_is_another")),
        sa.CheckConstraint(
            "lng IS NULL OR (lng BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90)",
            name=op.f("ck_reports_point_on_earth"),
        ),
        sa.CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name=op.f("ck_reports_rating")),
        sa.CheckConstraint(
            "returns >= 0 AND reopens >= 0 AND supporters >= 0", name=op.f("ck_reports_counts_not_negative")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["reports.id"], name=op.f("fk_reports_lead_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_reports_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("ref", name=op.f("uq_reports_ref")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_reports_submission_id")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reports_district_state_due_at", ["district_code", "state", "due_at", "id"], unique=False
        )
        batch_op.create_index("ix_reports_lead_id", ["lead_id"], unique=False)
        batch_op.create_index("ix_reports_state_due_at", ["state", "due_at", "id"], unique=False)
        batch_op.create_index("ix_reports_state_state_since", ["state", "state_since", "id"], unique=False)
        batch_op.create_index(
            "ix_reports_unit_state_due_at", ["unit_id", "state", "due_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_reports_visibility_area", ["visibility", "area_code", "submitted_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_reports_visibility_category", ["visibility", "category", "submitted_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_reports_visibility_district",
            ["visibility", "district_code", "submitted_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_reports_visibility_map_cell",
            ["visibility", "map_cell", "submitted_at", "id", "public_lng", "public_lat"],
            unique=False,
        )
        batch_op.create_index(
            "ix_reports_visibility_state", ["visibility", "state", "submitted_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_reports_visibility_submitted_at", ["visibility", "submitted_at", "id"], unique=False
        )

    op.create_table(
        "report_disputes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "reporter",
                "supporter",
                "dispatcher",
                "handler",
                "system",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=18,
            ),
            nullable=False,
        ),
        sa.Column("disputer_key", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("network_mark", sa.String(length=64), nullable=True),
        sa.Column("account_mark", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "party <> 'reporter' OR (round = 0 AND disputer_key = 'reporter')",
            name=op.f("ck_report_disputes_once"),
        ),
        sa.CheckConstraint(
            "party = 'supporter' OR (network_mark IS NULL AND account_mark IS NULL)",
            name=op.f("ck_report_disputes_reporter_unmarked"),
        ),
        sa.CheckConstraint(
            "party IN ('reporter', 'supporter')", name=op.f("ck_report_disputes_party_may_dispute")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_disputes_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_disputes")),
        sa.UniqueConstraint(
            "report_id", "round", "disputer_key", name=op.f("uq_report_disputes_report_id_round_disputer_key")
        ),
    )
    op.create_table(
        "report_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "submit",
                "accept",
                "reject",
                "merge",
                "unmerge",
                "release",
                "dispatch",
                "take",
                "return",
                "ask_reporter",
                "answer",
                "no_answer",
                "ask_extension",
                "grant_extension",
                "refuse_extension",
                "resolve",
                "confirm",
                "close_silent",
                "dispute",
                "transfer",
                "receive_result",
                "withdraw",
                name="action",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_state",
            sa.Enum(
                "received",
                "accepted",
                "rejected",
                "merged",
                "dispatched",
                "in_progress",
                "returned",
                "awaiting_reporter",
                "resolved",
                "closed",
                "reopened",
                "transferred",
                "withdrawn",
                name="from_state",
                native_enum=False,
                create_constraint=True,
                length=25,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "received",
                "accepted",
                "rejected",
                "merged",
                "dispatched",
                "in_progress",
                "returned",
                "awaiting_reporter",
                "resolved",
                "closed",
                "reopened",
                "transferred",
                "withdrawn",
                name="to_state",
                native_enum=False,
                create_constraint=True,
                length=25,
            ),
            nullable=False,
        ),
        sa.Column(
            "party",
            sa.Enum(
                "reporter",
                "supporter",
                "dispatcher",
                "handler",
                "system",
                name="party",
                native_enum=False,
                create_constraint=True,
                length=18,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "data",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "party NOT IN ('reporter', 'supporter') OR (person_id IS NULL AND substr(actor, 1, 7) <> 'person:')",
            name=op.f("ck_report_events_reporter_stays_unnamed"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_report_events_person_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_events_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_events")),
        sa.UniqueConstraint("report_id", "seq", name=op.f("uq_report_events_report_id_seq")),
    )
    with op.batch_alter_table("report_events", schema=None) as batch_op:
        batch_op.create_index("ix_report_events_action_at", ["action", "at"], unique=False)

    op.create_table(
        "report_photos",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "before",
                "after",
                "answer",
                "dispute",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=15,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "position >= 0 AND round >= 0", name=op.f("ck_report_photos_position_not_negative")
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], name=op.f("fk_report_photos_photo_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_photos_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_photos")),
        sa.UniqueConstraint("photo_id", name=op.f("uq_report_photos_photo_id")),
    )
    with op.batch_alter_table("report_photos", schema=None) as batch_op:
        batch_op.create_index("ix_report_photos_report_id", ["report_id", "round", "position"], unique=False)

    op.create_table(
        "report_reporters",
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alias", sa.String(length=20), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("phone_key", sa.String(length=64), nullable=True),
        sa.Column("sealed_account", sa.LargeBinary(), nullable=True),
        sa.Column("account_mark", sa.String(length=64), nullable=True),
        sa.Column("sealed_email", sa.LargeBinary(), nullable=True),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "(sealed_account IS NULL) = (account_mark IS NULL)",
            name=op.f("ck_report_reporters_account_is_findable"),
        ),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_reporters_report_id")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_reporters")),
    )
    with op.batch_alter_table("report_reporters", schema=None) as batch_op:
        batch_op.create_index("ix_report_reporters_account_mark", ["account_mark", "report_id"], unique=False)

    op.create_table(
        "report_supporters",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("supporter_key", sa.String(length=64), nullable=False),
        sa.Column("via_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "via_id IS NULL OR via_id <> report_id", name=op.f("ck_report_supporters_lent_by_another")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_supporters_report_id")),
        sa.ForeignKeyConstraint(["via_id"], ["reports.id"], name=op.f("fk_report_supporters_via_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_supporters")),
        sa.UniqueConstraint(
            "report_id", "supporter_key", name=op.f("uq_report_supporters_report_id_supporter_key")
        ),
    )
    with op.batch_alter_table("report_supporters", schema=None) as batch_op:
        batch_op.create_index("ix_report_supporters_via_id", ["via_id"], unique=False)

    guards_up()


def downgrade() -> None:
    guards_down()
    with op.batch_alter_table("report_supporters", schema=None) as batch_op:
        batch_op.drop_index("ix_report_supporters_via_id")

    op.drop_table("report_supporters")
    with op.batch_alter_table("report_reporters", schema=None) as batch_op:
        batch_op.drop_index("ix_report_reporters_account_mark")

    op.drop_table("report_reporters")
    with op.batch_alter_table("report_photos", schema=None) as batch_op:
        batch_op.drop_index("ix_report_photos_report_id")

    op.drop_table("report_photos")
    with op.batch_alter_table("report_events", schema=None) as batch_op:
        batch_op.drop_index("ix_report_events_action_at")

    op.drop_table("report_events")
    op.drop_table("report_disputes")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_visibility_submitted_at")
        batch_op.drop_index("ix_reports_visibility_state")
        batch_op.drop_index("ix_reports_visibility_map_cell")
        batch_op.drop_index("ix_reports_visibility_district")
        batch_op.drop_index("ix_reports_visibility_category")
        batch_op.drop_index("ix_reports_visibility_area")
        batch_op.drop_index("ix_reports_unit_state_due_at")
        batch_op.drop_index("ix_reports_state_state_since")
        batch_op.drop_index("ix_reports_state_due_at")
        batch_op.drop_index("ix_reports_lead_id")
        batch_op.drop_index("ix_reports_district_state_due_at")

    op.drop_table("reports")


def guards_up() -> None:
    """The database itself refuses to change or remove a step of a report's history, and who said it was not done.

    What told those people apart is forgotten and does not come back.
    """
    guards.append_only("report_events", "the history of a report is append-only")
    remembered = " OR ".join(f"NEW.{mark} IS NOT NULL AND {guards.differs((mark,))}" for mark in MARKS)
    guards.refuse(
        "report_disputes",
        "what somebody disputed stays",
        update=f"{guards.differs(DISPUTE)} OR {remembered}",
        delete="TRUE",
    )


def guards_down() -> None:
    guards.drop("report_events", "report_disputes")
