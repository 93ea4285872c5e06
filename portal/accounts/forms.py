"""What people type about themselves and their organisations."""

from __future__ import annotations

from wtforms import EmailField, Field, HiddenField, PasswordField
from wtforms.validators import ValidationError

from portal.accounts.addresses import normal_email
from portal.accounts.types import SignIn
from portal.core import web
from portal.core.forms import BaseForm, MaxLength, Needed
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l


def address_of(field: Field) -> str:
    """The normal form of a field that `EmailAddress` has passed."""
    return normal_email(field.data or "", allow_example=not web.settings().production) or ""


class EmailAddress:
    """A well-formed address. Whether it exists is shown by a mail, never by a look-up."""

    def __call__(self, form: BaseForm, field: Field) -> None:  # noqa: ARG002 -- the shape of a validator
        if field.data and not address_of(field):
            raise ValidationError(_("This is not an e-mail address. It looks like name@school.cn."))


EMAIL_RULES = (Needed(_l("Please give an e-mail address.")), MaxLength(254), EmailAddress())


class SignInForm(BaseForm):
    email = EmailField(_l("E-mail address"), EMAIL_RULES)
    password = PasswordField(_l("Password"), [Needed(_l("Please give your password."))])
    next = HiddenField()

    def to_command(self) -> SignIn:
        return SignIn(email=address_of(self.email), password=self.password.data or "")
