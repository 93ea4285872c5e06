"""What several pages of an application load: the application, if it may be seen, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications.completeness import Missing, list_missing
from portal.applications.models import AnswerEvidence, Application, ApplicationAnswer
from portal.applications.permissions import can_view
from portal.applications.queries import answers_by_code, evidence_by_code, get_application, to_answers
from portal.applications.sections import Section, SectionState, section_state, sections_of
from portal.core.errors import NotFound
from portal.core.web import current_actor, now, session
from portal.media.links import evidence_url
from portal.media.models import EvidenceFile
from portal.media.queries import list_evidence
from portal.standards.queries import get_by_hash
from portal.standards.scoring import score
from portal.standards.sheet import Score
from portal.standards.types import Standard


@dataclass(frozen=True)
class Assessment:
    """Where an application stands by its own answers."""

    standard: Standard
    sections: tuple[Section, ...]
    states: dict[str, SectionState]
    answers: dict[str, ApplicationAnswer]
    evidence: dict[str, list[AnswerEvidence]]
    files: dict[int, EvidenceFile]
    score: Score
    missing: list[Missing]

    def section_of(self, code: str) -> Section:
        """The page on which an item is answered."""
        return next(one for one in self.sections if any(item.code == code for item in one.items))

    @property
    def first_open_section(self) -> Section | None:
        """Where to go on: the first section that is not complete."""
        done = (SectionState.COMPLETE, SectionState.OPTIONAL)
        return next((one for one in self.sections if self.states[one.slug] not in done), None)

    def changed_since(self, code: str, moment: datetime) -> bool:
        """Whether the item was answered anew, or a file added to it, after `moment`."""
        answer = self.answers.get(code)
        added = [link.added_at for link in self.evidence.get(code, [])]
        return any(at > moment for at in [*added, *([answer.updated_at] if answer else [])])

    def item_name(self, code: str) -> object:
        return next((item.name for one in self.sections for item in one.items if item.code == code), code)


def get_visible(ref: str) -> Application:
    """The application; NotFound also for those who may not see it: its existence is nobody's business."""
    application = get_application(session(), ref)
    if not can_view(current_actor(), application):
        raise NotFound
    return application


def evidence_link(file: EvidenceFile) -> str:
    """A sealed link for the present reader; call it only on a page that `get_visible` has opened."""
    return evidence_url(file, now())


def assess(session: Session, application: Application) -> Assessment:
    """Four queries, however many answers."""
    standard = get_by_hash(session, application.standard_hash)
    answers, evidence = answers_by_code(session, application), evidence_by_code(session, application)
    result = score(standard, to_answers(standard, answers))
    sections = sections_of(standard)
    letter = application.commitment_letter_id
    ids = [link.evidence_file_id for links in evidence.values() for link in links]
    files = list_evidence(session, [*ids, letter] if letter else ids)
    return Assessment(
        standard=standard,
        sections=sections,
        states={one.slug: section_state(one, result, evidence.keys()) for one in sections},
        answers=answers,
        evidence=evidence,
        files={file.id: file for file in files},
        score=result,
        missing=list_missing(standard, result, with_evidence=evidence.keys(), has_letter=letter is not None),
    )
