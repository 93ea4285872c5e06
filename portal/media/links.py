"""Addresses of pictures and files.

A published photo has a plain address that everyone may open. Whatever else a page may show to its one
reader, it shows by a sealed link: signed, for this file, for this reader, for an hour or so. So the page that
has checked the permission carries the decision, and this package needs to know nothing of reports or
applications. A link that is copied to another person, changed or old opens nothing.
"""

from __future__ import annotations

from datetime import datetime

from flask import current_app, url_for
from itsdangerous import BadSignature, Signer

from portal.core.visitor import known_visitor, visitor_id
from portal.core.web import current_actor
from portal.media.models import EvidenceFile
from portal.media.types import VariantName

_STEP = 1_800
"""Seconds: links made within one step are equal, and live for one to two steps."""


def public_url(ref: str, name: VariantName) -> str:
    return url_for("media.show_variant", ref=ref, name=name.value)


def sealed_url(ref: str, name: VariantName, now: datetime) -> str:
    """For the present reader only. Call it after the feature's own permission has said yes."""
    return url_for("media.show_variant", ref=ref, name=name.value, key=_key(ref, visitor_id(), now))


def evidence_url(evidence: EvidenceFile, now: datetime) -> str:
    """For the present reader only. Call it after the feature's own permission has said yes."""
    return url_for("media.download_evidence", ref=evidence.ref, key=_key(evidence.ref, visitor_id(), now))


def opens(ref: str, key: str | None, now: datetime) -> bool:
    """Is `key` a seal made for the present reader and this file, and still good?"""
    visitor = known_visitor()
    if not key or visitor is None:
        return False
    try:
        until = int(_signer(ref, visitor).unsign(key).decode(), 36)
    except (BadSignature, ValueError):
        return False
    return until >= now.timestamp()


def _key(ref: str, visitor: str, now: datetime) -> str:
    until = (int(now.timestamp()) // _STEP + 2) * _STEP
    return _signer(ref, visitor).sign(_base36(until)).decode()


def _signer(ref: str, visitor: str) -> Signer:
    """Bound to the browser and to who is signed in there, so that signing out ends every link."""
    salt = f"wufei media:{ref}:{current_actor().audit_name}:{visitor}"
    return Signer(str(current_app.secret_key), salt=salt, key_derivation="hmac")


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"
