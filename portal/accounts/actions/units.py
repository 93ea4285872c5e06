"""Handling units: the bodies that clean up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.models import Unit
from portal.accounts.queries import find_unit_by_code
from portal.accounts.types import MakeUnit
from portal.audit.actions import record
from portal.core.actor import Actor
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.places.queries import find_area


def make_unit(session: Session, command: MakeUnit, *, actor: Actor, now: datetime) -> Unit:
    """Enter a unit. Raises Invalid on `code` where it is taken, on `area_code` where unknown."""
    if find_unit_by_code(session, command.code) is not None:
        raise Invalid.field("code", _l("There is a unit with this code already."))
    if find_area(session, command.area_code) is None:
        raise Invalid.field("area_code", _l("There is no division with this code."))
    unit = Unit(
        code=command.code,
        name_zh_hans=command.name.zh_Hans,
        name_en=command.name.en,
        name_zh_hant=command.name.zh_Hant,
        kind=command.kind,
        area_code=command.area_code,
        contact=command.contact,
    )
    session.add(unit)
    session.flush()
    facts = {"kind": unit.kind, "area": unit.area_code}
    record(
        session, actor=actor, action="accounts.make_unit", subject=("unit", unit.code), data=facts, now=now
    )
    return unit
