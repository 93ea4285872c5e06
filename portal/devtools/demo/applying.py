"""Organisations fill in and hand in: plans from `applications.yaml` and their first acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from sqlalchemy import select

from portal.accounts.actions.organisations import found_organisation
from portal.accounts.actions.registration import make_account
from portal.accounts.credit_codes import check_character
from portal.accounts.demo_accounts import DEMO_DOMAIN
from portal.accounts.models import Organisation, OrganisationMember
from portal.accounts.queries import actor_of, get_person
from portal.accounts.types import FoundOrganisation
from portal.applications import actions
from portal.applications.models import Application
from portal.applications.types import AnswerItem, StartApplication, SubmitApplication
from portal.core.actor import Actor
from portal.core.content import read_yaml
from portal.core.i18n import DEFAULT_LOCALE
from portal.devtools.demo.answers import NOTES, answers_for
from portal.devtools.demo.documents import make_pdf
from portal.devtools.demo.pictures import picture
from portal.devtools.demo.stage import Stage
from portal.standards.queries import get_by_hash
from portal.standards.types import Answer, NotApplicable

FILE = Path(__file__).with_name("applications.yaml")
NO_PASSWORD = "!"  # noqa: S105 -- the opposite: no password fits it
"""In place of a hash: nobody can sign in as the people who are not among the 14."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One application as it shall come to be; the words stand at the head of the file."""

    number: int
    ago: int
    type: str
    total: int
    end: str
    photos: list[str]
    name: str = ""
    area: str = ""
    address: str = ""
    owner: str = ""
    account: str = ""
    later: str = ""
    why: str = ""

    def pictures(self) -> list[bytes]:
        return [picture(f"evidence-{name}") for name in self.photos]


@cache
def plans() -> tuple[Plan, ...]:
    return tuple(Plan(number=n, **row) for n, row in enumerate(read_yaml(FILE).data["applications"], 1))


def pictures_of_applications() -> Iterator[bytes]:
    for plan in plans():
        yield from plan.pictures()


def applicant(stage: Stage, plan: Plan, now: datetime) -> tuple[Actor, Organisation]:
    """The owner and the organisation; made, where no demonstration account stands for them."""
    if plan.account:
        actor = stage.person(plan.account)
        statement = (
            select(Organisation)
            .join(OrganisationMember, OrganisationMember.organisation_id == Organisation.id)
            .where(OrganisationMember.person_id == actor.person_id)
        )
        return actor, stage.session.scalars(statement).one()
    email = f"contact{plan.number:02d}@{DEMO_DOMAIN}"
    person = make_account(
        stage.session, email, plan.owner, NO_PASSWORD, locale=DEFAULT_LOCALE, now=now - timedelta(hours=2)
    )
    code = f"12{plan.area[:6]}MB1D{plan.number:04d}9"
    command = FoundOrganisation(plan.name, plan.area, plan.address, code + check_character(code))
    founder = actor_of(stage.session, person)
    organisation = found_organisation(stage.session, command, actor=founder, now=now - timedelta(hours=1))
    return actor_of(stage.session, get_person(stage.session, person.id)), organisation


def start(stage: Stage, plan: Plan, owner: Actor, organisation: Organisation, now: datetime) -> Application:
    command = StartApplication(organisation.id, plan.type)
    return actions.start(stage.session, command, actor=owner, now=now)


def fill_in(
    stage: Stage, plan: Plan, application: Application, owner: Actor, now: datetime, *, share: float = 1.0
) -> None:
    """Answer the first `share` of the standard, with evidence."""
    standard = get_by_hash(stage.session, application.standard_hash)
    chance = stage.chance("answers", plan.number)
    answers = answers_for(standard, plan.total, chance)
    files = _files(stage, plan, application, owner, now)
    for prerequisite in standard.prerequisites:
        _answer(stage, application, AnswerItem(prerequisite.code, value=True), owner, now)
    codes = list(standard.indicators)[: round(len(standard.indicators) * share)]
    for code in codes:
        item = AnswerItem(code, value=_plain(answers[code]), note=_note(chance))
        _answer(stage, application, item, owner, now)
        for file in chance.sample(files, k=chance.choice((1, 1, 2))):
            actions.add_evidence(stage.session, application, code, file, actor=owner, now=now)
    if share == 1.0:
        for one in standard.bonus[: chance.choice((0, 1, 2))]:
            _answer(stage, application, AnswerItem(one.code, value=True, note=_note(chance)), owner, now)
        letter = make_pdf(
            "承诺书",
            [f"{application.organisation.name}承诺：所报材料真实、准确、完整，愿接受社会监督和抽查。",
             "近三年无安全、环保、质量方面严重失信记录。", "法定代表人（签字）：        （公章）"],
        )  # fmt: skip
        signed = stage.attach_file(letter, "承诺书（盖章）.pdf", actor=owner, now=now)
        actions.set_commitment_letter(stage.session, application, signed.id, actor=owner, now=now)


def hand_in(stage: Stage, application: Application, owner: Actor, now: datetime) -> None:
    command = SubmitApplication(declared_true=True)
    actions.submit(stage.session, application, command, actor=owner, now=now)


def _answer(stage: Stage, application: Application, item: AnswerItem, owner: Actor, now: datetime) -> None:
    actions.save_answer(stage.session, application, item, actor=owner, now=now)


def _files(stage: Stage, plan: Plan, application: Application, owner: Actor, now: datetime) -> list[int]:
    name = application.organisation.name
    ledger = make_pdf("垃圾分类台账汇总", [f"单位：{name}", *_ledger(stage.chance("ledger", plan.number))])
    rules = make_pdf(
        "无废建设工作制度",
        [f"{name}成立工作小组，主要负责人任组长，每季度召开一次会议，研究源头减量和资源化利用工作。",
         "各部门设一名联络员，负责分类投放、称重登记和宣传培训。", "本制度自发布之日起执行。"],
    )  # fmt: skip
    documents = [("垃圾分类台账汇总.pdf", ledger), ("无废建设工作制度.pdf", rules)]
    photos = [(f"现场照片{n}.jpg", data) for n, data in enumerate(plan.pictures(), 1)]
    found = [stage.attach_file(data, named, actor=owner, now=now) for named, data in (*documents, *photos)]
    return [file.id for file in found]


def _ledger(chance: Random) -> list[str]:
    return [
        f"{month} 月：可回收物 {chance.randint(180, 420)} 千克，厨余垃圾 {chance.randint(300, 800)} 千克，"
        f"有害垃圾 {chance.randint(1, 9)} 千克，其他垃圾 {chance.randint(260, 640)} 千克。"
        for month in range(1, 7)
    ]


def _note(chance: Random) -> str:
    return chance.choice(NOTES) if chance.random() < 0.7 else ""


def _plain(answer: Answer) -> bool | Decimal | str | None:
    return None if isinstance(answer, NotApplicable) else answer
