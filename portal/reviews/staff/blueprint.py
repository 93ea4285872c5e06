"""The one blueprint of the panel's pages of screening and review."""

from flask import Blueprint

blueprint = Blueprint("reviews_panel", __name__, url_prefix="/panel")
