"""A visit that the standard asks for: recorded on site with a phone, concluded, proposed. At 360 px."""

from tests.media.pictures import jpeg
from tests.support.browser import PHONE, fits, press, sign_in_page

PHOTO = {"name": "site.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}


def test_a_visit_is_recorded_on_site_and_leads_to_the_decision(open_page):
    with open_page(**PHONE) as page:
        sign_in_page(page, "officer@demo.example")
        page.goto("/panel/site-visits")
        page.locator("table a[href^='/panel/site-visits/']").first.click()
        page.wait_for_url("**/site-visits/V*")
        visit = page.url
        application = page.locator("main a[href^='/panel/applications/']").first.get_attribute("href")
        assert page.locator("main a[href$='/decision']").count() == 0

        with page.expect_response(lambda answer: answer.url.endswith("/findings")):
            page.locator("#item-factory-P1 input[value=confirmed]").check()
        for line in page.locator("[id^='item-factory-P']").all():
            line.locator("input[value=confirmed]").check()
        press(page, "保存")
        assert fits(page)

        page.locator("#photos").set_input_files(PHOTO)
        page.locator("[data-photo-item] input[name=staged_photos]").first.wait_for(state="attached")
        press(page, "保存照片")
        assert page.locator("#photo-list .photo-grid li").count() >= 1

        page.get_by_label("现场与申报相符").check()
        page.fill("textarea[name=summary]", "现场查看贮存场所与台账，与申报相符。")
        press(page, "完成核查")
        assert "现场属实" in page.locator("main").inner_text()
        assert page.url.split("#")[0] == visit

        page.goto(f"{application}/decision")
        assert "现场与申报相符" in page.locator("main").inner_text()
        page.fill("textarea[name=reasons]", "评审达标，现场相符。")
        press(page, "提出拟认定意见")
        assert fits(page)

    with open_page(**PHONE) as page:
        sign_in_page(page, "publisher@demo.example")
        page.goto(f"{application}/decision")
        assert page.get_by_role("button", name="开始公示", exact=True).count() == 1
