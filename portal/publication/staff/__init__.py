"""The panel's pages of publication. Each module adds its routes to one blueprint."""

from portal.publication.staff import certificates as _certificates
from portal.publication.staff import decisions as _decisions
from portal.publication.staff import notices as _notices
from portal.publication.staff.blueprint import blueprint

__all__ = ["blueprint"]

_ = (_certificates, _decisions, _notices)
