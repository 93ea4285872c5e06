"""What staff fill in: one form for each step, which knows its words and the command it becomes."""

from __future__ import annotations

from portal.reports.staff.forms.extension import ExtensionDecisionForm, ExtensionForm
from portal.reports.staff.forms.handling import QuestionForm, ResolveForm, ReturnForm, TakeForm
from portal.reports.staff.forms.merging import MergeForm, UnmergeForm
from portal.reports.staff.forms.step import StepForm
from portal.reports.staff.forms.transfer import ResultForm, TransferForm
from portal.reports.staff.forms.triage import AcceptForm, DispatchForm, RejectForm, UnitForm

FORMS: tuple[type[StepForm], ...] = (
    AcceptForm,
    DispatchForm,
    ExtensionDecisionForm,
    ResolveForm,
    TakeForm,
    ResultForm,
    UnmergeForm,
    QuestionForm,
    ExtensionForm,
    MergeForm,
    ReturnForm,
    TransferForm,
    RejectForm,
)
"""In the order in which a page offers them: what is done most often first, what ends a report last."""

__all__ = [
    "FORMS",
    "AcceptForm",
    "DispatchForm",
    "ExtensionDecisionForm",
    "ExtensionForm",
    "MergeForm",
    "QuestionForm",
    "RejectForm",
    "ResolveForm",
    "ResultForm",
    "ReturnForm",
    "StepForm",
    "TakeForm",
    "TransferForm",
    "UnitForm",
    "UnmergeForm",
]
