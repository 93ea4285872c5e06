"""Values of people, organisations and units, and the commands that forms turn into."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from portal.core.actor import MemberLevel, Role
from portal.core.i18n import Label


class PersonState(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"


class OrganisationState(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"


class TokenPurpose(StrEnum):
    """What a link sent by e-mail may do."""

    PASSWORD_RESET = "password_reset"  # noqa: S105 -- a purpose, not a password
    SIGN_UP = "sign_up"


@dataclass(frozen=True)
class Device:
    """A browser as its request describes it: a name a person recognises, and a mark to compare."""

    name: str = ""
    mark: str = ""


@dataclass(frozen=True)
class SignIn:
    email: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Checked:
    """Right credentials: whose, the hash they were right for, and a better hash where it is due."""

    person_id: int
    seen_hash: str = field(repr=False)
    new_hash: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class OpenAccount:
    """The last step of signing up, from the link in the mail."""

    name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class ChangeProfile:
    name: str
    locale: str


@dataclass(frozen=True)
class ChangePassword:
    present: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True)
class FoundOrganisation:
    """`credit_code` is the 18-character unified social credit code, where the body has one."""

    name: str
    area_code: str
    address: str = ""
    credit_code: str | None = None


@dataclass(frozen=True)
class AddMember:
    email: str
    level: MemberLevel


@dataclass(frozen=True)
class GrantRole:
    """A role for exactly one of an area or a unit."""

    role: Role
    area_code: str | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class Appoint:
    """A role for whoever has the account of this address."""

    email: str
    grant: GrantRole


@dataclass(frozen=True)
class MakeUnit:
    """A handling unit; `kind` is a code of the city's `routing.yaml`, `area_code` what it answers for."""

    code: str
    name: Label
    kind: str
    area_code: str
    contact: str = ""
