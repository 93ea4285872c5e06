"""What a careful reader marks in a Chinese sentence: punctuation, spaces, quotes, the other script.

Values in, remarks out; it knows neither files nor catalogues.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

SIMPLIFIED, TRADITIONAL = "zh_Hans", "zh_Hant"

_PLACE = re.compile(r"%\(\w+\)s|%%")
_LETTER = "[\u4e00-\u9fff]"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("half-width punctuation beside Chinese", re.compile(f"{_LETTER}[,;:!?.()\\[\\]]|[,;:!?()]{_LETTER}")),
    ("straight quotation marks", re.compile("[\"']")),
    ("an ellipsis is six dots: ……", re.compile(r"(?<!…)…(?!…)|\.\.\.")),
    (
        "no space between Chinese and a Latin letter or digit",
        re.compile(f"{_LETTER}[A-Za-z0-9]|[A-Za-z0-9]{_LETTER}"),
    ),
    (
        "two spaces, or a space beside full-width punctuation",
        re.compile("  |[，。；：！？、] | [，。；：！？、]"),
    ),
)
_QUOTES: Mapping[str, re.Pattern[str]] = {
    SIMPLIFIED: re.compile("[「」『』]"),
    TRADITIONAL: re.compile("[“”‘’]"),
}
_CODES: Mapping[str, str] = {SIMPLIFIED: "gb2312", TRADITIONAL: "big5"}
"""The letters of each script: what a national code of that script cannot write belongs to the other."""

_NOT_HERE: Mapping[str, Mapping[str, str]] = {
    SIMPLIFIED: {
        "处理单位": "处置单位",
        "发布人": "发布员",
        "查询密码": "查询码",
        "达标线": "合格线",
        "经办人员": "认定专员",
    },
    TRADITIONAL: {
        "專案": "項目",
        "型別": "類型",
        "社群": "社區",
        "稽核": "審核",
        "許可權": "權限",
        "釋出": "發布",
        "發佈": "發布",
        "公佈": "公布",
        "排程": "派單",
        "物件": "對象",
        "質量": "品質",
        "透過複核": "通過複核",
        "覆核": "複核",
        "身份": "身分",
        "二維碼": "行動條碼",
        "賬": "帳",
        "臺": "台",
    },
}
"""Words that a converter or a writer in haste puts, and ours (docs/glossary.md)."""


def remarks(text: str, locale: str) -> Iterator[str]:
    """What is wrong with this text, in words. Places such as `%(name)s` are looked past."""
    plain = _PLACE.sub("\0", text)
    for remark, pattern in _RULES:
        if pattern.search(plain):
            yield remark
    if _QUOTES[locale].search(plain):
        yield "quotation marks of the other script"
    strange = sorted(
        {letter for letter in plain if re.match(_LETTER, letter) and not _written(letter, locale)}
    )
    if strange:
        yield f"letters of the other script: {''.join(strange)}"
    for word, ours in _NOT_HERE[locale].items():
        if word in plain:
            yield f"“{word}” is said “{ours}” here"


def _written(letter: str, locale: str) -> bool:
    try:
        letter.encode(_CODES[locale])
    except UnicodeEncodeError:
        return False
    return True
