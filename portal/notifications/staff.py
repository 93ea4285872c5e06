"""The administrator's page of mails that could not be delivered."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from portal.core import policy
from portal.core.actor import Role
from portal.core.i18n import lazy_gettext as _l
from portal.core.web import current_actor, now, page_cursor, redirect, render, session, writes
from portal.notifications import actions, queries

blueprint = Blueprint("notifications_panel", __name__, url_prefix="/panel")


@blueprint.get("/mails")
@policy.city_role(Role.ADMINISTRATOR)
def mails() -> str:
    """What was given up: when, where to, why. Not what it said: that is between the city and its reader."""
    return render("notifications/staff/mails.html", page=queries.page_of_failed(session(), page_cursor()))


@blueprint.post("/mails/<int:mail_id>/sending")
@policy.city_role(Role.ADMINISTRATOR)
@writes
def send_again(mail_id: int) -> ResponseReturnValue:
    mail = queries.get_mail(session(), mail_id, for_update=True)
    actions.try_again(session(), mail, actor=current_actor(), now=now())
    return redirect(url_for("notifications_panel.mails"), _l("The mail is sent again within a minute."))
