"""The place is filled by the photo or the phone: a report is sent with few taps and nothing typed.

Choosing a file counts as two taps: the field, and the photo in the phone's own picker.
"""

import pytest

from tests.media.pictures import HEIC, encoded, exif_block, scene
from tests.support.browser import PHONE

HERE = {"lng": 101.22012, "lat": 40.62093}
STREET, STREET_CODE = "鼓楼街道", "990101001"
MOST_TAPS, MOST_TAPS_WITHOUT_JS, LOADS = 6, 8, 3
KINDS = {"JPEG": "image/jpeg", "WEBP": "image/webp", "PNG": "image/png"}


def photo(kind="JPEG", **place):
    """A photo that nobody has sent before, taken at `place`."""
    image = scene((1200, 900))
    image.putpixel((600, 300), (len(place), 7 * len(kind), 99))
    data = encoded(image, kind, exif=exif_block(**place))
    return {"name": f"IMG_0001.{kind}", "mimeType": KINDS[kind], "buffer": data}


class Finger:
    """Counts what a person does: taps, and the pages that load."""

    def __init__(self, page):
        self.page, self.taps, self.loads = page, 0, 0
        page.on("load", self._loaded)

    def _loaded(self, _page):
        self.loads += 1

    def tap(self, selector):
        self.taps += 1
        self.page.locator(selector).first.tap()

    def choose_photo(self, file):
        self.taps += 2
        self.page.locator("#photos").set_input_files(file)

    def send(self):
        self.tap("form#report > button[type=submit]")
        self.page.wait_for_url("**/receipt**")
        self.page.wait_for_load_state("load")


def required_to_type(page):
    fields = "input[type=text], input[type=email], textarea"
    return (
        page.locator("form#report")
        .locator(fields)
        .evaluate_all(
            "all => all.filter((one) => one.required || one.getAttribute('aria-required') === 'true').length"
        )
    )


def begin(page):
    finger = Finger(page)
    page.goto("/")
    finger.tap(".door-first a")
    page.wait_for_url("**/reports/new")
    return finger


@pytest.mark.parametrize("kind", KINDS)
def test_the_place_is_filled_from_the_photo(phone, kind):
    finger = begin(phone)
    finger.choose_photo(photo(kind, **HERE))
    phone.locator("[data-place-status]", has_text=STREET).wait_for()
    assert phone.locator("select[name=area_code]").input_value() == STREET_CODE
    assert phone.locator("[name=place_source]").input_value() == "photo"
    phone.locator("input[name=staged_photos]").wait_for(state="attached")
    finger.tap("label:has(input[name=category])")
    assert required_to_type(phone) == 0
    finger.send()
    assert (finger.taps <= MOST_TAPS, finger.loads) == (True, LOADS)
    assert STREET in phone.locator("main").inner_text()


def test_without_javascript_the_photo_gives_the_place_too(phone_without_js):
    finger = begin(phone_without_js)
    finger.choose_photo(photo(**HERE))
    finger.tap("label:has(input[name=category])")
    assert required_to_type(phone_without_js) == 0
    finger.send()
    assert (finger.taps <= MOST_TAPS_WITHOUT_JS, finger.loads) == (True, LOADS)
    assert STREET in phone_without_js.locator("main").inner_text()


def test_a_photo_from_elsewhere_is_said_to_be_so(phone):
    """An iPhone's format, which this browser cannot draw, with the place of another city in it."""
    finger = begin(phone)
    heic = {"name": "IMG_0002.HEIC", "mimeType": "image/heic", "buffer": HEIC.read_bytes()}
    finger.choose_photo(heic)
    phone.locator("[data-place-status][data-tone=warning]").wait_for()
    assert phone.locator("input[name=lng]").input_value() == ""


def test_the_phone_gives_the_place(open_page):
    position = {"latitude": HERE["lat"], "longitude": HERE["lng"], "accuracy": 15}
    with open_page(**PHONE, geolocation=position, permissions=["geolocation"]) as page:
        finger = begin(page)
        finger.choose_photo(photo(gps=False))
        finger.tap("[data-place-here]")
        page.locator("[data-place-status]", has_text=STREET).wait_for()
        page.locator("input[name=staged_photos]").wait_for(state="attached")
        finger.tap("label:has(input[name=category])")
        finger.send()
        assert (finger.taps <= MOST_TAPS, finger.loads) == (True, LOADS)
