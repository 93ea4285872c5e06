"""The panel's pages of screening and review. Each module adds its routes to one blueprint."""

from portal.reviews.staff import cases as _cases
from portal.reviews.staff import scoring as _scoring
from portal.reviews.staff import screening as _screening
from portal.reviews.staff import seats as _seats
from portal.reviews.staff import visits as _visits
from portal.reviews.staff.blueprint import blueprint

__all__ = ["blueprint"]

_ = (_cases, _scoring, _screening, _seats, _visits)
