"""A small world in which every route can be asked for, by everyone: the ground of the access table.

All things lie in district 990101 and belong to `owner`'s organisation, `reporter`, or the unit of `handler`.
Whoever is `elsewhere` holds the same role in another district, for another unit or organisation; those
`of the city` hold it everywhere.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from config.settings import ROOT
from portal.accounts.models import Person
from portal.accounts.queries import actor_of, find_person_by_email, list_grants_of, list_organisations_of
from portal.accounts.types import PersonState, TokenPurpose
from portal.applications.models import Application
from portal.core.actor import Actor, ActorKind, MemberLevel, Role
from portal.core.clock import utcnow
from portal.core.jobs.queue import enqueue
from portal.core.jobs.types import JobState
from portal.notifications.types import MailState
from portal.publication.actions.measure import appeal
from portal.publication.actions.notice import object_to
from portal.publication.models import Certificate
from portal.publication.types import MeasureKind, Object
from portal.standards.actions import import_standard, publish
from portal.standards.loading import load_all
from portal.standards.queries import get_by_hash
from tests.factories.accounts import (
    CITY,
    NOW,
    make_email_token,
    make_grant,
    make_invitation,
    make_member,
    make_organisation,
    make_person,
    make_sign_in_session,
    make_staff,
    make_unit,
)
from tests.factories.applications import make_application, make_submitted
from tests.factories.media import make_photo, make_staged_evidence, make_staged_photo, vault
from tests.factories.notifications import make_inbox_message, make_mail
from tests.factories.places import make_city
from tests.factories.publication import make_certificate, make_measure, make_notice, make_publisher
from tests.factories.reports import make_report
from tests.factories.reviews import make_officer, make_reviewers, put_into_review
from tests.factories.standards import make_standard
from tests.factories.visits import make_visit, plan
from tests.media.documents import PDF

HERE = "990101"
ELSEWHERE = "990102"


@dataclass
class World:
    """`people` are addresses by name; `values` stand in a route's places, by endpoint or blueprint."""

    people: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)

    def places_of(self, endpoint: str, names: set[str]) -> dict[str, Any]:
        """Values for the places of one route; says where to add them when they are missing."""
        blueprint = endpoint.split(".", maxsplit=1)[0]
        known = self.values.get(blueprint, {}) | self.values.get(endpoint, {})
        missing = names - set(known)
        if missing:
            raise AssertionError(
                f"{endpoint}: say in tests/meta/world.py which thing stands for {', '.join(sorted(missing))}"
            )
        return {name: known[name] for name in names}


def build_world(session: Session) -> World:
    world = World()
    make_city(session)
    add_people(session, world)
    add_media(session, world)
    add_standards(session, world)
    add_applications(session, world)
    add_reports(session, world)
    return world


def add_people(session: Session, world: World) -> None:
    """Citizens, members of two organisations, and each role in this district and elsewhere."""
    citizen, owner, editor, stranger = (make_person(session) for _ in range(4))
    organisation = make_organisation(session, owner, area_code=f"{HERE}001")
    make_member(session, organisation, editor, MemberLevel.EDITOR)
    make_organisation(session, stranger, area_code=f"{ELSEWHERE}001")
    named = {"citizen": citizen, "owner": owner, "editor": editor, "owner elsewhere": stranger}
    for suffix, area in (("", HERE), (" elsewhere", ELSEWHERE)):
        unit = make_unit(session, area_code=area)
        for role in Role:
            of_unit = unit if role is Role.HANDLER else None
            named[f"{role}{suffix}"] = make_staff(session, role, area=area, unit=of_unit)
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        named[f"{role} of the city"] = make_staff(session, role, area=CITY)
    world.people = {name: person.email for name, person in named.items()}
    add_accounts(session, world, named, organisation.id)


