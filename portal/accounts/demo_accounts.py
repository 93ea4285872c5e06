"""The accounts of the demonstration city, for its own loading and for the help on the sign-in page."""

from __future__ import annotations

from dataclasses import dataclass

from portal.core.i18n import Text
from portal.core.i18n import lazy_gettext as _l

DEMO_DOMAIN = "demo.example"


@dataclass(frozen=True)
class DemoAccount:
    """`key` is the part of the address before the @; `name` the fictitious person; `part` what they are."""

    key: str
    name: str
    part: Text

    @property
    def email(self) -> str:
        return f"{self.key}@{DEMO_DOMAIN}"


DEMO_ACCOUNTS = (
    DemoAccount("citizen", "林小满", _l("Citizen: reports and follows")),
    DemoAccount("school", "周雨晴", _l("School: applies for certification")),
    DemoAccount("community", "陈国栋", _l("Residents' committee: applies for certification")),
    DemoAccount("scenic", "苏晓岚", _l("Scenic area: applies for certification")),
    DemoAccount("dispatcher", "何志远", _l("Dispatcher: accepts and forwards reports")),
    DemoAccount("handler", "赵大川", _l("Handler: cleans up for all six units")),
    DemoAccount("officer", "沈若溪", _l("Certification officer: screens and proposes")),
    DemoAccount("reviewer1", "顾明哲", _l("Reviewer 1: scores applications")),
    DemoAccount("reviewer2", "唐婉清", _l("Reviewer 2: scores applications")),
    DemoAccount("reviewer3", "郑海峰", _l("Reviewer 3: scores applications")),
    DemoAccount("publisher", "秦书恒", _l("Publisher: opens notices and certifies")),
    DemoAccount("programme", "叶知秋", _l("Programme office, and identity officer")),
    DemoAccount("auditor", "魏清扬", _l("Auditor: reads all, changes nothing")),
    DemoAccount("admin", "方正平", _l("Administrator: accounts and settings")),
)


def find_demo_account(key: str | None) -> DemoAccount | None:
    return next((account for account in DEMO_ACCOUNTS if account.key == key), None)
