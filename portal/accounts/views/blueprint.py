"""The blueprint that the modules of views share."""

from flask import Blueprint, Response, request

blueprint = Blueprint("accounts", __name__)


@blueprint.after_request
def _keep_links_secret(response: Response) -> Response:
    """An address with the secret of a link is told to nobody, not even to our own log by the next request."""
    if "token" in (request.view_args or {}):
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "private, no-store"
    return response
