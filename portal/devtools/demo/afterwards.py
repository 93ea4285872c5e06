"""What became of a certificate: due for re-check, suspended, revoked, or in the place of an older one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from portal.applications.models import Application
from portal.core.actor import Actor
from portal.devtools.demo.applying import Plan
from portal.devtools.demo.schedule import Story
from portal.devtools.demo.stage import Stage
from portal.publication.actions import certificate as certificates
from portal.publication.actions.measure import confirm_measure, propose_measure
from portal.publication.models import Certificate
from portal.publication.types import MeasureKind, ProposeMeasure
from portal.standards.queries import get_by_hash


@dataclass(frozen=True)
class Afterwards:
    """The rest of a certified application's story; `plan.later` says which."""

    stage: Stage
    plan: Plan
    application: Application
    certificate: Certificate

    def told(self) -> Story:
        match self.plan.later:
            case "recheck_due":
                now = yield self.stage.days.before(6, "08:00")
                system = Actor.system()
                certificates.move(self.stage.session, self.certificate, "due", actor=system, now=now)
            case "renewed":
                older = self._older()
                yield from self._measure(older, MeasureKind.RENEW, successor=self.certificate.id)
            case "revoked":
                standard = get_by_hash(self.stage.session, self.application.standard_hash)
                veto = next(one.code for one in standard.prerequisites if one.veto)
                yield from self._measure(self.certificate, MeasureKind.REVOKE, ground=veto)
            case _:
                yield from self._measure(self.certificate, MeasureKind.SUSPEND)

    def _measure(
        self, certificate: Certificate, kind: MeasureKind, *, ground: str = "", successor: int | None = None
    ) -> Story:
        """An officer proposes it, a publisher confirms it some hours later."""
        session, officer = self.stage.session, self.stage.person("officer")
        now = yield self.stage.days.before(6, "08:00")
        command = ProposeMeasure(kind, self.plan.why, ground, successor)
        measure = propose_measure(session, certificate, command, actor=officer, now=now)
        now = yield self.stage.working_moment(now + timedelta(hours=5))
        confirm_measure(session, certificate, measure, actor=self.stage.person("publisher"), now=now)

    def _older(self) -> Certificate:
        """The same holder's certificate of the same type before this one."""
        statement = select(Certificate).where(
            Certificate.organisation_id == self.certificate.organisation_id,
            Certificate.cell_type == self.certificate.cell_type,
            Certificate.id != self.certificate.id,
        )
        return self.stage.session.scalars(statement).one()
