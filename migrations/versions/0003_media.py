"""Tables of media."""

import sqlalchemy as sa
from alembic import op

from migrations import guards

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photos",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "processing",
                "ready_for_confirmation",
                "published",
                "withheld",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "jpeg",
                "png",
                "webp",
                "heif",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=12,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.String(length=16), nullable=True),
        sa.Column("placeholder", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "problem",
            sa.Enum(
                "empty",
                "too_large",
                "too_many_pixels",
                "not_a_photo",
                "format_not_taken",
                "damaged",
                "not_a_document",
                "mixed_content",
                "encrypted",
                "active_content",
                "archive_bomb",
                "too_costly",
                "not_clean",
                "worker_lost",
                name="problem",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'failed' OR problem IS NOT NULL", name=op.f("ck_photos_failed_has_problem")
        ),
        sa.CheckConstraint(
            "state IN ('received', 'processing', 'failed') OR (width IS NOT NULL AND height IS NOT NULL AND fingerprint IS NOT NULL AND placeholder IS NOT NULL)",
            name=op.f("ck_photos_ready_is_complete"),
        ),
        sa.CheckConstraint("(width IS NULL) = (height IS NULL)", name=op.f("ck_photos_both_sides")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_photos_attempts_not_negative")),
        sa.CheckConstraint("byte_size > 0", name=op.f("ck_photos_byte_size_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("ref", name=op.f("uq_photos_ref")),
    )
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.create_index("ix_photos_fingerprint", ["fingerprint"], unique=False)
        batch_op.create_index("ix_photos_sha256", ["sha256"], unique=False)
        batch_op.create_index("ix_photos_state_changed_at", ["state", "changed_at"], unique=False)

    op.create_table(
        "evidence_files",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "photo",
                "pdf",
                "docx",
                "xlsx",
                "pptx",
                "doc",
                "xls",
                "ppt",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=13,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'photo') = (photo_id IS NOT NULL)", name=op.f("ck_evidence_files_photo_has_row")
        ),
        sa.CheckConstraint("byte_size > 0", name=op.f("ck_evidence_files_byte_size_positive")),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], name=op.f("fk_evidence_files_photo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_files")),
        sa.UniqueConstraint("photo_id", name=op.f("uq_evidence_files_photo_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_evidence_files_ref")),
    )
    with op.batch_alter_table("evidence_files", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_files_sha256", ["sha256"], unique=False)

    op.create_table(
        "photo_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("photo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "received",
                "processing",
                "ready_for_confirmation",
                "published",
                "withheld",
                "failed",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "target",
            sa.Enum(
                "received",
                "processing",
                "ready_for_confirmation",
                "published",
                "withheld",
                "failed",
                name="target",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photos.id"], name=op.f("fk_photo_events_photo_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_events")),
    )
    with op.batch_alter_table("photo_events", schema=None) as batch_op:
        batch_op.create_index("ix_photo_events_photo_id", ["photo_id"], unique=False)

    op.create_table(
        "photo_variants",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("photo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "name",
            sa.Enum(
                "display",
                "card",
                "thumbnail",
                name="name",
                native_enum=False,
                create_constraint=True,
                length=17,
            ),
            nullable=False,
        ),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("byte_size > 0", name=op.f("ck_photo_variants_byte_size_positive")),
        sa.CheckConstraint(
            "width BETWEEN 1 AND 2048 AND height BETWEEN 1 AND 2048", name=op.f("ck_photo_variants_size")
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photos.id"], name=op.f("fk_photo_variants_photo_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_variants")),
        sa.UniqueConstraint("photo_id", "name", name=op.f("uq_photo_variants_photo_id_name")),
    )
    op.create_table(
        "staged_uploads",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("photo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("evidence_file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(photo_id IS NULL) <> (evidence_file_id IS NULL)", name=op.f("ck_staged_uploads_one_file")
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_staged_uploads_expires_later")),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"],
            ["evidence_files.id"],
            name=op.f("fk_staged_uploads_evidence_file_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photos.id"], name=op.f("fk_staged_uploads_photo_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_uploads")),
        sa.UniqueConstraint("evidence_file_id", name=op.f("uq_staged_uploads_evidence_file_id")),
        sa.UniqueConstraint("photo_id", name=op.f("uq_staged_uploads_photo_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_staged_uploads_ref")),
    )
    with op.batch_alter_table("staged_uploads", schema=None) as batch_op:
        batch_op.create_index("ix_staged_uploads_expires_at", ["expires_at"], unique=False)
        batch_op.create_index("ix_staged_uploads_owner_created_at", ["owner", "created_at"], unique=False)
    guards_up()


def downgrade() -> None:
    guards_down()
    with op.batch_alter_table("staged_uploads", schema=None) as batch_op:
        batch_op.drop_index("ix_staged_uploads_owner_created_at")
        batch_op.drop_index("ix_staged_uploads_expires_at")

    op.drop_table("staged_uploads")
    op.drop_table("photo_variants")
    with op.batch_alter_table("photo_events", schema=None) as batch_op:
        batch_op.drop_index("ix_photo_events_photo_id")

    op.drop_table("photo_events")
    with op.batch_alter_table("evidence_files", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_files_sha256")

    op.drop_table("evidence_files")
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.drop_index("ix_photos_state_changed_at")
        batch_op.drop_index("ix_photos_sha256")
        batch_op.drop_index("ix_photos_fingerprint")

    op.drop_table("photos")


def guards_up() -> None:
    """The database itself refuses to change a step of a photo, or to remove one while the photo is there."""
    kept = "EXISTS (SELECT 1 FROM photos WHERE id = OLD.photo_id)"
    guards.refuse("photo_events", "the history of a photo is append-only", update="TRUE", delete=kept)


def guards_down() -> None:
    guards.drop("photo_events")
