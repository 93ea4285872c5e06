"""What is said with words and photos: an answer to the unit's question, and that it was not done."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.errors import Invalid, NotFound, require
from portal.core.forms import BaseForm
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, redirect, render, session, writes
from portal.media.uploads import staged_photos, stages_photos, upload_owner
from portal.reports import actions
from portal.reports.catalogue import catalogue
from portal.reports.conditions import PHOTOS, check_neighbour_photo
from portal.reports.forms import AnswerForm, DisputeForm
from portal.reports.models import Report
from portal.reports.permissions import can_see_publicly
from portal.reports.queries import get_report, has_supported, list_events
from portal.reports.rules import WORKFLOW
from portal.reports.types import ReportState, StagedPhotos
from portal.reports.views.blueprint import blueprint
from portal.reports.views.proof import find_own, get_own, phone_key, voice_on

REOPENED: Text = _l("Thank you. The report is open again.")
REOPENED_TOGETHER: Text = _l("Thank you. Enough people say so: the report is open again.")
COUNTED: Text = _l("Thank you. When enough people say so, the report is opened again.")


@blueprint.get("/reports/<ref>/answer")
@policy.public
def answer(ref: str) -> ResponseReturnValue:
    report, _ = get_own(ref)
    if report.state is not ReportState.AWAITING_REPORTER:
        return redirect(url_for("reports.follow", ref=ref), _l("There is no open question."), tone="info")
    return _show_answer(report, AnswerForm())


@blueprint.post("/reports/<ref>/answer")
@policy.public
@stages_photos
@writes
def send_answer(ref: str) -> ResponseReturnValue:
    report, _ = get_own(ref)
    WORKFLOW.transition(report.state, "answer")
    form = AnswerForm()
    if not form.validate() or staged_photos().errors:
        return _show_answer(report, form), 422
    try:
        with session().begin_nested():
            command = form.to_command(_photos())
            actions.answer(session(), report, command, actor=current_actor(), now=now())
    except Invalid as refused:
        about_photos = refused.errors.pop(PHOTOS, [])
        form.show(refused)
        return _show_answer(report, form, about_photos), 422
    return redirect(url_for("reports.follow", ref=ref), _l("Thank you. The unit goes on now."))


@blueprint.get("/reports/<ref>/dispute")
@policy.public
def dispute(ref: str) -> ResponseReturnValue:
    report, own = _disputed(ref)
    if not WORKFLOW.allows(report.state, "dispute"):
        return redirect(_page_of(report, own), _l("There is nothing to dispute at the moment."), tone="info")
    return _show_dispute(report, DisputeForm(), own)


@blueprint.post("/reports/<ref>/dispute")
@policy.public
@stages_photos
@writes
def send_dispute(ref: str) -> ResponseReturnValue:
    report, own = _disputed(ref)
    WORKFLOW.transition(report.state, "dispute")
    form = DisputeForm()
    missing = [] if own else _missing_photo()
    if not form.validate() or staged_photos().errors or missing:
        return _show_dispute(report, form, own, missing), 422
    try:
        with session().begin_nested():
            message = _dispute(report, form, own)
    except Invalid as refused:
        about_photos = refused.errors.pop(PHOTOS, [])
        form.show(refused)
        return _show_dispute(report, form, own, about_photos), 422
    return redirect(_page_of(report, own), message)


def _dispute(report: Report, form: DisputeForm, own: bool) -> Text:
    command = form.to_command(_photos())
    if own:
        actions.dispute(session(), report, command, actor=current_actor(), now=now())
        return REOPENED
    enough = actions.dispute_as_supporter(
        session(), report, command, voice=voice_on(report), actor=current_actor(), now=now()
    )
    return REOPENED_TOGETHER if enough else COUNTED


def _disputed(ref: str) -> tuple[Report, bool]:
    """The report, and whether it is the asker's own. Others must have said before that they see it too."""
    found = find_own(ref)
    if found is not None:
        return found[0], True
    report = get_report(session(), ref)
    if not can_see_publicly(report):
        raise NotFound
    require(
        has_supported(session(), report, phone_key()),
        _l("Only the reporter, or people who had said that they see it too, can dispute it."),
    )
    return report, False


def _photos() -> StagedPhotos:
    return StagedPhotos(tuple(staged_photos().refs), upload_owner())


def _missing_photo() -> list[Text]:
    """Said together with what else is missing. A photo that could not be taken has said so itself."""
    if staged_photos().errors:
        return []
    try:
        check_neighbour_photo(len(staged_photos().refs))
    except Invalid as missing:
        return list(missing.errors[PHOTOS])
    return []


def _page_of(report: Report, own: bool) -> str:
    return url_for("reports.follow" if own else "reports.show", ref=report.ref)


def _show_answer(report: Report, form: AnswerForm, about_photos: Sequence[Text] = ()) -> str:
    question = list_events(session(), report)[-1].note
    return _render("reports/answer.html", form, about_photos, report=report, question=question)


def _show_dispute(report: Report, form: DisputeForm, own: bool, about_photos: Sequence[Text] = ()) -> str:
    people = catalogue().levels.dispute_supporters
    return _render("reports/dispute.html", form, about_photos, report=report, own=own, people=people)


def _render(template: str, form: BaseForm, about_photos: Sequence[Text], **context: object) -> str:
    """`about_photos` is what is wrong with the photos besides what was found when they came in."""
    staged = staged_photos()
    errors = [("#photos", text) for text in (*staged.errors, *about_photos)]
    return render(template, form=form, staged=staged, photo_errors=errors, **context)
