"""All mapped tables, named once: for migrations and for tests that build a database."""

from portal.accounts import models as accounts
from portal.audit import models as audit
from portal.core import rate_limit
from portal.core.jobs import models as jobs

__all__ = ["accounts", "audit", "jobs", "rate_limit"]
