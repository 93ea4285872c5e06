"""People, organisations with their members, handling units, roles, and sign-in sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.types import OrganisationState, PersonState, TokenPurpose
from portal.core.actor import MemberLevel, Role
from portal.core.db import Base, BigId, UtcDateTime, enum_type
from portal.core.i18n import Label


class Person(Base):
    """Someone with an account. `email` is stored in its normal form and is the sign-in name.

    Nobody signs in before `email_confirmed_at`: an address is an account only once its owner says so.
    """

    __tablename__ = "people"
    __table_args__ = (Index("ix_people_created_at", "created_at", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(255))
    locale: Mapped[str] = mapped_column(String(8), default="zh_Hans")
    state: Mapped[PersonState] = mapped_column(enum_type(PersonState, "state"), default=PersonState.ACTIVE)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Unit(Base):
    """A handling unit (处置单位): the body that cleans up, within an area.

    `kind` is a code of `config/routing.yaml` (sanitation, ecology …): which dumping it answers for.
    """

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_zh_hans: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    name_zh_hant: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40), default="")
    area_code: Mapped[str] = mapped_column(String(12), index=True)
    contact: Mapped[str] = mapped_column(String(120), default="")

    @property
    def name(self) -> Label:
        return Label(self.name_zh_hans, self.name_en, self.name_zh_hant)


class Organisation(Base):
    """A body that applies for certification: a school, a community, a hotel …"""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    area_code: Mapped[str] = mapped_column(String(12), index=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[OrganisationState] = mapped_column(
        enum_type(OrganisationState, "state"), default=OrganisationState.ACTIVE
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OrganisationMember(Base):
    """Someone's membership until it ends. The row stays: who left may not judge what they worked on."""

    __tablename__ = "organisation_members"
    __table_args__ = (
        Index("ix_organisation_members_organisation_id", "organisation_id", "person_id"),
        Index(
            "uq_organisation_members_open",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    level: Mapped[MemberLevel] = mapped_column(enum_type(MemberLevel, "level"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person] = relationship()


class OrganisationInvitation(Base):
    """An address that is asked to join, until it answers, or the invitation is withdrawn or over."""

    __tablename__ = "organisation_invitations"
    __table_args__ = (
        Index("ix_organisation_invitations_organisation_id", "organisation_id", "id"),
        Index("ix_organisation_invitations_email", "email"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    email: Mapped[str] = mapped_column(String(254))
    level: Mapped[MemberLevel] = mapped_column(enum_type(MemberLevel, "level"))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    organisation: Mapped[Organisation] = relationship()


class RoleGrant(Base):
    """A role held within an area or for a unit, until it is ended. No role is held twice at a time."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint("(area_code IS NULL) <> (unit_id IS NULL)", name="area_or_unit"),
        CheckConstraint("granted_by_id IS NULL OR granted_by_id <> person_id", name="not_by_oneself"),
        Index("ix_role_grants_person_id_ended_at", "person_id", "ended_at"),
        Index("ix_role_grants_role_ended_at", "role", "ended_at"),
        Index(
            "uq_role_grants_held_in_area",
            "person_id",
            "role",
            "area_code",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND area_code IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND area_code IS NOT NULL"),
        ),
        Index(
            "uq_role_grants_held_for_unit",
            "person_id",
            "role",
            "unit_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND unit_id IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND unit_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role] = mapped_column(enum_type(Role, "role"))
    area_code: Mapped[str | None] = mapped_column(String(12))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    unit: Mapped[Unit | None] = relationship()


class SignInSession(Base):
    """One signed-in device. The cookie holds a token whose hash stands here, so the server can end it.

    `agent_mark` is the browser that signed in: the cookie is dead in another one. A session that has
    ended never comes back.
    """

    __tablename__ = "sign_in_sessions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    device: Mapped[str] = mapped_column(String(120), default="")
    agent_mark: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship()


class EmailToken(Base):
    """A link sent by e-mail, for one use within a limited time; only its hash is kept.

    The link of someone who signs up names an address only: there is no account before it is opened.
    """

    __tablename__ = "email_tokens"
    __table_args__ = (
        CheckConstraint("purpose <> 'password_reset' OR person_id IS NOT NULL", name="reset_has_person"),
        Index("ix_email_tokens_email", "email", "purpose"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[TokenPurpose] = mapped_column(enum_type(TokenPurpose, "purpose"))
    email: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person: Mapped[Person | None] = relationship()
