"""The one blueprint of the applications' pages."""

from flask import Blueprint

blueprint = Blueprint("applications", __name__, url_prefix="/applications")
