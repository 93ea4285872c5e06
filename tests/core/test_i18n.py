"""Choosing a language, and falling back to the source."""

import pytest

from portal.core.i18n import (
    Label,
    choose_locale,
    gettext,
    in_locale,
    lazy_gettext,
    measured,
    ngettext,
    npgettext,
    pgettext,
)


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh_Hans"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh-Hant-CN", "zh_Hant"),
        ("zh-Hans-HK", "zh_Hans"),
        ("zh", "zh_Hans"),
        ("en-GB,en;q=0.9,zh;q=0.1", "en"),
        ("zh;q=0.2,en;q=0.9", "en"),
        ("fr-FR,de", "zh_Hans"),
        ("", "zh_Hans"),
        (None, "zh_Hans"),
        ("en;q=nonsense,zh-TW", "zh_Hant"),
        ("en;q=0,zh-TW;q=0.1", "zh_Hant"),
        (";;;,,,q=", "zh_Hans"),
    ],
)
def test_the_header_chooses_the_language(header, locale):
    assert choose_locale(header) == locale


def test_english_is_the_source():
    with in_locale("en"):
        assert gettext("There is nothing at this address.") == "There is nothing at this address."
        assert ngettext("%(num)s file", "%(num)s files", 2) == "2 files"


def test_an_unknown_text_is_shown_as_it_stands():
    with in_locale("zh_Hans"):
        assert gettext("no such text %(x)s", x=1) == "no such text 1"


def test_a_context_tells_one_word_from_another():
    with in_locale("zh_Hans"):
        assert (gettext("Suspended"), pgettext("certificate", "Suspended")) == ("已停用", "暂停")
        assert gettext("%(num)s person", num=2) == "2 人"
        assert npgettext("crowd", "%(num)s person", "%(num)s people", 2) == "2 people"


def test_a_lazy_text_is_made_for_whoever_reads_it():
    text = lazy_gettext("Home")
    with in_locale("en"):
        english = str(text)
    with in_locale("zh_Hans"):
        chinese = str(text)
    assert english != chinese


def test_a_label_follows_the_language():
    label = Label("社区", "Community", "社區")
    with in_locale("zh_Hant"):
        assert str(label) == "社區"
    assert label.text("en") == "Community"


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        ("3", Label("处", "places", "處"), "3 places"),
        ("1", Label("处", "places", "處"), "1 place"),
        (1, Label("次/年", "times a year", "次/年"), "1 time a year"),
        ("1", Label("克/人次", "g per person", "克/人次"), "1 g per person"),
        ("1", Label("%", "%", "%"), "1%"),
        ("1", None, "1"),
    ],
)
def test_one_of_a_unit_is_no_plural(number, unit, words):
    with in_locale("en"):
        assert measured(number, unit) == words


def test_a_chinese_unit_stays_as_it_is():
    with in_locale("zh_Hans"):
        assert measured("1", Label("处", "places", "處")) == "1 处"
