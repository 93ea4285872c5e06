"""A form with photos, as a phone without a script sends it: refused and shown again, the photos stay."""

import io

import pytest
from flask import request
from jinja2 import ChoiceLoader, DictLoader

from portal.core import policy
from portal.core.errors import Invalid
from portal.core.web import now, render, session, writes
from portal.media.actions import attach_photos
from portal.media.uploads import staged_photos, stages_photos, upload_owner
from tests.media.pictures import LAT, LNG, exif_block, jpeg, laden
from tests.support.page_client import PageClient

PAGE = """{% extends "layouts/public.html" %}{% from "components/photo_upload.html" import photo_upload %}
{% block title %}Try{% endblock %}{% block main %}<h1>Try</h1>
<form method="post" enctype="multipart/form-data" action="/try">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
{{ photo_upload(staged, errors=staged.errors) }}
<label for="what">What</label><input id="what" name="what" value="{{ what }}"><button>Send</button></form>
<p id="place">{{ staged.position.lng if staged.position }} {{ staged.position.lat if staged.position }}</p>
{% endblock %}"""


@pytest.fixture
def form_client(make_app):
    """A portal with one more route: a form that wants one word and takes photos."""
    app = make_app()
    app.jinja_env.loader = _with_page(app.jinja_env.loader)
    app.add_url_rule("/try", "try_form", policy.public(_show), methods=["GET"])
    app.add_url_rule("/try", "try_send", policy.public(stages_photos(writes(_send))), methods=["POST"])
    return app.test_client()


def _with_page(loader):
    return ChoiceLoader([DictLoader({"try.html": PAGE}), loader])


def _show(status=200):
    return render("try.html", staged=staged_photos(), what=request.form.get("what", "")), status


def _send():
    staged = staged_photos()
    if staged.errors or not request.form["what"]:
        return _show(422)
    try:
        photos = attach_photos(session(), staged.refs, owner=upload_owner(), now=now())
    except Invalid:
        return _show(422)
    return f"<!doctype html>{len(photos)}", 200, {"Content-Type": "text/plain"}


def file(data, name="photo.jpg"):
    return (io.BytesIO(data), name)


def send(client: PageClient, page, *files, button=None, **fields):
    form = page.form("/try")
    chosen = {"photos": [file(data) for data in files]} if files else {}
    return client.submit(form, fields | chosen, button=button)


def staged_refs(page):
    return page.form("/try").values.get("staged_photos", [])


def test_refused_form_keeps_its_photos(form_client):
    first = form_client.get_page("/try")

    refused = send(form_client, first, jpeg(), laden(), what="")
    assert refused.status_code == 422
    assert len(staged_refs(refused.page)) == 2

    sent = send(form_client, refused.page, what="bags")
    assert (sent.status_code, sent.text) == (200, "<!doctype html>2")


def test_bad_photo_is_named_and_the_good_ones_stay(form_client):
    answer = send(form_client, form_client.get_page("/try"), jpeg(), b"no photo", what="bags")

    assert answer.status_code == 422
    assert "这不是照片" in answer.page.text
    assert len(staged_refs(answer.page)) == 1


def test_a_photo_is_left_out_and_another_added_without_a_script(form_client):
    page = send(form_client, form_client.get_page("/try"), jpeg(), jpeg((320, 240)), what="").page
    first, second = staged_refs(page)

    page = send(form_client, page, laden(), drop_photo=first, what="").page

    assert len(staged_refs(page)) == 2
    assert second in staged_refs(page)
    assert first not in staged_refs(page)


def test_place_of_a_photo_is_known_without_a_script(form_client):
    page = send(form_client, form_client.get_page("/try"), jpeg(), jpeg(exif=exif_block()), what="").page

    lng, lat = page.by_id("place").text.split()
    assert (float(lng), float(lat)) == (pytest.approx(LNG, abs=1e-5), pytest.approx(LAT, abs=1e-5))


def test_more_than_six_are_not_taken(form_client):
    answer = send(form_client, form_client.get_page("/try"), *[jpeg((64, 48))] * 8, what="bags")

    assert answer.status_code == 422
    assert "文件最多 6 个" in answer.page.text
    assert len(staged_refs(answer.page)) == 6


def test_photo_of_somebody_else_is_not_taken(form_client):
    page = send(form_client, form_client.get_page("/try"), jpeg(), what="").page
    stranger = form_client.application.test_client()
    token = stranger.get_page("/try").form("/try").values["csrf_token"]

    answer = stranger.post(
        "/try", data={"csrf_token": token, "staged_photos": staged_refs(page), "what": "bags"}
    )

    assert answer.status_code == 422
    assert staged_refs(answer.page) == []


def test_empty_file_field_is_no_photo(form_client):
    form = form_client.get_page("/try").form("/try")

    answer = form_client.submit(form, {"what": "bags", "photos": file(b"", "")})

    assert answer.text == "<!doctype html>0"
