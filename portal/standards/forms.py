"""The search field above the list of standards."""

from __future__ import annotations

from wtforms import StringField

from portal.core.forms import BaseForm
from portal.core.i18n import lazy_gettext as _l


class SearchForm(BaseForm):
    """Sent by GET, so without a token."""

    class Meta(BaseForm.Meta):
        csrf = False

    q = StringField(_l("Find by word"))

    def words(self) -> str:
        return (self.q.data or "")[:100]
