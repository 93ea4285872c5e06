"""The verbs of a report. Each checks the rule, changes the rows, adds the event and notes the audit entry."""

from portal.reports.actions.closing import (
    answer,
    close_silent,
    confirm,
    dispute,
    dispute_as_supporter,
    forget_voices,
    no_answer,
    support,
    withdraw,
)
from portal.reports.actions.handling import (
    ask_extension,
    ask_reporter,
    grant_extension,
    refuse_extension,
    resolve,
    return_,
    take,
)
from portal.reports.actions.merging import merge, release, unmerge
from portal.reports.actions.submitting import find_sent, submit
from portal.reports.actions.triage import accept, dispatch, receive_result, reject, transfer

__all__ = [
    "accept",
    "answer",
    "ask_extension",
    "ask_reporter",
    "close_silent",
    "confirm",
    "dispatch",
    "dispute",
    "dispute_as_supporter",
    "find_sent",
    "forget_voices",
    "grant_extension",
    "merge",
    "no_answer",
    "receive_result",
    "refuse_extension",
    "reject",
    "release",
    "resolve",
    "return_",
    "submit",
    "support",
    "take",
    "transfer",
    "unmerge",
    "withdraw",
]
