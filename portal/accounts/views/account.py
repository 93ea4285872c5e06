"""A person's own page: who they are here, and their way out."""

from __future__ import annotations

from portal.accounts import queries
from portal.accounts.views.blueprint import blueprint
from portal.core import policy, web


@blueprint.get("/account")
@policy.signed_in
def account() -> str:
    person_id = web.current_actor().person_id or 0
    return web.render(
        "accounts/account.html",
        person=queries.get_person(web.session(), person_id),
        organisations=queries.list_organisations_of(web.session(), person_id),
    )
