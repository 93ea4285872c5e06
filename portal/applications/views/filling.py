"""Filling in one section: with the save button, or by itself while one writes."""

from __future__ import annotations

from contextlib import suppress

from flask import get_template_attribute, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from portal.applications import actions
from portal.applications.actions import StaleAnswer
from portal.applications.forms import SectionForm, make_section_form
from portal.applications.models import Application
from portal.applications.permissions import can_edit
from portal.applications.queries import get_application, list_corrections
from portal.applications.sections import Item, Section, sections_of
from portal.applications.views.assessing import assess, evidence_link, get_visible
from portal.applications.views.blueprint import blueprint
from portal.core import policy
from portal.core.errors import Conflict, Invalid, NotFound, TooMany, Unavailable, require
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.problems import wants_json
from portal.core.transaction import writing
from portal.core.web import current_actor, now, redirect, render, session
from portal.media import actions as media
from portal.media.messages import problem_text
from portal.media.types import FileRefused
from portal.media.uploads import stage_evidence_file, upload_owner
from portal.standards.queries import get_by_hash

_TYPED = ("value", "note", "reason")
_MOST_DIGITS, _MOST_FILES = 16, 20
Staged = dict[str, list[str]]
Stale = dict[str, StaleAnswer]


@blueprint.get("/<ref>/sections/<slug>")
@policy.signed_in
def section(ref: str, slug: str) -> ResponseReturnValue:
    application = get_visible(ref)
    page = _get_section(application, slug)
    form = make_section_form(page)(formdata=None)
    return _show(application, page, form, fill=True)


@blueprint.post("/<ref>/sections/<slug>")
@policy.signed_in
def save(ref: str, slug: str) -> ResponseReturnValue:
    """Keep every item that can be kept; what cannot is shown again beside its field.

    Files are taken in before the transaction opens: looking at them takes time, and the writer is shared.
    """
    application = get_visible(ref)
    require(current_actor().member_of(application.organisation_id))
    if not can_edit(current_actor(), application):
        raise Conflict(_l("This application has been handed in and can no longer be changed."))
    page = _get_section(application, slug)
    form = make_section_form(page)()
    form.validate()
    staged, stale = _stage_files(form, page), Stale()
    with writing(session()) as writer:
        application = get_application(writer, ref, for_update=True)
        versions = {item.code: _keep(application, form, item, staged, stale) for item in page.items}
        _remove_file(application)
    if wants_json():
        return _answer(application, form, versions, stale)
    if form.has_errors or stale:
        return _show(get_visible(ref), page, form, stale), 422
    return redirect(_next_url(application, page), _l("Saved."))


def _stage_files(form: SectionForm, page: Section) -> Staged:
    """Take in the files that came with the form; what is not taken is told at its field, the rest is kept."""
    staged: Staged = {}
    for item in page.items:
        field = form.part("files", item.code)
        sent = (field.data or []) if field is not None else []
        chosen = [file for file in sent if getattr(file, "filename", "")]
        for file in chosen[:_MOST_FILES]:
            try:
                staged.setdefault(item.code, []).append(stage_evidence_file(file).ref)
            except FileRefused as refused:
                form.show(Invalid.field(field.name, f"{file.filename}: {problem_text(refused.problem)}"))
            except (TooMany, Unavailable) as refused:
                form.show(Invalid.field(field.name, f"{file.filename}: {refused.message}"))
                break
        if len(chosen) > _MOST_FILES:
            last = chosen[_MOST_FILES - 1].filename
            text = _(
                "At most %(most)s files at once. Please choose those after “%(name)s” again.",
                most=_MOST_FILES,
                name=last,
            )
            form.show(Invalid.field(field.name, text))
    return staged


def _keep(application: Application, form: SectionForm, item: Item, staged: Staged, stale: Stale) -> int:
    """Keep one item and its files; the version that stands now, or 0 where a fault is left on the form."""
    actor, moment = current_actor(), now()
    if item.code in staged:
        files = media.attach_evidence(session(), staged[item.code], owner=upload_owner(), now=moment)
        for file in files:
            actions.add_evidence(session(), application, item.code, file.id, actor=actor, now=moment)
    if any(field.errors for kind in _TYPED if (field := form.part(kind, item.code)) is not None):
        return 0
    try:
        answer = form.to_answer(item)
        if answer.based_on == 0 and answer.is_empty:
            return 0
        return actions.save_answer(session(), application, answer, actor=actor, now=moment).version
    except StaleAnswer as error:
        if not form.is_untouched(item, answer):
            stale[item.code] = error
    except Invalid as invalid:
        form.show(Invalid({_field_name(form, name, item): texts for name, texts in invalid.errors.items()}))
    return 0


def _remove_file(application: Application) -> None:
    """The button beside a file saves the whole page too, so that taking it off loses nothing typed."""
    link = request.form.get("remove", "")
    with suppress(NotFound):  # taken off already, in another window
        if not link.isdecimal() or len(link) >= _MOST_DIGITS:
            return
        actions.remove_evidence(session(), application, int(link), actor=current_actor(), now=now())


def _field_name(form: SectionForm, name: str, item: Item) -> str:
    return name if name in form else f"{name}-{item.code}"


def _answer(
    application: Application, form: SectionForm, versions: dict[str, int], stale: Stale
) -> ResponseReturnValue:
    """What the page's script needs: new versions, the score so far, and what was not kept."""
    assessment = assess(session(), application)
    return jsonify(
        versions={code: version for code, version in versions.items() if version},
        points={code: str(line.points) for code, line in assessment.score.lines.items()},
        total=str(assessment.score.total),
        missing=len(assessment.missing),
        errors={name: [str(text) for text in texts] for name, texts in form.errors.items() if name},
        stale={
            item.code: _tell_stale(form, item, stale[item.code]) for item in form.items if item.code in stale
        },
    )


def _tell_stale(form: SectionForm, item: Item, error: StaleAnswer) -> dict[str, object]:
    """The other person's answer, as the page shows it too; the script puts it beside what was typed."""
    notice = get_template_attribute("applications/_stale.html", "stale_notice")
    words = form.answer_in_words(item, error.newer.value)
    return {
        "message": str(error.message),
        "version": error.newer.version,
        "notice": str(notice(words, error.newer)),
    }


def _show(
    application: Application,
    page: Section,
    form: SectionForm,
    stale: Stale | None = None,
    *,
    fill: bool = False,
) -> str:
    assessment = assess(session(), application)
    if fill:
        form.fill(assessment.answers)
    asked = list_corrections(session(), application) if application.correction_round else []
    return render(
        "applications/section.html",
        application=application,
        assessment=assessment,
        page=page,
        form=form,
        stale=stale or {},
        editable=can_edit(current_actor(), application),
        asked={one.code: one.text for one in asked},
        evidence_link=evidence_link,
    )


def _get_section(application: Application, slug: str) -> Section:
    sections = sections_of(get_by_hash(session(), application.standard_hash))
    for one in sections:
        if one.slug == slug:
            return one
    raise NotFound


def _next_url(application: Application, page: Section) -> str:
    """The next section, or the overview after the last; "save" alone stays where one is."""
    if request.form.get("stay") or request.form.get("remove"):
        return url_for("applications.section", ref=application.ref, slug=page.slug)
    slugs = [one.slug for one in sections_of(get_by_hash(session(), application.standard_hash))]
    at = slugs.index(page.slug) + 1
    if at == len(slugs):
        return url_for("applications.overview", ref=application.ref)
    return url_for("applications.section", ref=application.ref, slug=slugs[at])
