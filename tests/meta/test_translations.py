"""Every source string speaks Simplified and Traditional Chinese, says one thing, and is well written."""

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from portal.devtools import translations
from portal.devtools.chinese import remarks


def test_every_string_is_translated_once_and_well():
    found = [str(fault) for fault in translations.faults()]

    assert found == []


SCRIPTS = {"zh_Hans": "zh_Hans", "zh_Hant": "zh_Hant", "zh": "zh_Hans"}
SET_LIKE_PRINT = "no space between Chinese and a Latin letter or digit"
"""Standards keep the spelling of the documents that they were taken from."""


@pytest.mark.parametrize(
    "path", sorted((translations.ROOT / "config").rglob("*.yaml")), ids=lambda path: path.name
)
def test_labels_of_content_are_well_written(path):
    allowed = {SET_LIKE_PRINT} if "standards" in path.parts else set()
    if path.name == "sources.yaml":
        allowed.add("“臺” is said “台” here")  # the name of a city
    found = [
        f"{text}: {remark}"
        for locale, text in labels_in(yaml.safe_load(path.read_text()))
        for remark in remarks(text, locale)
        if remark not in allowed
    ]
    assert found == []


def labels_in(content):
    """Every text of a content file whose key ends with a language of ours, with that language."""
    if isinstance(content, dict):
        for key, value in content.items():
            locale = next(
                (SCRIPTS[end] for end in SCRIPTS if str(key) == end or str(key).endswith(f"_{end}")), None
            )
            if locale and isinstance(value, str):
                yield locale, value
            else:
                yield from labels_in(value)
    elif isinstance(content, list):
        for one in content:
            yield from labels_in(one)


def test_strings_of_code_and_templates_are_found():
    sources = translations.source_strings()

    assert sources["", "This field is required."][0].startswith("portal/core/forms.py:")
    assert sources["", "Shortcuts"][0].startswith("templates/layouts/public.html:")


@pytest.fixture
def tree(tmp_path):
    """Two features, `first` in code and `second` in templates, with no string yet."""
    (tmp_path / "portal" / "first").mkdir(parents=True)
    (tmp_path / "templates" / "second").mkdir(parents=True)
    return tmp_path


def say(tree, first="", second=""):
    (tree / "portal" / "first" / "views.py").write_text(first)
    (tree / "templates" / "second" / "page.html").write_text(second)


def faults_of(tree):
    """What is wrong, without the place; the two scripts are written alike here, so one is looked at."""
    return [fault.text for fault in translations.faults(tree) if "Hant" not in str(fault)]


def test_what_is_missing_unfinished_or_lost_is_seen(tree):
    say(tree, '_("Kept %(days)s days")\n_("Forgotten")\n_("Half done")\n_("Nothing")\n_("%(n)s left")\n')
    texts = {
        "Kept %(days)s days": "保留几天",
        "Half done": "一半",
        "Nothing": "",
        "%(n)s left": "还剩 %(m)s 个",
    }
    translate(tree, "first", texts, fuzzy="Half done")

    assert sorted(text.split(":")[0] for text in faults_of(tree)) == [
        "'%(n)s left'",
        "'%(n)s left'",
        "'Half done' is marked fuzzy",
        "'Kept %(days)s days'",
        "'Nothing' is empty",
        "no zh_Hans translation of 'Forgotten'",
        "no zh_Hans translation of 'Half done'",
        "no zh_Hans translation of 'Nothing'",
    ]


def test_two_features_that_say_a_word_otherwise_are_seen(tree):
    say(tree, '_("Open")', "{{ _('Open') }}")
    translate(tree, "first", {"Open": "打开"})
    translate(tree, "second", {"Open": "未办结"})

    assert "'Open' is translated otherwise in translations/zh_Hans/first.po:1" in faults_of(tree)


def test_a_borrowed_word_is_seen(tree):
    say(tree, '_("Open")', "{{ _('Open') }}")
    translate(tree, "first", {"Open": "打开"})

    assert faults_of(tree) == [
        "second says 'Open' too: if '打开' is right there, move it to shared.po, else give it a context there"
    ]
    translate(tree, "first", {})
    translate(tree, "shared", {"Open": "打开"})
    assert faults_of(tree) == []
    say(tree, '_("Open")')
    assert faults_of(tree) == ["only first says 'Open': move it to that file"]
    say(tree)
    assert faults_of(tree) == ["'Open' is said nowhere"]


def test_a_context_solves_a_clash(tree):
    say(tree, '_("Open")', "{{ pgettext('case', 'Open') }}")
    translate(tree, "first", {"Open": "打开"})
    translate(tree, "second", {"Open": "未办结"}, context="case")

    assert faults_of(tree) == []


def test_plurals_clash_by_their_singular(tree):
    say(tree, 'ngettext("one", "ones", 2)\nngettext("case", "cases", 2)', "{{ ngettext('one', 'many', 2) }}")
    translate(tree, "shared", {("one", "ones"): "一"})
    translate(tree, "first", {("case", "cases"): "件"})
    translate(tree, "second", {"case": "案"})

    found = faults_of(tree)

    assert "'one' has another plural in portal/first/views.py:1" in found
    assert "'case' is translated otherwise in translations/zh_Hans/first.po:1" in found


def test_what_is_badly_written_is_seen(tree):
    say(tree, '_("Sent")\n_("Done")')
    translate(tree, "first", {"Sent": "Sent", "Done": "办完了."})

    assert faults_of(tree) == [
        "'Sent' is not translated",
        "'办完了.': half-width punctuation beside Chinese",
    ]


@pytest.mark.parametrize(
    ("text", "locale", "remark"),
    [
        ("已办结,谢谢", "zh_Hans", "half-width punctuation beside Chinese"),
        ("单位(盖章)", "zh_Hans", "half-width punctuation beside Chinese"),
        ('点击"保存"', "zh_Hans", "straight quotation marks"),
        ("正在保存…", "zh_Hans", "an ellipsis is six dots: ……"),
        ("共3项", "zh_Hans", "no space between Chinese and a Latin letter or digit"),
        ("已保存。 谢谢", "zh_Hans", "two spaces, or a space beside full-width punctuation"),
        ("點「儲存」", "zh_Hans", "quotation marks of the other script"),
        ("点“保存”", "zh_Hant", "quotation marks of the other script"),
        ("保存單位", "zh_Hans", "letters of the other script: 單"),
        ("处置單位", "zh_Hant", "letters of the other script: 处"),
        ("由处理单位办理", "zh_Hans", "“处理单位” is said “处置单位” here"),
        ("尚未評定的專案", "zh_Hant", "“專案” is said “項目” here"),
    ],
)
def test_a_careful_reader_marks(text, locale, remark):
    assert remark in list(remarks(text, locale))


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("共 %(num)s 项，%(name)s地图：12345。", "zh_Hans"),
        ("例如 R261122-7K3F9Q；支持 PDF、HEIC……", "zh_Hans"),
        ("您已加入「%(organisation)s」（選填）", "zh_Hant"),
    ],
)
def test_a_good_sentence_has_no_mark(text, locale):
    assert list(remarks(text, locale)) == []


def translate(tree, name, entries, *, context=None, fuzzy=None):
    """Write `translations/<locale>/<name>.po`, the same for both scripts."""
    for locale in translations.TRANSLATED:
        path = tree / "translations" / locale / f"{name}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = Catalog(locale="zh")
        for source, text in entries.items():
            written = (text,) if isinstance(source, tuple) else text
            catalog.add(source, written, context=context, flags=["fuzzy"] if source == fuzzy else [])
        with path.open("wb") as file:
            write_po(file, catalog, omit_header=True)
