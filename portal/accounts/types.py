"""Values of people, organisations and units."""

from __future__ import annotations

from enum import StrEnum


class PersonState(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"


class OrganisationState(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"
