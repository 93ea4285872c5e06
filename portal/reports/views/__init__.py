"""The public pages of reports. Every module of views adds its routes to this one blueprint."""

from portal.reports.views.account import mine
from portal.reports.views.blueprint import blueprint
from portal.reports.views.data import geojson
from portal.reports.views.following import follow
from portal.reports.views.new import new
from portal.reports.views.public import index
from portal.reports.views.tracking import track
from portal.reports.views.verdict import answer

__all__ = ["answer", "blueprint", "follow", "geojson", "index", "mine", "new", "track"]
