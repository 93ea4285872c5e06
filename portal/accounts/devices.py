"""What a browser calls itself: a name for the list of devices, and a mark that a copied cookie lacks."""

from __future__ import annotations

import hashlib
import re

from portal.accounts.types import Device

# The first that is found names the browser: they claim to be each other, the more special ones first.
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("AlipayClient", "Alipay"),
    ("DingTalk", "DingTalk"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("UCBrowser", "UC"),
    ("MQQBrowser", "QQ Browser"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
# WeChat writes the present network and language into its name; versions change with every update.
_CHANGING = re.compile(r"\b(?:NetType|Language|WeChat|ABI)/\S+|[\d._]+")


def read_device(user_agent: str | None) -> Device:
    """The device of a request. Its name is empty where the browser says nothing that we know."""
    agent = (user_agent or "")[:1000]
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    name = " · ".join(part for part in (browser, system) if part)
    return Device(name, hashlib.sha256(_CHANGING.sub("", agent).encode()).hexdigest())
