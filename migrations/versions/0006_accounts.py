"""Tables of accounts."""

import sqlalchemy as sa
from alembic import op

from migrations import guards

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

GRANT = ("person_id", "role", "area_code", "unit_id", "granted_at", "granted_by_id")
"""What a role was given for, and by whom."""


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum("active", "closed", name="state", native_enum=False, create_constraint=True, length=14),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_organisations_credit_code")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_area_code"), ["area_code"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active", "suspended", name="state", native_enum=False, create_constraint=True, length=17
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index("ix_people_created_at", ["created_at", "id"], unique=False)

    op.create_table(
        "units",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_zh_hans", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("name_zh_hant", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_units_area_code"), ["area_code"], unique=False)

    op.create_table(
        "email_tokens",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "password_reset",
                "sign_up",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=22,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose <> 'password_reset' OR person_id IS NOT NULL",
            name=op.f("ck_email_tokens_reset_has_person"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_email_tokens_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_email_tokens_token_hash")),
    )
    with op.batch_alter_table("email_tokens", schema=None) as batch_op:
        batch_op.create_index("ix_email_tokens_email", ["email", "purpose"], unique=False)
        batch_op.create_index(batch_op.f("ix_email_tokens_person_id"), ["person_id"], unique=False)

    op.create_table(
        "organisation_invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "level",
            sa.Enum("owner", "editor", name="level", native_enum=False, create_constraint=True, length=14),
            nullable=False,
        ),
        sa.Column("invited_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["people.id"], name=op.f("fk_organisation_invitations_invited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_invitations_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_invitations")),
    )
    with op.batch_alter_table("organisation_invitations", schema=None) as batch_op:
        batch_op.create_index("ix_organisation_invitations_email", ["email"], unique=False)
        batch_op.create_index(
            "ix_organisation_invitations_organisation_id", ["organisation_id", "id"], unique=False
        )

    op.create_table(
        "organisation_members",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "level",
            sa.Enum("owner", "editor", name="level", native_enum=False, create_constraint=True, length=14),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_members_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_organisation_members_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_members")),
    )
    with op.batch_alter_table("organisation_members", schema=None) as batch_op:
        batch_op.create_index(
            "ix_organisation_members_organisation_id", ["organisation_id", "person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_organisation_members_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_organisation_members_open",
            ["organisation_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "role_grants",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "dispatcher",
                "handler",
                "reviewer",
                "certification_officer",
                "publisher",
                "programme_officer",
                "identity_officer",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=29,
            ),
            nullable=False,
        ),
        sa.Column("area_code", sa.String(length=12), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(area_code IS NULL) <> (unit_id IS NULL)", name=op.f("ck_role_grants_area_or_unit")
        ),
        sa.CheckConstraint(
            "granted_by_id IS NULL OR granted_by_id <> person_id", name=op.f("ck_role_grants_not_by_oneself")
        ),
        sa.ForeignKeyConstraint(["granted_by_id"], ["people.id"], name=op.f("fk_role_grants_granted_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_role_grants_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index("ix_role_grants_person_id_ended_at", ["person_id", "ended_at"], unique=False)
        batch_op.create_index("ix_role_grants_role_ended_at", ["role", "ended_at"], unique=False)
        batch_op.create_index(
            "uq_role_grants_held_for_unit",
            ["person_id", "role", "unit_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND unit_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND unit_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_role_grants_held_in_area",
            ["person_id", "role", "area_code"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND area_code IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND area_code IS NOT NULL"),
        )

    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("agent_mark", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_in_sessions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_sessions_token_hash")),
    )
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_sessions_person_id"), ["person_id"], unique=False)

    guards_up()


def downgrade() -> None:
    guards_down()
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_sessions_person_id"))

    op.drop_table("sign_in_sessions")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_grants_held_in_area",
            sqlite_where=sa.text("ended_at IS NULL AND area_code IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND area_code IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_role_grants_held_for_unit",
            sqlite_where=sa.text("ended_at IS NULL AND unit_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND unit_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_role_grants_role_ended_at")
        batch_op.drop_index("ix_role_grants_person_id_ended_at")

    op.drop_table("role_grants")
    with op.batch_alter_table("organisation_members", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_organisation_members_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_organisation_members_person_id"))
        batch_op.drop_index("ix_organisation_members_organisation_id")

    op.drop_table("organisation_members")
    with op.batch_alter_table("organisation_invitations", schema=None) as batch_op:
        batch_op.drop_index("ix_organisation_invitations_organisation_id")
        batch_op.drop_index("ix_organisation_invitations_email")

    op.drop_table("organisation_invitations")
    with op.batch_alter_table("email_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_email_tokens_person_id"))
        batch_op.drop_index("ix_email_tokens_email")

    op.drop_table("email_tokens")
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_units_area_code"))

    op.drop_table("units")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index("ix_people_created_at")

    op.drop_table("people")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_area_code"))

    op.drop_table("organisations")


def guards_up() -> None:
    """Memberships and roles end once and stay: who was tied to whom, and who held what, can always be told."""
    ended = "OLD.ended_at IS NOT NULL"
    guards.keep(
        "organisation_members",
        {"TRUE": ("organisation_id", "person_id"), ended: ("level", "ended_at")},
        "a membership ends and stays",
    )
    guards.keep("role_grants", {"TRUE": GRANT, ended: ("ended_at",)}, "a role ends and stays")


def guards_down() -> None:
    guards.drop("organisation_members", "role_grants")
