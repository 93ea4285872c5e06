"""The errors a person can meet. One handler turns each into a page or a problem document.

Messages are translated lazily, in the reader's language, when the page is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l


class DomainError(Exception):
    """Base of all expected refusals. `status` is the HTTP answer; `message` is shown to the person."""

    status = 400
    code = "refused"

    def __init__(self, message: Text | None = None) -> None:
        self.message: Text = message if message is not None else _l("This could not be done.")
        super().__init__(str(self.code))


class NotFound(DomainError):
    status = 404
    code = "not_found"

    def __init__(self, message: Text | None = None) -> None:
        super().__init__(message or _l("There is nothing at this address."))


class NotAllowed(DomainError):
    """The actor may not do this. `sign_in` is true when signing in could change the answer."""

    status = 403
    code = "not_allowed"

    def __init__(self, message: Text | None = None, *, sign_in: bool = False) -> None:
        super().__init__(message or _l("You do not have permission to do this."))
        self.sign_in = sign_in


class Conflict(DomainError):
    """The thing has changed meanwhile, or its state does not allow the action."""

    status = 409
    code = "conflict"

    def __init__(self, message: Text | None = None) -> None:
        super().__init__(message or _l("This has changed in the meantime. Look at it again, then decide."))


class Invalid(DomainError):
    """Input that breaks a rule. `errors` maps field names to texts; the key "" is the whole form."""

    status = 422
    code = "invalid"

    def __init__(self, errors: Mapping[str, Sequence[Text]]) -> None:
        super().__init__(_l("Please check what you entered."))
        self.errors = {field: list(texts) for field, texts in errors.items()}

    @classmethod
    def field(cls, name: str, text: Text) -> Invalid:
        return cls({name: [text]})


class TooMany(DomainError):
    """A limit is used up. `retry_after` is in seconds."""

    status = 429
    code = "too_many"

    def __init__(self, retry_after: int, message: Text | None = None) -> None:
        super().__init__(message or _l("Too many attempts. Please wait and try again."))
        self.retry_after = retry_after


class Unavailable(DomainError):
    """Something the portal needs is not there just now: disk full, storage or database unreachable."""

    status = 503
    code = "unavailable"

    def __init__(self, message: Text | None = None) -> None:
        super().__init__(message or _l("The portal cannot save anything at the moment. Reading still works."))


def require(allowed: bool, message: Text | None = None) -> None:
    """Raise NotAllowed unless `allowed`."""
    if not allowed:
        raise NotAllowed(message)
