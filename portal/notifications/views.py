"""The inbox."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.core import policy, web
from portal.core.i18n import lazy_gettext as _l
from portal.notifications import actions, queries

blueprint = Blueprint("notifications", __name__)


@blueprint.get("/account/inbox")
@policy.signed_in
def inbox() -> str:
    person_id = web.current_actor().person_id or 0
    page = queries.page_of_messages(web.session(), person_id, web.page_cursor())
    items = [queries.item_of(message, web.sealer()) for message in page.items]
    return web.render("notifications/inbox.html", page=page, items=items)


@blueprint.post("/account/inbox/<int:message_id>/reading")
@policy.signed_in
@web.writes
def read_message(message_id: int) -> ResponseReturnValue:
    """Mark one message read and go where it leads."""
    message = queries.get_message(web.session(), message_id, web.current_actor().person_id or 0)
    actions.mark_read(web.session(), message, now=web.now())
    wanted = queries.item_of(message, web.sealer()).link if "open" in request.form else None
    return web.redirect(web.safe_next(wanted, "/account/inbox"))


@blueprint.post("/account/inbox/readings")
@policy.signed_in
@web.writes
def read_all() -> ResponseReturnValue:
    actions.mark_all_read(web.session(), web.current_actor().person_id or 0, now=web.now())
    return web.redirect("/account/inbox", _l("All messages are marked as read."))
