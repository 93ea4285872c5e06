"""All mapped tables, named once: for migrations and for tests that build a database."""

from portal.accounts import models as accounts
from portal.applications import models as applications
from portal.audit import models as audit
from portal.core import rate_limit
from portal.core.jobs import models as jobs
from portal.media import models as media
from portal.notifications import models as notifications
from portal.places import models as places
from portal.publication import models as publication
from portal.reports import models as reports
from portal.reviews import models as reviews
from portal.standards import models as standards

__all__ = [
    "accounts",
    "applications",
    "audit",
    "jobs",
    "media",
    "notifications",
    "places",
    "publication",
    "rate_limit",
    "reports",
    "reviews",
    "standards",
]
