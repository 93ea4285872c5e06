"""Reading measures on certificates and appeals against revocations."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import CompoundSelect, false, or_, select
from sqlalchemy.orm import Session, aliased

from portal.core.errors import NotFound
from portal.core.paging import Page, page_of
from portal.publication.models import Certificate, CertificateAppeal, CertificateEvent, CertificateMeasure
from portal.publication.rules import VALID
from portal.publication.types import AppealState, MeasureKind, MeasureState


def list_measures(session: Session, certificate: Certificate) -> list[CertificateMeasure]:
    """Newest first."""
    return list(
        session.scalars(
            select(CertificateMeasure)
            .where(CertificateMeasure.certificate_id == certificate.id)
            .order_by(CertificateMeasure.id.desc())
        )
    )


def get_measure(session: Session, certificate: Certificate, number: int) -> CertificateMeasure:
    measure = session.get(CertificateMeasure, number)
    if measure is None or measure.certificate_id != certificate.id:
        raise NotFound
    return measure


def list_waiting(session: Session, certificates: Collection[Certificate]) -> set[int]:
    """Those certificates, by id, for which a measure waits for a publisher or an appeal for its reply."""
    waiting = select(Certificate.id).where(
        Certificate.id.in_([one.id for one in certificates]), Certificate.id.in_(_waiting())
    )
    return set(session.scalars(waiting))


def page_of_waiting_in(session: Session, areas: Collection[str], cursor: str | None) -> Page[Certificate]:
    """The certificates of these areas on which a publisher has something to decide, the oldest first."""
    statement = select(Certificate).where(
        Certificate.id.in_(_waiting()),
        or_(false(), *(Certificate.area_code.startswith(area) for area in areas)),
    )
    order = (Certificate.issued_at, Certificate.id)
    return page_of(session, statement, order=order, cursor=cursor, descending=False)


def _waiting() -> CompoundSelect[int]:
    """The ids of certificates for which a measure waits for a publisher, or an appeal for its reply."""
    measures = select(CertificateMeasure.certificate_id).where(
        CertificateMeasure.state == MeasureState.PROPOSED
    )
    appeals = select(CertificateAppeal.certificate_id).where(CertificateAppeal.state == AppealState.RECEIVED)
    return measures.union(appeals)


def list_successors(session: Session, certificate: Certificate) -> list[Certificate]:
    """Newer certificates in force of the same holder and type, which may take this one's place."""
    return list(
        session.scalars(
            select(Certificate)
            .where(
                Certificate.organisation_id == certificate.organisation_id,
                Certificate.cell_type == certificate.cell_type,
                Certificate.issued_at > certificate.issued_at,
                Certificate.state.in_(VALID),
            )
            .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
        )
    )


def find_successor(session: Session, certificate: Certificate) -> Certificate | None:
    """The certificate that has taken this one's place."""
    newer = aliased(Certificate)
    return session.scalars(
        select(newer)
        .join(CertificateMeasure, CertificateMeasure.successor_id == newer.id)
        .where(
            CertificateMeasure.certificate_id == certificate.id,
            CertificateMeasure.state == MeasureState.CONFIRMED,
        )
        .order_by(CertificateMeasure.id.desc())
        .limit(1)
    ).first()


def find_revocation(session: Session, certificate: Certificate) -> CertificateMeasure | None:
    """The measure by which it was revoked last."""
    return session.scalars(
        select(CertificateMeasure)
        .where(
            CertificateMeasure.certificate_id == certificate.id,
            CertificateMeasure.kind == MeasureKind.REVOKE,
            CertificateMeasure.state == MeasureState.CONFIRMED,
        )
        .order_by(CertificateMeasure.id.desc())
        .limit(1)
    ).first()


def find_revoking_event(session: Session, certificate: Certificate) -> CertificateEvent | None:
    return session.scalars(
        select(CertificateEvent)
        .where(CertificateEvent.certificate_id == certificate.id, CertificateEvent.action == "revoke")
        .order_by(CertificateEvent.seq.desc())
        .limit(1)
    ).first()


def list_appeals(session: Session, certificate: Certificate) -> list[CertificateAppeal]:
    """Newest first."""
    return list(
        session.scalars(
            select(CertificateAppeal)
            .where(CertificateAppeal.certificate_id == certificate.id)
            .order_by(CertificateAppeal.id.desc())
        )
    )


def get_appeal(session: Session, certificate: Certificate, number: int) -> CertificateAppeal:
    appeal = session.get(CertificateAppeal, number)
    if appeal is None or appeal.certificate_id != certificate.id:
        raise NotFound
    return appeal
