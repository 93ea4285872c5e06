"""What each entry of the audit log says was done; reports name their own steps."""

from __future__ import annotations

from portal.core.i18n import Text, lazy_pgettext
from portal.core.i18n import lazy_gettext as _l

ACCOUNTS: dict[str, Text] = {
    "open": _l("Account opened"),
    "suspend": _l("Account blocked"),
    "reinstate": _l("Account unblocked"),
    "sign_in": lazy_pgettext("log", "Signed in"),
    "sign_out": _l("Signed out"),
    "end_sessions": _l("Signed out on other devices"),
    "change_password": _l("Password changed"),
    "request_password_reset": _l("New password asked for"),
    "change_profile": _l("Profile changed"),
    "grant_role": _l("Role given"),
    "end_role": _l("Role taken back"),
    "found_organisation": _l("Organisation registered"),
    "invite_member": _l("Member invited"),
    "withdraw_invitation": _l("Invitation withdrawn"),
    "refuse_invitation": _l("Invitation refused"),
    "join_organisation": _l("Invitation accepted"),
    "change_member": _l("Member's rights changed"),
    "remove_member": _l("Member removed"),
    "make_unit": _l("Handling unit set up"),
    "load_demo": _l("Demonstration accounts loaded"),
}
APPLICATIONS: dict[str, Text] = {
    "start": _l("Draft begun"),
    "submit": _l("Handed in"),
    "screen": _l("Formal check begun"),
    "return": _l("Returned for correction"),
    "lapse": _l("Lapsed: the time for correction ran out"),
    "reject": _l("Not eligible"),
    "assign": _l("Reviewers drawn"),
    "disagree": _l("Third reviewer called"),
    "inspect": _l("Site visit called for"),
    "propose": _l("Proposed for certification"),
    "refuse": _l("Certification refused"),
    "send_back": _l("Sent back to the formal check"),
    "open_notice": _l("Public notice opened"),
    "hold": _l("Objection taken up"),
    "resume": _l("Public notice goes on"),
    "uphold": _l("Objection upheld"),
    "certify": _l("Certified"),
    "withdraw": _l("Withdrawn"),
    "save_answer": _l("Answer saved"),
    "add_evidence": _l("Evidence added"),
    "remove_evidence": _l("Evidence removed"),
    "set_commitment_letter": _l("Commitment letter uploaded"),
    "approve_not_applicable": _l("Judged whether an item applies"),
}
REVIEWS: dict[str, Text] = {
    "save_checks": _l("Formal check saved"),
    "offer": _l("Reviewer drawn and asked"),
    "accept": _l("Seat taken"),
    "decline": _l("Seat given back"),
    "declare_conflict": _l("Conflict of interest declared"),
    "lapse": _l("Not answered in time; offered to another"),
    "nobody_left": _l("Nobody left to be drawn"),
    "end": _l("Seat ended: application withdrawn"),
    "remind": _l("Reviewer reminded"),
    "overdue": _l("Sheet is late"),
    "save_item": _l("Line of a sheet saved"),
    "submit": _l("Sheet handed in"),
    "replace": _l("Reviewer replaced"),
    "call_visit": _l("Site visit called for"),
    "plan_visit": _l("Site visit planned"),
    "remind_visit": _l("Reminded of the day of a visit"),
    "record_sighting": _l("Finding on site saved"),
    "add_visit_photos": _l("Photos of the visit added"),
    "remove_visit_photo": _l("Photo of the visit removed"),
    "conclude_visit": _l("Site visit concluded"),
}
PUBLICATION: dict[str, Text] = {
    "send_back": _l("Proposal sent back"),
    "object": _l("Objection received"),
    "admit": _l("Objection admitted"),
    "not_admit": _l("Objection not admitted"),
    "answer": _l("Objection answered"),
    "open_contact": _l("Contact of an objector opened"),
    "issue": _l("Certificate issued"),
    "due": lazy_pgettext("log", "Re-check due"),
    "remind": lazy_pgettext("log", "Reminded of a re-check"),
    "pass": lazy_pgettext("log", "Re-check passed"),
    "fail": _l("Re-check failed: suspended"),
    "overdue": _l("Re-check not made in time: suspended"),
    "suspend": _l("Certificate suspended"),
    "mended": _l("Certificate valid again"),
    "revoke": _l("Certificate revoked"),
    "expire": _l("Certificate expired"),
    "renew": lazy_pgettext("log", "Replaced by a newer certificate"),
    "propose_measure": _l("Measure proposed"),
    "confirm_measure": lazy_pgettext("log", "Measure confirmed"),
    "refuse_measure": _l("Measure not confirmed"),
    "appeal": _l("Appeal received"),
    "uphold_appeal": lazy_pgettext("log", "Appeal upheld"),
    "dismiss_appeal": lazy_pgettext("log", "Appeal dismissed"),
}
MEDIA: dict[str, Text] = {
    "receive": _l("Photo received"),
    "process": _l("Photo being prepared"),
    "give_back": _l("Photo put back in line"),
    "finish": _l("Photo prepared"),
    "fail": _l("Photo could not be prepared"),
    "retry": _l("Photo prepared again"),
    "confirm": _l("Photo released to the public"),
    "withhold": _l("Photo withheld"),
}
STANDARDS: dict[str, Text] = {
    "import": _l("Standard read in"),
    "revise": _l("Draft of a standard changed"),
    "publish": lazy_pgettext("standard", "Published"),
    "retire": lazy_pgettext("standard", "No longer in force"),
}
OTHERS: dict[str, Text] = {
    "reports.support": _l("A neighbour saw it too"),
    "reports.object": _l("A neighbour says it is not cleaned"),
    "admin.try_job_again": _l("Failed work started again"),
    "notifications.try_again": _l("Mail sent again"),
    "places.import_city": _l("Map of the city read in"),
    "places.import_divisions": _l("Administrative divisions read in"),
    "demo.load": _l("Demonstration city loaded"),
}

WORDS: dict[str, Text] = OTHERS | {
    f"{area}.{verb}": words
    for area, verbs in {
        "accounts": ACCOUNTS,
        "applications": APPLICATIONS,
        "reviews": REVIEWS,
        "publication": PUBLICATION,
        "media": MEDIA,
        "standards": STANDARDS,
    }.items()
    for verb, words in verbs.items()
}
"""By the code that stands in the log."""
