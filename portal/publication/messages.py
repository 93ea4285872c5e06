"""What publication tells: the organisation, publishers, and officers. No message names a reviewer."""

from __future__ import annotations

from portal.applications.messages import HOW_TO_OBJECT, about, panel_link_to
from portal.applications.models import Application
from portal.core.i18n import Label, Text
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.types import Message
from portal.publication.models import Certificate, Notice

AFTER_REVIEW: Text = _l("This was decided after the review.")
AFTER_OBJECTION: Text = _l("An objection raised during the public notice was found to be right.")

CERTIFICATE_STEPS: dict[str, tuple[Text, Text]] = {
    "due": (
        _l("Re-check due"),
        _l("The certificate stays valid. An officer will come and look again; keep your records at hand."),
    ),
    "pass": (_l("Re-check passed"), _l("The certificate stays valid.")),
    "fail": (
        _l("Validity suspended"),
        _l("The re-check was not passed. The certificate does not count until the faults are mended."),
    ),
    "overdue": (
        _l("Validity suspended"),
        _l("The re-check was not made in time. The certificate does not count until it has been made."),
    ),
    "suspend": (_l("Validity suspended"), _l("The certificate does not count until the faults are mended.")),
    "mended": (_l("Valid again"), _l("The faults are mended and the certificate counts again.")),
    "revoke": (_l("Revoked"), _l("The certificate no longer counts, and the register says so.")),
    "uphold_appeal": (_l("Valid again"), _l("Your objection was right: the certificate counts again.")),
    "expire": (
        _l("Expired"),
        _l("Its time is over. Apply again to be certified under the standard that is in force now."),
    ),
    "renew": (_l("Replaced by a newer certificate"), _l("Please show the newer one from now on.")),
}
"""What each step is called, and what it means for the holder."""


# --- the organisation -------------------------------------------------------------------------------------


def notice_opened(notice: Notice, title: Label) -> Message:
    return Message("publication/notice_opened", _about_notice(notice, title), link=f"/notices/{notice.no}")


def held(notice: Notice, title: Label) -> Message:
    """Without the objection's words: they are for those who look into it."""
    return Message("publication/held", _about_notice(notice, title), link=f"/notices/{notice.no}")


def resumed(notice: Notice, title: Label, reply: str) -> Message:
    values = _about_notice(notice, title) | {"reply": reply}
    return Message("publication/resumed", values, link=f"/notices/{notice.no}")


def certified(certificate: Certificate, title: Label, level: Label | None) -> Message:
    values = _about_certificate(certificate, title) | {"level": level or ""}
    return Message("publication/certified", values, link=f"/certificates/{certificate.no}")


def certificate_step(certificate: Certificate, title: Label, action: str, reason: str) -> Message:
    step, meaning = CERTIFICATE_STEPS[action]
    objects = action in ("fail", "overdue", "suspend", "revoke")
    values = _about_certificate(certificate, title) | {
        "step": step,
        "meaning": meaning,
        "reason": reason,
        "recheck_by": certificate.recheck_by,
        "how_to_object": HOW_TO_OBJECT if objects else "",
    }
    return Message("publication/certificate_step", values, link=f"/certificates/{certificate.no}")


def appeal_dismissed(certificate: Certificate, title: Label, reply: str) -> Message:
    values = _about_certificate(certificate, title) | {"reply": reply}
    return Message("publication/appeal_dismissed", values, link=f"/certificates/{certificate.no}")


# --- staff ------------------------------------------------------------------------------------------------


def proposal_waits(application: Application, title: Label) -> Message:
    return Message("publication/proposal_waits", about(application, title), link=_decision_of(application))


def sent_back(application: Application, title: Label, reason: str) -> Message:
    values = about(application, title) | {"reason": reason}
    return Message("publication/sent_back", values, link=panel_link_to(application))


def objection_received(notice: Notice, title: Label) -> Message:
    values = _about_notice(notice, title)
    return Message("publication/objection_received", values, link=f"/panel/notices/{notice.no}")


def recheck_due(certificate: Certificate, title: Label) -> Message:
    """For the officers of the area, who make the re-check."""
    values = _about_certificate(certificate, title) | {"recheck_by": certificate.recheck_by}
    return Message("publication/recheck_due", values, link=f"/panel/certificates/{certificate.no}")


def waits_at_certificate(what: str, certificate: Certificate, title: Label) -> Message:
    """For publishers: a measure (`measure_waits`) or an appeal (`appeal_received`) waits for them."""
    values = _about_certificate(certificate, title)
    return Message(f"publication/{what}", values, link=f"/panel/certificates/{certificate.no}")


def _decision_of(application: Application) -> str:
    return f"{panel_link_to(application)}/decision"


def _about_notice(notice: Notice, title: Label) -> dict[str, object]:
    return about(notice.application, title) | {"no": notice.no, "ends_at": notice.ends_at}


def _about_certificate(certificate: Certificate, title: Label) -> dict[str, object]:
    return {
        "no": certificate.no,
        "organisation": certificate.holder,
        "title": title,
        "valid_until": certificate.valid_until,
    }
