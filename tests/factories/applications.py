"""Applications for tests, made through the actions that people use."""

from decimal import Decimal

from sqlalchemy.orm import Session

from portal.accounts.models import Organisation, Person
from portal.accounts.queries import actor_of
from portal.applications import actions
from portal.applications.models import Application
from portal.applications.types import AnswerItem, StartApplication, SubmitApplication
from portal.core.actor import Actor
from portal.media.actions import attach_evidence
from portal.standards.queries import get_by_hash
from portal.standards.types import Deduct, IndicatorKind, Rubric, Standard
from tests.factories.accounts import NOW, make_organisation, make_person
from tests.factories.media import NOW as MEDIA_NOW
from tests.factories.media import make_staged_evidence
from tests.media.documents import PDF


def make_application(
    session: Session,
    owner: Person | None = None,
    organisation: Organisation | None = None,
    cell_type="school",
) -> Application:
    """A draft of `owner`'s organisation; the standard of its type must be published."""
    owner = owner or make_person(session)
    organisation = organisation or make_organisation(session, owner)
    command = StartApplication(organisation.id, cell_type)
    return actions.start(session, command, actor=actor_of(session, owner), now=NOW)


def best_value(standard: Standard, code: str) -> bool | Decimal | str:
    """The value at one item that gains all its points."""
    indicator = standard.indicators.get(code)
    if indicator is None or indicator.kind is IndicatorKind.BOOLEAN:
        return True
    if isinstance(indicator.rule, Rubric):
        return indicator.rule.levels[0].code
    if isinstance(indicator.rule, Deduct):
        return Decimal(0)
    return indicator.rule.full_at  # type: ignore[union-attr]  # linear or per unit


def fill_in(session: Session, application: Application, actor: Actor) -> None:
    """Answer everything at its best, with evidence and the commitment letter."""
    standard = get_by_hash(session, application.standard_hash)
    codes = [one.code for one in standard.prerequisites] + list(standard.indicators)
    for code in codes:
        item = AnswerItem(code, best_value(standard, code))
        actions.save_answer(session, application, item, actor=actor, now=NOW)
    staged = make_staged_evidence(session, PDF, owner=actor.audit_name)
    evidence = attach_evidence(session, [staged.ref], owner=actor.audit_name, now=MEDIA_NOW)[0]
    for code in standard.indicators:
        actions.add_evidence(session, application, code, evidence.id, actor=actor, now=NOW)
    actions.set_commitment_letter(session, application, evidence.id, actor=actor, now=NOW)


def make_submitted(session: Session, owner: Person | None = None, **overrides) -> Application:
    """An application that is complete and handed in."""
    owner = owner or make_person(session)
    application = make_application(session, owner, **overrides)
    actor = actor_of(session, owner)
    fill_in(session, application, actor)
    actions.submit(session, application, SubmitApplication(declared_true=True), actor=actor, now=NOW)
    return application
