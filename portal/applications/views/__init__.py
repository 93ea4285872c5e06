"""The pages of applications, for their organisations. Each module adds its routes to one blueprint."""

from portal.applications.views import filling as _filling
from portal.applications.views import letter as _letter
from portal.applications.views import overview as _overview
from portal.applications.views import starting as _starting
from portal.applications.views.blueprint import blueprint

__all__ = ["blueprint"]

_ = (_filling, _letter, _overview, _starting)
