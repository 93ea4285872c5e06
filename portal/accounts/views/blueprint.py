"""The blueprint that the modules of views share."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