def add_accounts(session: Session, world: World, named: dict[str, Person], organisation_id: int) -> None:
    """A dispatcher here whose role may end, links by mail, a device and a message of `citizen`."""
    staff, citizen = make_person(session), named["citizen"]
    grant = make_grant(session, staff, Role.DISPATCHER, area=HERE)
    suspended = make_person(session, state=PersonState.SUSPENDED)
    make_grant(session, suspended, Role.AUDITOR, area=HERE)
    world.values["accounts_panel"] = {"person_id": staff.id, "grant_id": grant.id}
    world.values["accounts_panel.reinstate"] = {"person_id": suspended.id}
    world.values["accounts"] = {
        "organisation_id": organisation_id,
        "person_id": named["editor"].id,
        "session_id": make_sign_in_session(session, citizen).id,
        "invitation_id": make_invitation(session, organisation_id, citizen).id,
    }
    world.values["notifications"] = {"message_id": make_inbox_message(session, citizen.id).id}
    failed = {"state": MailState.FAILED, "error": "recipient refused: [550]"}
    world.values["notifications_panel"] = {"mail_id": make_mail(session, **failed).id}
    job = enqueue(session, "media.sweep", {})
    job.state, job.finished_at, job.error = JobState.FAILED, NOW, "RuntimeError: no room"
    session.flush()
    world.values["admin"] = {"job_id": job.id}
    sign_up = make_email_token(session, TokenPurpose.SIGN_UP, "new@test.example")
    reset = make_email_token(session, TokenPurpose.PASSWORD_RESET, citizen.email, citizen)
    for endpoint in ("accounts.open_account", "accounts.open_account_submit"):
        world.values[endpoint] = {"token": sign_up}
    for endpoint in ("accounts.password_reset", "accounts.password_reset_submit"):
        world.values[endpoint] = {"token": reset}


def add_media(session: Session, world: World) -> None:
    """A photo that waits to be worked off, and uploads that somebody else has staged."""
    photo, evidence = make_staged_photo(session).ref, make_staged_evidence(session, PDF).ref
    world.values["media"] = {"ref": make_photo(session).ref, "name": "card"}
    world.values |= {f"media.{name}": {"ref": photo} for name in ("preview_photo", "remove_photo")}
    world.values |= {f"media.{name}": {"ref": evidence} for name in ("download_evidence", "remove_evidence")}


def add_applications(session: Session, world: World) -> None:
    """A draft of `owner`'s organisation."""
    owner = find_person_by_email(session, world.people["owner"])
    organisation = list_organisations_of(session, owner.id)[0]
    application = make_application(session, owner, organisation)
    world.values["applications"] = {"ref": application.ref, "slug": "school-1"}
    second, third = (make_organisation(session, owner, area_code=f"{HERE}001") for _ in range(2))
    submitted = make_submitted(session, owner, organisation=second)
    add_review(session, world, make_submitted(session, owner, organisation=third))
    world.values["reviews_panel"]["ref"] = submitted.ref
    add_publication(session, world, owner)
    add_visit(session, world, owner)


def add_publication(session: Session, world: World, owner: Person) -> None:
    """A notice with an objection, and a certificate; decided and published by nobody in the table."""
    first, second = (make_organisation(session, owner, area_code=f"{HERE}001") for _ in range(2))
    noticed = make_submitted(session, owner, organisation=first)
    notice = make_notice(session, noticed, seconds=10**9)
    objection = object_to(
        session, notice, Object("Look."), vault().sealer, actor=Actor.guest(), now=notice.opened_at
    )
    certificate = make_certificate(session, make_submitted(session, owner, organisation=second))
    world.values["publication"] = {"no": certificate.no}
    add_measures(session, world, certificate)
    world.values |= {f"publication.{name}": {"no": notice.no} for name in ("notice", "add_objection")}
    world.values["publication.result"] = {"ref": noticed.ref}
    world.values["publication_panel"] = {"no": notice.no, "number": objection.id, "ref": noticed.ref}


