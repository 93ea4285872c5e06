"""What people were told, as a test reads it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.notifications.models import OutboxMail


def told(session: Session, person: Person) -> list[str]:
    """The names of the letters that a person got, in their order."""
    return [mail.template for mail in mails_to(session, person)]


def mails_to(session: Session, person: Person) -> list[OutboxMail]:
    session.flush()
    statement = select(OutboxMail).where(OutboxMail.person_id == person.id).order_by(OutboxMail.id)
    return list(session.scalars(statement))


def last_mail(session: Session, person: Person) -> OutboxMail:
    return mails_to(session, person)[-1]
