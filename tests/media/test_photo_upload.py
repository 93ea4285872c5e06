"""The photo field in a real browser: photos are made smaller, sent at once, removed again, and never lost."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.media.pictures import HEIC, LAT, LNG, encoded, exif_block, jpeg, scene

NOISE = Image.effect_noise((3000, 2000), 60).convert("RGB")
LARGE = encoded(NOISE, "JPEG", exif=exif_block(6), quality=90)
ITEMS = "[data-photo-item]"
STAGED = "input[name=staged_photos]"


def file(data, name="IMG_0001.jpg", kind="image/jpeg"):
    return {"name": name, "mimeType": kind, "buffer": data}


@pytest.fixture
def field(phone):
    """The field on the gallery page, with what it sends and what it tells the form written down."""
    phone.goto("/devtools/gallery")
    phone.evaluate("""() => {
        window.places = [];
        document.addEventListener("wufei:photo-place", (event) => window.places.push(event.detail));
        window.sent = [];
        const send = XMLHttpRequest.prototype.send;
        XMLHttpRequest.prototype.send = function (body) {
            window.sent.push(body);
            return send.call(this, body);
        };
    }""")
    return phone.locator("[data-photo-upload]")


def choose(field, *files):
    field.locator("input[type=file]").set_input_files(list(files))


def waiting(field):
    return field.locator("input[type=file]").evaluate("(input) => input.files.length")


def test_photo_is_made_smaller_turned_and_sent_at_once(phone, field):
    choose(field, file(LARGE))
    expect(field.get_by_role("status")).to_have_text("照片 1 已上传。")
    expect(field.locator(STAGED)).to_have_count(1)
    sent = phone.evaluate("""async () => {
        const photo = window.sent[0].get("photo");
        return { taken: window.sent[0].get("taken"), size: photo.size, text: await photo.text() };
    }""")

    assert sent["taken"] == "2026:05:04 08:30:00+08:00"
    assert sent["size"] <= 400_000 < len(LARGE)
    assert "Exif" not in sent["text"]
    width, height = field.locator("img").first.evaluate("(it) => [it.naturalWidth, it.naturalHeight]")
    assert width < height <= 2048
    assert waiting(field) == 0


def test_form_is_told_where_the_photo_was_taken(phone, field):
    choose(field, file(LARGE))
    expect(field.locator(STAGED)).to_have_count(1)

    [place] = phone.evaluate("window.places")
    assert (place["lng"], place["lat"]) == (pytest.approx(LNG, abs=1e-5), pytest.approx(LAT, abs=1e-5))
    assert place["error_m"] == 12.5


def test_heic_is_sent_as_it_is_and_shown_by_the_server(phone, field):
    choose(field, file(HEIC.read_bytes(), "IMG_0002.HEIC", "image/heic"))

    expect(field.locator(STAGED)).to_have_count(1)
    expect(field.locator("img").first).to_have_attribute("src", re.compile("^blob:"), timeout=15_000)
    assert field.locator("img").first.evaluate("(it) => it.decode().then(() => it.naturalWidth)") == 320
    [place] = phone.evaluate("window.places")
    assert place["lat"] == pytest.approx(LAT, abs=1e-5)


def test_several_photos_go_one_after_another_and_each_can_be_removed(phone, field):
    choose(field, *(file(jpeg((800, 600), quality=q), f"{q}.jpg") for q in (50, 60, 70)))
    expect(field.locator(STAGED)).to_have_count(3)
    kept = field.locator(STAGED).nth(1).input_value()

    with phone.expect_response(re.compile("/removal$")) as removal:
        field.locator(ITEMS).first.get_by_role("button").click()
    assert removal.value.status == 204
    field.locator(ITEMS).last.get_by_role("button").click()

    expect(field.locator(ITEMS)).to_have_count(1)
    assert field.locator(STAGED).input_value() == kept
    expect(field.get_by_role("status")).to_have_text("照片已移除。")
    expect(field.locator("[data-photo-remove]")).to_be_focused()


def test_photo_that_cannot_be_sent_stays_in_the_field(phone, field):
    phone.route("**/uploads/photos", lambda route: route.abort())

    choose(field, file(LARGE))

    expect(field.get_by_role("status")).to_have_text("网络不佳，这张照片将随表单一起提交。")
    assert waiting(field) == 1
    assert field.locator("input[type=file]").evaluate("(input) => input.files[0].size") <= 400_000
    expect(field.locator(ITEMS)).to_have_count(1)


def test_file_that_is_no_photo_is_refused_in_words(phone, field):
    choose(field, file(b"no photo at all", "photo.jpg"))

    expect(field.get_by_role("status")).to_have_text(
        "这不是照片。请选择 JPEG、PNG、WebP 或 HEIC 格式的照片。"
    )
    expect(field.locator(ITEMS)).to_have_count(0)
    assert waiting(field) == 0


def test_seventh_photo_is_left_out_with_a_word(phone, field):
    small = [file(encoded(scene((64, 48)), "PNG"), f"{n}.png", "image/png") for n in range(8)]

    choose(field, *small)

    expect(field.locator(STAGED)).to_have_count(6)
    expect(field.get_by_role("status")).to_have_text("文件最多 6 个。")