def add_measures(session: Session, world: World, certificate: Certificate) -> None:
    """A measure that waits on one certificate, and an appeal on another; done by nobody in the table."""
    officer, publisher = make_officer(session, area=HERE), make_publisher(session, area=HERE)
    measure = make_measure(session, certificate, MeasureKind.SUSPEND, officer=officer)
    waits = {"no": certificate.no, "number": measure.id}
    owner = find_person_by_email(session, world.people["owner"])
    organisation = make_organisation(session, owner, area_code=f"{HERE}001")
    other = make_certificate(session, make_submitted(session, owner, organisation=organisation))
    ground = get_by_hash(session, other.decision.standard_hash).prerequisites[0].code
    revoked = {"officer": officer, "publisher": publisher, "ground": ground, "now": utcnow()}
    make_measure(session, other, MeasureKind.REVOKE, **revoked)
    world.values |= {f"publication.{name}": {"no": other.no} for name in ("appeal", "send_appeal")}
    another = make_organisation(session, owner, area_code=f"{HERE}001")
    third = make_certificate(session, make_submitted(session, owner, organisation=another))
    make_measure(session, third, MeasureKind.REVOKE, **revoked)
    appealed = appeal(session, third, "No.", actor=actor_of(session, owner), now=utcnow())
    verbs = ("certificate", "propose_measure", "confirm_measure", "refuse_measure")
    world.values |= {f"publication_panel.{name}": waits for name in verbs}
    world.values["publication_panel.reply_to_appeal"] = {"no": third.no, "number": appealed.id}


def add_visit(session: Session, world: World, owner: Person) -> None:
    """A planned visit, arranged and gone to by nobody in the table."""
    make_standard(session, "factory")
    organisation = make_organisation(session, owner, area_code=f"{HERE}001")
    application = make_submitted(session, owner, organisation=organisation, cell_type="factory")
    officer = make_officer(session, area=HERE)
    visit = plan(session, make_visit(session, application, officer), officer)
    world.values["reviews_panel"] |= {"no": visit.no, "photo": make_photo(session).ref}


def add_review(session: Session, world: World, application: Application) -> None:
    """A seat of `reviewer`, offered; and an officer and a reviewer who are nobody in the table."""
    reviewer = find_person_by_email(session, world.people["reviewer"])
    make_reviewers(session, 1, area=HERE)
    seats = put_into_review(session, application, make_officer(session, area=HERE))
    own = next(seat for seat in seats if seat.reviewer_id == reviewer.id)
    world.values["reviews_panel"] = {"number": own.id, "code": "school-1.1"}


def add_reports(session: Session, world: World) -> None:
    """A report of `citizen` in each state that a page of theirs is for."""
    citizen = find_person_by_email(session, world.people["citizen"])
    reporter = Actor(ActorKind.PERSON, citizen.id)
    made = {
        state: {"ref": make_report(session, state, actor=reporter).ref}
        for state in ("received", "in_progress", "awaiting_reporter", "resolved")
    }
    world.values["reports"] = made["in_progress"]
    world.values["reports.withdraw"] = made["received"]
    world.values |= {f"reports.{name}": made["awaiting_reporter"] for name in ("answer", "send_answer")}
    world.values |= {f"reports.{name}": made["resolved"] for name in ("confirm", "dispute", "send_dispute")}
    handler = find_person_by_email(session, world.people["handler"])
    unit = list_grants_of(session, handler.id)[0].unit
    worked_on = make_report(session, "in_progress", actor=reporter, unit=unit)
    world.values["reports_panel"] = {"ref": worked_on.ref}
    world.values |= {f"reports_panel.{name}": made["received"] for name in ("acceptance", "rejection")}


def add_standards(session: Session, world: World) -> None:
    """The schools' standard, published, and the hotels', a draft that may be published."""
    loaded = {one.standard.code: one for one in load_all(ROOT / "config" / "standards")}
    system = {"actor": Actor.system(), "now": NOW}
    school, hotel = (import_standard(session, loaded[code], **system) for code in ("school", "hotel"))
    publish(session, school, **system)
    world.values["standards"] = {"code": school.type_code, "version": school.version}
    world.values["standards_panel"] = {"code": hotel.type_code, "version": hotel.version}
