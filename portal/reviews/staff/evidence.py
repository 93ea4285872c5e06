"""The files beside what was declared, as a page of the panel shows them."""

from __future__ import annotations

from collections.abc import Mapping

from portal.core.web import session
from portal.media.models import EvidenceFile
from portal.media.queries import list_evidence
from portal.reviews.sheets import Declared


def files_of(declared: Mapping[str, Declared], letter: int | None = None) -> dict[int, EvidenceFile]:
    """By id: the evidence of every item, and the commitment letter where its id is given."""
    ids = {file for one in declared.values() for file in one.evidence} | ({letter} if letter else set())
    return {file.id: file for file in list_evidence(session(), sorted(ids))}
