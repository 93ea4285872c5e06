"""What people type about themselves and their organisations."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, cast

from wtforms import EmailField, Field, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from portal.accounts.addresses import normal_email
from portal.accounts.credit_codes import is_credit_code, normal_credit_code
from portal.accounts.models import Unit
from portal.accounts.rules import needs_unit, password_faults
from portal.accounts.types import (
    AddMember,
    Appoint,
    ChangePassword,
    ChangeProfile,
    FoundOrganisation,
    GrantRole,
    OpenAccount,
    SignIn,
)
from portal.accounts.wording import LEVELS, ROLES
from portal.core import web
from portal.core.actor import MemberLevel, Role, covers
from portal.core.forms import BaseForm, MaxLength, Needed
from portal.core.i18n import LOCALE_NAMES, LOCALES
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.places.gazetteer import Gazetteer


def address_of(field: Field) -> str:
    """The normal form of a field that `EmailAddress` has passed."""
    return normal_email(field.data or "", allow_example=not web.settings().production) or ""


def one_line(value: Any) -> Any:
    """Names have no line breaks and no control characters, whatever was pasted."""
    if not isinstance(value, str):
        return value
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


class EmailAddress:
    """A well-formed address. Whether it exists is shown by a mail, never by a look-up."""

    def __call__(self, form: BaseForm, field: Field) -> None:  # noqa: ARG002 -- the shape of a validator
        if field.data and not address_of(field):
            raise ValidationError(_("This is not an e-mail address. It looks like name@school.cn."))


class NotGuessed:
    """A password that is long enough and not easy to guess from the form's `account_email`."""

    def __call__(self, form: _ChosenPassword, field: Field) -> None:
        faults = password_faults(field.data or "", form.account_email)
        if faults:
            raise ValidationError(str(faults[0]))


EMAIL_RULES = (Needed(_l("Please give an e-mail address.")), MaxLength(254), EmailAddress())
NAME_RULES = (Needed(_l("Please give a name.")), MaxLength(80))
PASSWORD_HINT = _l(
    "At least 10 characters. Three or four words that only you put together are a good choice."
)


class SignInForm(BaseForm):
    email = EmailField(_l("E-mail address"), EMAIL_RULES)
    password = PasswordField(_l("Password"), [Needed(_l("Please give your password."))])
    next = HiddenField()

    def to_command(self) -> SignIn:
        return SignIn(email=address_of(self.email), password=self.password.data or "")


class EmailForm(BaseForm):
    """Only an address: to sign up, or for a new password."""

    email = EmailField(_l("E-mail address"), EMAIL_RULES)

    def to_email(self) -> str:
        return address_of(self.email)


