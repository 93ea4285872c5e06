"""Who may change whom."""

import pytest

from portal.accounts.permissions import (
    can_grant,
    can_manage_members,
    can_see_organisation,
    can_see_person,
    can_suspend,
)
from portal.core.actor import Actor, ActorKind, Grant, MemberLevel, Membership, Role


def staff(*grants, memberships=()):
    return Actor(ActorKind.PERSON, 1, "A", frozenset(grants), frozenset(memberships))


CITY_ADMIN = staff(Grant(Role.ADMINISTRATOR, "9901"))
DISTRICT_ADMIN = staff(Grant(Role.ADMINISTRATOR, "990101"))


@pytest.mark.parametrize(
    ("actor", "person_id", "area", "allowed"),
    [
        (CITY_ADMIN, 2, "990102", True),
        (CITY_ADMIN, 1, "990102", False),
        (DISTRICT_ADMIN, 2, "990101003", True),
        (DISTRICT_ADMIN, 2, "990102", False),
        (DISTRICT_ADMIN, 2, "9901", False),
        (staff(Grant(Role.DISPATCHER, "9901")), 2, "9901", False),
        (Actor.guest(), 2, "9901", False),
        (Actor.system(), 1, "9901", True),
    ],
)
def test_roles_are_granted_within_ones_area_and_never_to_oneself(actor, person_id, area, allowed):
    assert can_grant(actor, person_id, area) is allowed


@pytest.mark.parametrize(
    ("actor", "person_id", "areas", "allowed"),
    [
        (DISTRICT_ADMIN, 2, [], False),
        (DISTRICT_ADMIN, 2, ["990101003"], True),
        (DISTRICT_ADMIN, 2, ["990101", "9901"], False),
        (CITY_ADMIN, 1, [], False),
        (staff(Grant(Role.AUDITOR, "9901")), 2, [], False),
    ],
)
def test_nobody_is_suspended_from_below_or_by_themselves(actor, person_id, areas, allowed):
    assert can_suspend(actor, person_id, areas) is allowed


@pytest.mark.parametrize(
    ("actor", "areas", "sees"),
    [
        (DISTRICT_ADMIN, ["990101003"], True),
        (DISTRICT_ADMIN, ["990101", "990102"], True),
        (DISTRICT_ADMIN, ["9901"], False),
        (DISTRICT_ADMIN, ["990102"], False),
        (CITY_ADMIN, ["9901"], True),
        (staff(Grant(Role.AUDITOR, "9901")), ["990101"], False),
        (Actor.guest(), ["9901"], False),
    ],
)
def test_an_administrator_sees_the_people_of_their_area(actor, areas, sees):
    assert can_see_person(actor, areas) is sees


@pytest.mark.parametrize(
    ("actor", "sees", "manages"),
    [
        (staff(memberships=[Membership(7, MemberLevel.OWNER)]), True, True),
        (staff(memberships=[Membership(7, MemberLevel.EDITOR)]), True, False),
        (staff(memberships=[Membership(8, MemberLevel.OWNER)]), False, False),
        (staff(Grant(Role.CERTIFICATION_OFFICER, "9901")), True, False),
        (staff(Grant(Role.CERTIFICATION_OFFICER, "990102")), False, False),
        (staff(Grant(Role.DISPATCHER, "9901")), False, False),
        (Actor.guest(), False, False),
    ],
)
def test_an_organisation_is_its_members_and_the_officers(actor, sees, manages):
    assert can_see_organisation(actor, 7, "990101001") is sees
    assert can_manage_members(actor, 7) is manages
