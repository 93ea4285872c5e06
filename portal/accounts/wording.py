"""Roles, levels and states in words."""

from __future__ import annotations

from collections.abc import Mapping

from portal.accounts.types import PersonState
from portal.core.actor import MemberLevel, Role
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l

ROLES: Mapping[Role, Text] = {
    Role.DISPATCHER: _l("Dispatcher"),
    Role.HANDLER: _l("Handler"),
    Role.REVIEWER: _l("Reviewer"),
    Role.CERTIFICATION_OFFICER: _l("Certification officer"),
    Role.PUBLISHER: _l("Publisher"),
    Role.PROGRAMME_OFFICER: _l("Programme officer"),
    Role.IDENTITY_OFFICER: _l("Identity officer"),
    Role.AUDITOR: _l("Auditor"),
    Role.ADMINISTRATOR: _l("Administrator"),
}

LEVELS: Mapping[MemberLevel, Text] = {
    MemberLevel.OWNER: _l("Owner"),
    MemberLevel.EDITOR: _l("Editor"),
}

STATES: Mapping[PersonState, Text] = {
    PersonState.ACTIVE: _l("Active"),
    PersonState.SUSPENDED: _l("Suspended"),
}
