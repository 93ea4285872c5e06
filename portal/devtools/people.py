"""The people, units and organisations of the demonstration city: all fictitious."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.credit_codes import check_character
from portal.accounts.demo_accounts import DEMO_ACCOUNTS, DEMO_DOMAIN, DemoAccount
from portal.accounts.models import Organisation, OrganisationMember, Person, RoleGrant, Unit
from portal.accounts.passwords import passwords_at
from portal.accounts.queries import find_member, find_person_by_email, find_unit_by_code
from portal.audit.actions import record
from portal.core import web
from portal.core.actor import Actor, MemberLevel, Role
from portal.core.i18n import Label

CITY = "9901"

UNITS: tuple[tuple[str, str, str, Label], ...] = (
    (
        "sanitation-liuqiao",
        "sanitation",
        "990101",
        Label("柳桥区环境卫生管理所", "Liuqiao District Sanitation Office", "柳橋區環境衛生管理所"),
    ),
    (
        "sanitation-heling",
        "sanitation",
        "990102",
        Label("鹤岭区环境卫生管理所", "Heling District Sanitation Office", "鶴嶺區環境衛生管理所"),
    ),
    (
        "sanitation-xinhe",
        "sanitation",
        "990103",
        Label("新禾区环境卫生管理所", "Xinhe District Sanitation Office", "新禾區環境衛生管理所"),
    ),
    (
        "river-office",
        "water",
        CITY,
        Label("澄川市河道管理处", "Chengchuan River Office", "澄川市河道管理處"),
    ),
    (
        "ecology-enforcement",
        "ecology",
        CITY,
        Label("澄川市生态环境执法支队", "Chengchuan Ecology Enforcement Team", "澄川市生態環境執法支隊"),
    ),
    (
        "construction-waste",
        "urban_management",
        CITY,
        Label("澄川市建筑垃圾管理中心", "Chengchuan Construction Waste Centre", "澄川市建築垃圾管理中心"),
    ),
)
"""Code, kind (config/routing.yaml), area and name."""

ROLES: dict[str, tuple[Role, ...]] = {
    "dispatcher": (Role.DISPATCHER,),
    "officer": (Role.CERTIFICATION_OFFICER,),
    "reviewer1": (Role.REVIEWER,),
    "reviewer2": (Role.REVIEWER,),
    "reviewer3": (Role.REVIEWER,),
    "publisher": (Role.PUBLISHER,),
    "programme": (Role.PROGRAMME_OFFICER, Role.IDENTITY_OFFICER),
    "auditor": (Role.AUDITOR,),
    "admin": (Role.ADMINISTRATOR,),
}
"""What each account of the city's staff is, within the whole city. The handler works for all units."""


@dataclass(frozen=True)
class DemoOrganisation:
    """`owner` is the key of its account; `number` makes its fictitious credit code."""

    owner: str
    name: str
    area_code: str
    address: str
    number: str

    @property
    def credit_code(self) -> str:
        return self.number + check_character(self.number)


ORGANISATIONS = (
    DemoOrganisation("school", "澄川市文昌小学", "990101003", "文昌路 18 号", "12990101MB0A10011"),
    DemoOrganisation("community", "柳桥社区居民委员会", "990101002", "柳桥街 66 号", "54990101MB0A20022"),
    DemoOrganisation("scenic", "鹤岭风景区管理处", "990102100", "鹤岭镇云栖路 1 号", "12990102MB0A30033"),
)


class OnlyForDemonstration(RuntimeError):
    """Accounts with a password that everybody knows are refused in production."""


def load_people(session: Session, now: datetime, password: str) -> int:
    """Make what is missing of the 14 accounts, six units and three organisations; returns the new accounts.

    Loading again adds nothing and leaves changed passwords alone.
    """
    if web.settings().production:
        raise OnlyForDemonstration("demonstration accounts are refused in production")
    passwords = passwords_at(web.settings().argon2_time, web.settings().argon2_memory_kib)
    missing = [a for a in DEMO_ACCOUNTS if find_person_by_email(session, a.email) is None]
    hashed = passwords.hash(password) if missing else ""
    for account in missing:
        session.add(_person(account, hashed, now))
    units = [_unit(session, *entry) for entry in UNITS]
    session.flush()
    people = {account.key: _account(session, account.key) for account in DEMO_ACCOUNTS}
    for key, roles in ROLES.items():
        for role in roles:
            _grant(session, people[key], role, None, now)
    for unit in units:
        _grant(session, people["handler"], Role.HANDLER, unit, now)
    for organisation in ORGANISATIONS:
        _organisation(session, organisation, people[organisation.owner], now)
    session.flush()
    if missing:
        data = {"accounts": len(missing)}
        subject = ("city", CITY)
        record(
            session, actor=Actor.system(), action="accounts.load_demo", subject=subject, data=data, now=now
        )
    return len(missing)


def _account(session: Session, key: str) -> Person:
    return session.scalars(select(Person).where(Person.email == f"{key}@{DEMO_DOMAIN}")).one()


def _person(account: DemoAccount, hashed: str, now: datetime) -> Person:
    return Person(
        email=account.email, name=account.name, password_hash=hashed, created_at=now, email_confirmed_at=now
    )


def _unit(session: Session, code: str, kind: str, area_code: str, name: Label) -> Unit:
    unit = find_unit_by_code(session, code)
    if unit is None:
        unit = Unit(
            code=code,
            kind=kind,
            area_code=area_code,
            name_zh_hans=name.zh_Hans,
            name_en=name.en,
            name_zh_hant=name.zh_Hant,
        )
        session.add(unit)
    return unit


def _grant(session: Session, person: Person, role: Role, unit: Unit | None, now: datetime) -> None:
    area_code, unit_id = (None, unit.id) if unit else (CITY, None)
    held = session.scalar(
        select(RoleGrant.id).where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == role,
            RoleGrant.area_code.is_not_distinct_from(area_code),
            RoleGrant.unit_id.is_not_distinct_from(unit_id),
        )
    )
    if held is None:
        session.add(
            RoleGrant(person_id=person.id, role=role, area_code=area_code, unit_id=unit_id, granted_at=now)
        )


def _organisation(session: Session, demo: DemoOrganisation, owner: Person, now: datetime) -> None:
    found = session.scalar(select(Organisation).where(Organisation.credit_code == demo.credit_code))
    if found is None:
        found = Organisation(
            name=demo.name,
            credit_code=demo.credit_code,
            area_code=demo.area_code,
            address=demo.address,
            created_at=now,
        )
        session.add(found)
        session.flush()
    if find_member(session, found.id, owner.id) is None:
        session.add(OrganisationMember(organisation_id=found.id, person_id=owner.id, level=MemberLevel.OWNER))
