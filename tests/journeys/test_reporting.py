"""A citizen reports on a phone, with and without JavaScript; the city handles it; both see the end."""

import io

import pytest
from PIL import Image

from tests.media.pictures import encoded, scene
from tests.support.browser import PHONE, sign_in_page

DISPATCHER, HANDLER = "dispatcher@demo.example", "handler@demo.example"
STREET = "990101001"


def photo(colour, *, turned=False):
    """A picture that no other test has sent; `turned` shows something else."""
    image = scene((900, 700))
    if turned:
        image = image.transpose(Image.Transpose.ROTATE_180)
    image.paste(colour, (0, 0, 300, 300))
    return {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": encoded(image)}


def choose(page, selector):
    """Radios and their tiles: the label is what a finger meets."""
    page.locator(selector).first.check(force=True)


def send_report(page, *, colour):
    page.goto("/")
    page.locator(".door-first a").click()
    page.locator("input[type=file]").first.set_input_files(photo(colour))
    choose(page, "input[name=category]")
    page.locator("select[name=area_code]").select_option(STREET)
    page.fill("input[name=address]", "河滨路桥下")
    page.locator("form#report > button[type=submit]").last.click()
    page.wait_for_url("**/receipt**")
    return page.locator("#receipt-ref").inner_text().strip(), page.locator(
        "#receipt-secret"
    ).inner_text().strip()


def step(page, noun, **fields):
    """One step in the panel: open its form, fill it in, press its button."""
    form = page.locator(f"form[action$='/{noun}']").first
    form.evaluate(
        "form => { for (let e = form; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true }"
    )
    for name, value in fields.items():
        field = form.locator(f"[name$={name}]").first
        if isinstance(value, dict):
            field.set_input_files(value)
            form.locator("input[name=staged_photos]").first.wait_for(state="attached")
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator("button[type=submit]").last.click()


def handle(open_page, ref, *, colour):
    with open_page(**PHONE) as page:
        sign_in_page(page, DISPATCHER)
        page.goto(f"/panel/reports/{ref}")
        step(page, "acceptance")
        page.goto(f"/panel/reports/{ref}")
        step(page, "dispatch")
    with open_page(**PHONE) as page:
        sign_in_page(page, HANDLER)
        page.goto(f"/panel/reports/{ref}")
        step(page, "handling")
        page.goto(f"/panel/reports/{ref}")
        step(page, "resolution", note="已清运，地面冲洗干净。", photos=photo(colour, turned=True))


def track(page, ref, secret):
    page.goto("/reports/track")
    page.fill("input[name=ref]", ref.lower())
    page.fill("input[name=secret]", secret.lower().replace("-", " "))
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").last.click()


def confirm(page):
    """Read what was done, and say that it is so."""
    assert "已清运" in page.locator("main").inner_text()
    with page.expect_navigation():
        page.locator("form[action$='/confirmation'] button").first.click()
    assert "已结案" in page.locator("main").inner_text()


def test_a_report_with_javascript_is_followed_to_its_end(open_page):
    with open_page(**PHONE) as page:
        ref, secret = send_report(page, colour=(180, 40, 30))
    handle(open_page, ref, colour=(20, 160, 40))
    with open_page(**PHONE) as page:
        track(page, ref, secret)
        confirm(page)
        page.goto(f"/reports/{ref}")
        assert secret not in page.content()


def test_a_report_without_javascript_is_followed_to_its_end(open_page, phone_without_js):
    ref, secret = send_report(phone_without_js, colour=(30, 40, 180))
    handle(open_page, ref, colour=(160, 160, 40))
    track(phone_without_js, ref, secret)
    assert ref in phone_without_js.locator("main").inner_text()
    confirm(phone_without_js)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_of_photo_are_taken(phone_without_js, kind):
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), (len(kind) * 30, 90, 10)).save(buffer, kind)
    page = phone_without_js
    page.goto("/reports/new")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "a.bin", "mimeType": f"image/{kind.lower()}", "buffer": buffer.getvalue()}
    )
    choose(page, "input[name=category]")
    page.locator("select[name=area_code]").select_option(STREET)
    page.fill("input[name=address]", "河滨路桥下")
    page.locator("form#report > button[type=submit]").last.click()
    page.wait_for_url("**/receipt**")


def test_in_large_type_the_kinds_stand_in_two_columns_and_each_is_a_large_target(phone, live_server):
    phone.context.add_cookies([{"name": "wufei_type", "value": "large", "url": live_server.url}])
    phone.goto("/reports/new")

    tiles = phone.locator("#category .choice").evaluate_all(
        "all => all.map(one => { const at = one.getBoundingClientRect(); return [at.left, at.height] })"
    )

    assert len({left for left, _ in tiles}) == 2
    assert min(height for _, height in tiles) >= 60
    assert phone.locator("#category").bounding_box()["height"] < 1100


@pytest.mark.parametrize(("fixture", "spoken_of"), [("phone", True), ("phone_without_js", False)])
def test_marking_on_the_map_is_spoken_of_only_where_it_can_be_done(request, fixture, spoken_of):
    page = request.getfixturevalue(fixture)
    page.goto("/reports/new")

    said = page.locator("#area_code-hint").inner_text() + page.locator("#address-hint").inner_text()

    assert ("标出位置" in said) == spoken_of
    assert ("用我的位置" in page.locator("main").inner_text()) == spoken_of


@pytest.mark.parametrize("button", ["English", "长辈版"])
def test_a_change_of_language_or_size_takes_the_half_filled_form_along(phone, button):
    phone.goto("/reports/new")
    phone.locator("input[type=file]").first.set_input_files(photo((90, 20, 130)))
    phone.locator("input[name=staged_photos]").wait_for(state="attached")
    phone.locator(".choice-tile").nth(2).click()
    phone.fill("textarea[name=description]", "桥下有很多轮胎")
    phone.fill("input[name=address]", "河滨路桥下")

    phone.locator("details[data-menu] summary").first.click()
    with phone.expect_navigation():
        phone.get_by_role("button", name=button).first.click()

    look = phone.locator("html")
    assert (look.get_attribute("lang"), look.get_attribute("data-type")) == (
        ("en", "normal") if button == "English" else ("zh-Hans-CN", "large")
    )
    assert phone.input_value("textarea[name=description]") == "桥下有很多轮胎"
    assert phone.input_value("input[name=address]") == "河滨路桥下"
    assert phone.locator(".choice-tile input:checked").count() == 1
    assert phone.locator("input[name=staged_photos]").count() == 1
    assert phone.locator(".error-summary").count() == 0
