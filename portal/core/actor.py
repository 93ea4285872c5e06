"""Who acts: a value made once per request or job and passed down. Nothing below a view asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a member of staff may be. A role is held within an area or a unit, never everywhere by itself."""

    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    REVIEWER = "reviewer"
    CERTIFICATION_OFFICER = "certification_officer"
    PUBLISHER = "publisher"
    PROGRAMME_OFFICER = "programme_officer"
    IDENTITY_OFFICER = "identity_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class ActorKind(StrEnum):
    PERSON = "person"
    GUEST = "guest"
    SYSTEM = "system"


class MemberLevel(StrEnum):
    """What a member may do for their organisation: an owner submits and withdraws, an editor fills in."""

    OWNER = "owner"
    EDITOR = "editor"


@dataclass(frozen=True)
class Grant:
    """One role within one area (a code prefix such as `9901` or `990101`) or one unit."""

    role: Role
    area: str | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class Membership:
    organisation_id: int
    level: MemberLevel


@dataclass(frozen=True)
class FormerMembership:
    """A membership that has ended. It gives no right, but nobody judges those they belonged to."""

    organisation_id: int
    ended_at: datetime


def covers(grant_area: str | None, area: str | None) -> bool:
    """True when `area` lies in `grant_area`. Codes are hierarchical: `9901` covers `990101003`."""
    return grant_area is not None and area is not None and area.startswith(grant_area)


@dataclass(frozen=True)
class Actor:
    """The person, guest or system acting, with all that permissions need to answer."""

    kind: ActorKind
    person_id: int | None = None
    name: str = ""
    grants: frozenset[Grant] = frozenset()
    memberships: frozenset[Membership] = frozenset()
    locale: str = "zh_Hans"
    former: frozenset[FormerMembership] = frozenset()

    @classmethod
    def guest(cls, locale: str = "zh_Hans") -> Actor:
        return cls(ActorKind.GUEST, locale=locale)

    @classmethod
    def system(cls) -> Actor:
        return cls(ActorKind.SYSTEM)

    @property
    def signed_in(self) -> bool:
        return self.kind is ActorKind.PERSON

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM

    @property
    def is_staff(self) -> bool:
        return bool(self.grants)

    def has(self, *roles: Role, area: str | None = None, unit_id: int | None = None) -> bool:
        """True when any of `roles` is held, within `area` or for `unit_id` where one is given."""
        for grant in self.grants:
            if grant.role not in roles:
                continue
            if area is None and unit_id is None:
                return True
            if unit_id is not None and grant.unit_id == unit_id:
                return True
            if area is not None and covers(grant.area, area):
                return True
        return False

    def areas(self, *roles: Role) -> frozenset[str]:
        """The areas in which any of `roles` is held: what a staff list may show."""
        return frozenset(g.area for g in self.grants if g.role in roles and g.area is not None)

    def units(self, *roles: Role) -> frozenset[int]:
        return frozenset(g.unit_id for g in self.grants if g.role in roles and g.unit_id is not None)

    def member_of(self, organisation_id: int, *levels: MemberLevel) -> bool:
        return any(
            m.organisation_id == organisation_id and (not levels or m.level in levels)
            for m in self.memberships
        )

    def tied_to(self, organisation_id: int, *, since: datetime | None = None) -> bool:
        """A member now, or since then; ever, where no time is given. Who is tied does not judge."""
        return self.member_of(organisation_id) or any(
            one.organisation_id == organisation_id and (since is None or one.ended_at >= since)
            for one in self.former
        )

    @property
    def audit_name(self) -> str:
        """How the audit log names this actor: never a person's name or address."""
        return f"person:{self.person_id}" if self.signed_in else self.kind.value
