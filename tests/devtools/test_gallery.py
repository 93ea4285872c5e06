"""The gallery shows every component; the page client checks each page it fetches."""

import pytest
from flask import render_template_string
from wtforms import Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice

FIELD = '{% from "components/field.html" import field %}{{ field(form.name, hint="As on the seal") }}'
SUMMARY = '{% from "components/error_summary.html" import error_summary %}{{ error_summary(form) }}'


class SampleForm(Form):
    name = StringField("Name")
    kind = RadioField("Kind", choices=[SelectChoice("a", "A"), SelectChoice("b", "B")])


@pytest.fixture
def refused(app):
    with app.test_request_context("/"):
        form = SampleForm(data={"kind": "a"})
        form.name.errors = ["Write the <name>."]
        form.kind.errors = ["Choose one."]
        yield form


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant", "en"])
def test_the_gallery_is_a_sound_page_in_each_language(client, language):
    page = client.get_page(f"/devtools/gallery?lang={language}")

    assert page.h1


def test_a_field_points_to_its_hint_and_its_error(refused):
    html = render_template_string(FIELD, form=refused)

    assert 'aria-describedby="name-hint name-error"' in html
    assert 'aria-invalid="true"' in html
    assert "Write the &lt;name&gt;." in html


def test_the_error_summary_links_to_each_field_and_to_the_first_choice(refused):
    html = render_template_string(SUMMARY, form=refused)

    assert 'href="#name"' in html
    assert 'href="#kind-0"' in html


def test_no_error_summary_without_errors(app):
    with app.test_request_context("/"):
        assert render_template_string(SUMMARY, form=SampleForm()).strip() == ""
