"""Every source string speaks Simplified and Traditional Chinese."""

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from portal.devtools import translations


def test_every_string_is_translated():
    found = [str(fault) for fault in translations.faults()]

    assert found == []


def test_strings_of_code_and_templates_are_found():
    sources = translations.source_strings()

    assert sources["", "This field is required."].startswith("portal/core/forms.py:")
    assert sources["", "Shortcuts"].startswith("templates/layouts/public.html:")


def test_what_is_wrong_with_a_translation_is_seen(tmp_path):
    (tmp_path / "portal").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "portal" / "views.py").write_text('_("Kept %(days)s days")\n_("Forgotten")\n_("Half done")\n')
    (tmp_path / "templates" / "page.html").write_text("{{ _('Two words') }}")
    for locale in translations.TRANSLATED:
        write_catalog(tmp_path / "translations" / locale / "first.po", {"Two words": "两个词"})
        lost = {"Kept %(days)s days": "保留几天", "Two words": "两字", "Half done": "一半"}
        write_catalog(tmp_path / "translations" / locale / "second.po", lost, fuzzy="Half done")

    found = [fault.text for fault in translations.faults(tmp_path) if "Hant" not in str(fault)]

    assert sorted(text.split(":")[0] for text in found) == [
        "'Half done' is marked fuzzy",
        "'Kept %(days)s days'",
        "'Two words' is translated otherwise in translations/zh_Hans/first.po",
        "no zh_Hans translation of 'Forgotten'",
        "no zh_Hans translation of 'Half done'",
    ]


def write_catalog(path, entries, fuzzy=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog = Catalog(locale="zh")
    for source, text in entries.items():
        catalog.add(source, text, flags=["fuzzy"] if source == fuzzy else [])
    with path.open("wb") as file:
        write_po(file, catalog)
