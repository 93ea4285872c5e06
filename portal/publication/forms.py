"""The forms of decisions, notices, objections and the register."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import RadioField, SelectField, StringField, TextAreaField

from portal.core.forms import BaseForm, MaxLength, Needed, choices
from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l
from portal.publication.types import (
    Decide,
    DecideAppeal,
    DecisionKind,
    MeasureKind,
    Object,
    ProposeMeasure,
    SendBack,
)

_LONG, _REASON, _ID_DIGITS = 2000, 300, 15


class DecisionForm(BaseForm):
    reasons = TextAreaField(
        _l("Reasons"),
        validators=[Needed(_l("Give your reasons; they are kept with the decision.")), MaxLength(_LONG)],
    )

    def to_command(self, kind: DecisionKind) -> Decide:
        return Decide(kind, self.reasons.data or "")


class SendBackForm(BaseForm):
    reason = TextAreaField(
        _l("Why is it sent back?"),
        validators=[Needed(_l("Give the reason; the officer will read it.")), MaxLength(_LONG)],
    )

    def to_command(self) -> SendBack:
        return SendBack(self.reason.data or "")


class ObjectionForm(BaseForm):
    code = SelectField(_l("What does it concern?"), validate_choice=False)
    text = TextAreaField(
        _l("What speaks against it? Name facts that can be checked."),
        validators=[Needed(_l("Say what speaks against the certification.")), MaxLength(_LONG)],
    )
    contact = StringField(_l("How can we reach you with questions?"), validators=[MaxLength(200)])

    def to_command(self) -> Object:
        return Object(self.text.data or "", (self.code.data or "")[:40], self.contact.data or "")


class ContactForm(BaseForm):
    reason = StringField(
        _l("Why do you need to reach the person?"),
        validators=[Needed(_l("Say why. The reason is kept in the log.")), MaxLength(_REASON)],
    )


def _reply() -> TextAreaField:
    return TextAreaField(
        _l("Reply"), validators=[Needed(_l("Write the reply; it is published.")), MaxLength(_LONG)]
    )


class ReplyForm(BaseForm):
    """Why an objection is not taken up."""

    reply = _reply()


class AnswerForm(BaseForm):
    """What became of an objection that was taken up."""

    verdict = RadioField(
        _l("Outcome"),
        choices=[
            ("dismiss", _l("Not upheld: the notice goes on")),
            ("uphold", _l("Upheld: no certificate")),
        ],
        validators=[Needed(_l("Say whether the objection is upheld."))],
    )
    reply = _reply()


MEASURES: dict[MeasureKind, Text] = {
    MeasureKind.PASS: _l("Re-check passed: it stays valid"),
    MeasureKind.FAIL: _l("Re-check not passed: suspend it"),
    MeasureKind.SUSPEND: _l("Suspend it until the faults are mended"),
    MeasureKind.MENDED: _l("The faults are mended: valid again"),
    MeasureKind.REVOKE: _l("Revoke it"),
    MeasureKind.RENEW: _l("Replace it by the newer certificate"),
}


class MeasureForm(BaseForm):
    kind = RadioField(_l("What do you propose?"), validators=[Needed(_l("Choose a measure."))])
    ground = SelectField(_l("Prerequisite that is broken"), validate_choice=False)
    successor = SelectField(_l("Newer certificate"), validate_choice=False)
    reason = TextAreaField(
        _l("Reasons for the measure"),
        validators=[Needed(_l("Give the reason; it is published with the measure.")), MaxLength(_LONG)],
    )

    def offer(
        self, kinds: Iterable[MeasureKind], grounds: list[tuple[str, str]], newer: list[tuple[str, str]]
    ) -> None:
        self.kind.choices = choices((kind.value, MEASURES[kind]) for kind in kinds)
        self.ground.choices = choices([("", _l("None in particular")), *grounds])
        self.successor.choices = newer

    def to_command(self) -> ProposeMeasure:
        successor = str(self.successor.data or "")
        return ProposeMeasure(
            MeasureKind(self.kind.data),
            self.reason.data or "",
            (self.ground.data or "")[:40],
            int(successor) if successor.isdecimal() and len(successor) < _ID_DIGITS else None,
        )


class RefuseMeasureForm(BaseForm):
    reply = TextAreaField(
        _l("Why do you refuse it?"),
        validators=[Needed(_l("Give the reason; the officer will read it.")), MaxLength(_LONG)],
    )


class AppealForm(BaseForm):
    text = TextAreaField(
        _l("Why is the revocation wrong? Name facts that can be checked."),
        validators=[Needed(_l("Say why the revocation is wrong.")), MaxLength(_LONG)],
    )


class AppealReplyForm(BaseForm):
    verdict = RadioField(
        _l("Outcome"),
        choices=[
            ("dismiss", _l("Not founded: it stays revoked")),
            ("uphold", _l("Founded: the certificate counts again")),
        ],
        validators=[Needed(_l("Say whether the appeal is founded."))],
    )
    reply = _reply()

    def to_command(self) -> DecideAppeal:
        return DecideAppeal(self.verdict.data == "uphold", self.reply.data or "")


class VerifyForm(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False

    no = StringField(_l("Certificate number"), validators=[MaxLength(40)])
