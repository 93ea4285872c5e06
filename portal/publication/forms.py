"""The forms of decisions, notices, objections and the register."""

from __future__ import annotations

from wtforms import RadioField, SelectField, StringField, TextAreaField

from portal.core.forms import BaseForm, MaxLength, Needed
from portal.core.i18n import lazy_gettext as _l
from portal.publication.types import Decide, DecisionKind, Object, SendBack

_LONG = 2000


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


class ReplyForm(BaseForm):
    verdict = RadioField(
        _l("Outcome"),
        choices=[
            ("dismiss", _l("Not upheld: the notice goes on")),
            ("uphold", _l("Upheld: no certificate")),
        ],
        default="dismiss",
    )
    reply = TextAreaField(
        _l("Reply"), validators=[Needed(_l("Write the reply; it is published.")), MaxLength(_LONG)]
    )


class VerifyForm(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False

    no = StringField(_l("Certificate number"), validators=[MaxLength(40)])
