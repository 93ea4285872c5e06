"""The verbs of an application. Each checks the table, changes rows, leaves an event and an audit entry."""

from portal.applications.actions.filling import (
    StaleAnswer,
    add_evidence,
    remove_evidence,
    save_answer,
    set_commitment_letter,
)
from portal.applications.actions.items import PROBLEMS, names_of_items
from portal.applications.actions.moving import (
    approve_not_applicable,
    lapse,
    move,
    return_for_correction,
    start,
    submit,
    withdraw,
)
from portal.applications.actions.telling import tell_organisation, tell_staff, title_of

__all__ = [
    "PROBLEMS",
    "StaleAnswer",
    "add_evidence",
    "approve_not_applicable",
    "lapse",
    "move",
    "names_of_items",
    "remove_evidence",
    "return_for_correction",
    "save_answer",
    "set_commitment_letter",
    "start",
    "submit",
    "tell_organisation",
    "tell_staff",
    "title_of",
    "withdraw",
]