class _ChosenPassword(BaseForm):
    """A form in which a password is chosen: it must not be like the address of the account."""

    def __init__(self, *args: Any, account_email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account_email = account_email


class OpenAccountForm(_ChosenPassword):
    name = StringField(
        _l("Your name"), NAME_RULES, filters=[one_line], description=_l("As others here will see it.")
    )
    password = PasswordField(
        _l("Password"), [Needed(_l("Please choose a password.")), NotGuessed()], description=PASSWORD_HINT
    )

    def to_command(self) -> OpenAccount:
        return OpenAccount(name=self.name.data or "", password=self.password.data or "")


class NewPasswordForm(_ChosenPassword):
    password = PasswordField(
        _l("New password"), [Needed(_l("Please choose a password.")), NotGuessed()], description=PASSWORD_HINT
    )


class ChangePasswordForm(_ChosenPassword):
    present = PasswordField(_l("Current password"), [Needed(_l("Please give your current password."))])
    new = PasswordField(
        _l("New password"), [Needed(_l("Please choose a password.")), NotGuessed()], description=PASSWORD_HINT
    )

    def to_command(self) -> ChangePassword:
        return ChangePassword(present=self.present.data or "", new=self.new.data or "")


class ProfileForm(BaseForm):
    name = StringField(_l("Your name"), NAME_RULES, filters=[one_line])
    locale = RadioField(
        _l("Language of pages and mails"),
        [Needed(_l("Please choose a language."))],
        choices=[(locale, LOCALE_NAMES[locale]) for locale in LOCALES],
    )

    def to_command(self) -> ChangeProfile:
        return ChangeProfile(name=self.name.data or "", locale=self.locale.data or "")


class OrganisationForm(BaseForm):
    name = StringField(
        _l("Name of the organisation"),
        [Needed(_l("Please give the organisation's name.")), MaxLength(120)],
        filters=[one_line],
        description=_l("In full, as on its seal."),
    )
    credit_code = StringField(
        _l("Unified social credit code"),
        [MaxLength(40)],
        description=_l(
            "18 characters, on the certificate of registration. Villages and the like may have none."
        ),
    )
    area_code = SelectField(_l("Street or town"), [Needed(_l("Please choose the street or town."))])
    address = StringField(_l("Address"), [MaxLength(200)], filters=[one_line])

    def offer_areas(self, city: Gazetteer) -> None:
        """Streets and towns in groups by district."""
        groups: dict[str, list[tuple[str, str]]] = {"": [("", _("Choose…"))]}
        for district in city.districts:
            streets = city.streets(district.code)
            groups[district.name.text()] = [(street.code, street.name.text()) for street in streets]
        self.area_code.choices = groups

    def validate_credit_code(self, field: StringField) -> None:
        if field.data and not is_credit_code(normal_credit_code(field.data)):
            raise ValidationError(_("This code is not right. Please compare it letter by letter."))

    def to_command(self) -> FoundOrganisation:
        return FoundOrganisation(
            name=self.name.data or "",
            area_code=self.area_code.data or "",
            address=self.address.data or "",
            credit_code=normal_credit_code(self.credit_code.data or "") or None,
        )


class MemberForm(BaseForm):
    email = EmailField(
        _l("E-mail address"),
        EMAIL_RULES,
        description=_l("The address with which this person signs in here, or will."),
    )
    level = RadioField(
        _l("What they may do"),
        [Needed(_l("Please choose what they may do."))],
        choices=[
            (level.value, cast(str, LEVELS[level])) for level in (MemberLevel.EDITOR, MemberLevel.OWNER)
        ],
        default=MemberLevel.EDITOR.value,
    )

    def to_command(self) -> AddMember:
        return AddMember(email=address_of(self.email), level=MemberLevel(self.level.data))


class GrantForm(BaseForm):
    role = SelectField(_l("Role"), [Needed(_l("Please choose a role."))])
    area_code = SelectField(_l("Area"))
    unit_id = SelectField(_l("Unit"), description=_l("Only for a handler."))

    def offer(self, city: Gazetteer, units: list[Unit], within: Collection[str]) -> None:
        """Roles; what of the city, its districts and streets lies `within`, and the units of it."""
        self.role.choices = [("", _("Choose…")), *((role.value, str(ROLES[role])) for role in Role)]
        held = [area.code for area in city.areas.values() if any(covers(one, area.code) for one in within)]
        areas = [(code, city.full_name(code)) for code in held]
        units = [unit for unit in units if any(covers(one, unit.area_code) for one in within)]
        self.area_code.choices = [("", _("Choose…")), *areas]
        self.unit_id.choices = [("", _("Choose…")), *((str(unit.id), unit.name.text()) for unit in units)]

    def to_command(self) -> GrantRole:
        """A handler is for a unit, all others are for an area: the field that does not apply is ignored."""
        role = Role(self.role.data)
        if needs_unit(role):
            return GrantRole(role, unit_id=int(self.unit_id.data) if self.unit_id.data else None)
        return GrantRole(role, area_code=self.area_code.data or None)


class AppointForm(GrantForm):
    """A role for somebody who is known by their address only."""

    email = EmailField(
        _l("E-mail address"), EMAIL_RULES, description=_l("The address of this person's account here.")
    )

    def __iter__(self) -> Iterator[Any]:
        """As on the page, where the address comes first; so the summary of errors names it first."""
        return iter(sorted(super().__iter__(), key=lambda field: field is not self.email))

    def to_appoint(self) -> Appoint:
        return Appoint(address_of(self.email), self.to_command())


class ReasonForm(BaseForm):
    reason = StringField(
        _l("Reason"),
        [Needed(_l("Please give the reason. It is kept in the log.")), MaxLength(500)],
        filters=[one_line],
        description=_l("It is kept in the log. Do not name anybody."),
    )
