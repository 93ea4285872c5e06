"""Tables of places: administrative divisions and the landmarks in them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "areas",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "province",
                "city",
                "district",
                "street",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("parent_code", sa.String(length=9), nullable=True),
        sa.Column("name_zh_hans", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("name_zh_hant", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("serves", sa.Boolean(), nullable=False),
        sa.Column("lng", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("west", sa.Double(), nullable=True),
        sa.Column("south", sa.Double(), nullable=True),
        sa.Column("east", sa.Double(), nullable=True),
        sa.Column("north", sa.Double(), nullable=True),
        sa.Column(
            "boundary",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(level = 'province' AND length(code) = 2) OR (level = 'city' AND length(code) = 4) OR (level = 'district' AND length(code) = 6) OR (level = 'street' AND length(code) = 9)",
            name=op.f("ck_areas_code_fits_level"),
        ),
        sa.CheckConstraint("NOT serves OR level = 'city'", name=op.f("ck_areas_serves_a_city")),
        sa.CheckConstraint(
            "parent_code IS NULL OR (length(parent_code) < length(code) AND substr(code, 1, length(parent_code)) = parent_code)",
            name=op.f("ck_areas_code_begins_with_parent"),
        ),
        sa.ForeignKeyConstraint(["parent_code"], ["areas.code"], name=op.f("fk_areas_parent_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("code", name=op.f("uq_areas_code")),
    )
    with op.batch_alter_table("areas", schema=None) as batch_op:
        batch_op.create_index("ix_areas_parent_code", ["parent_code"], unique=False)

    op.create_table(
        "sites",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "community",
                "village",
                "government",
                "school",
                "hospital",
                "market",
                "mall",
                "park",
                "scenic",
                "station",
                "factory",
                "farm",
                "hotel",
                "library",
                "waste",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=18,
            ),
            nullable=False,
        ),
        sa.Column("area_code", sa.String(length=9), nullable=False),
        sa.Column("name_zh_hans", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("name_zh_hant", sa.String(length=60), nullable=False),
        sa.Column("lng", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["areas.code"], name=op.f("fk_sites_area_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("area_code", "name_zh_hans", name=op.f("uq_sites_area_code_name_zh_hans")),
    )


def downgrade() -> None:
    op.drop_table("sites")
    with op.batch_alter_table("areas", schema=None) as batch_op:
        batch_op.drop_index("ix_areas_parent_code")

    op.drop_table("areas")
