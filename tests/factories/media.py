"""Photos and evidence files, as staging and the worker leave them."""

from datetime import UTC, datetime

from flask import current_app

from portal.core.actor import Actor
from portal.core.web import EXTENSION
from portal.media import actions
from portal.media.intake import receive_evidence, receive_photo
from portal.media.vault import Vault
from tests.media.pictures import jpeg

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def vault():
    portal = current_app.extensions[EXTENSION]
    return Vault(portal.storage, portal.sealer)


def make_photo(session, data=None, *, now=NOW):
    """A photo that waits to be worked off; `run_jobs` does that."""
    received = receive_photo(vault(), data or jpeg(), now=now)
    return actions.add_photo(session, received, sealer=vault().sealer, actor=Actor.system(), now=now)


def make_staged_photo(session, data=None, *, owner="somebody", now=NOW):
    received = receive_photo(vault(), data or jpeg(), now=now)
    return actions.stage_photo(
        session, received, owner=owner, sealer=vault().sealer, actor=Actor.guest(), now=now
    )


def make_staged_evidence(session, data, *, name="plan.pdf", owner="somebody", now=NOW):
    received = receive_evidence(vault(), data, name, now=now)
    return actions.stage_evidence(
        session, received, owner=owner, sealer=vault().sealer, actor=Actor.guest(), now=now
    )
