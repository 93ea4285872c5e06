"""Reading people, their rights, organisations and units."""

from portal.accounts.queries.belonging import list_areas_of
from portal.accounts.queries.invitations import (
    count_open_invitations,
    find_inviter,
    find_open_invitation,
    get_open_invitation,
    list_invitations_of,
    list_invitations_to,
)
from portal.accounts.queries.organisations import (
    count_owners,
    find_member,
    get_organisation,
    list_members_of,
    list_organisations_of,
    list_tied_to,
    tied_since,
)
from portal.accounts.queries.people import (
    find_person_by_email,
    get_person,
    names_of_people,
    names_of_staff,
    page_of_people,
)
from portal.accounts.queries.roles import (
    find_unit_by_code,
    get_grant,
    get_unit,
    list_grants_of,
    list_handlers_of,
    list_holders_in,
    list_units,
    roles_of_people,
)
from portal.accounts.queries.sessions import (
    OpenSession,
    actor_of,
    find_open_session,
    find_token,
    list_open_sessions_of,
)

__all__ = [
    "OpenSession",
    "actor_of",
    "count_open_invitations",
    "count_owners",
    "find_inviter",
    "find_member",
    "find_open_invitation",
    "find_open_session",
    "find_person_by_email",
    "find_token",
    "find_unit_by_code",
    "get_grant",
    "get_open_invitation",
    "get_organisation",
    "get_person",
    "get_unit",
    "list_areas_of",
    "list_grants_of",
    "list_handlers_of",
    "list_holders_in",
    "list_invitations_of",
    "list_invitations_to",
    "list_members_of",
    "list_open_sessions_of",
    "list_organisations_of",
    "list_tied_to",
    "list_units",
    "names_of_people",
    "names_of_staff",
    "page_of_people",
    "roles_of_people",
    "tied_since",
]
