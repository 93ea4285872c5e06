"""Who may change whom. Answers from the actor alone, with the thing's plain values."""

from __future__ import annotations

from collections.abc import Collection

from portal.core.actor import Actor, MemberLevel, Role, covers


def can_see_organisation(actor: Actor, organisation_id: int, area_code: str) -> bool:
    """Its members, and staff who deal with applications or accounts in its area."""
    return actor.member_of(organisation_id) or actor.has(
        Role.CERTIFICATION_OFFICER, Role.PUBLISHER, Role.AUDITOR, Role.ADMINISTRATOR, area=area_code
    )


def can_manage_members(actor: Actor, organisation_id: int) -> bool:
    return actor.member_of(organisation_id, MemberLevel.OWNER)


def can_grant(actor: Actor, person_id: int, area_code: str) -> bool:
    """An administrator grants and ends roles within their own area, and never their own."""
    if actor.is_system:
        return True
    return actor.person_id != person_id and any(
        grant.role is Role.ADMINISTRATOR and covers(grant.area, area_code) for grant in actor.grants
    )


def can_see_person(actor: Actor, areas: Collection[str]) -> bool:
    """An administrator reads the people of their own area; `areas` are those the person belongs to."""
    return actor.is_system or any(actor.has(Role.ADMINISTRATOR, area=area) for area in areas)


def can_suspend(actor: Actor, person_id: int, areas: Collection[str]) -> bool:
    """Never oneself, and nobody who belongs to any area beyond the administrator's own."""
    if actor.is_system:
        return True
    return (
        actor.person_id != person_id
        and bool(areas)
        and all(actor.has(Role.ADMINISTRATOR, area=area) for area in areas)
    )
