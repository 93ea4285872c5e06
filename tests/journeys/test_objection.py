"""Somebody objects to a notice without an account; it is held, answered in public, and goes on. At 360 px."""

from tests.support.browser import PHONE, fits, press, sign_in_page

TEXT, REPLY = "食堂后门每天仍有厨余垃圾混投。", "经现场核查，混投发生在相邻商户，不涉及申报单位。"


def open_for_objections(page):
    """The first notice of the list to which one can still object."""
    page.goto("/notices")
    links = page.locator("main a[href^='/notices/']").evaluate_all("all => all.map(a => a.pathname)")
    for link in dict.fromkeys(links):
        page.goto(link)
        if page.locator("form[action$='/objections']").count():
            return link
    raise AssertionError("no notice is open for objections")


def test_an_objection_is_held_answered_and_the_notice_goes_on(open_page):
    with open_page(**PHONE) as page:
        notice = open_for_objections(page)
        page.fill("textarea[name=text]", TEXT)
        page.fill("input[name=contact]", "138 0000 0000")
        press(page, "提交异议")
        assert TEXT not in page.locator("main").inner_text()
        assert fits(page)

    with open_page(**PHONE) as page:
        sign_in_page(page, "publisher@demo.example")
        page.goto(f"/panel{notice}")
        assert TEXT in page.locator("main").inner_text()
        assert fits(page)
        press(page, "受理并暂停公示")
        assert page.locator("form[action$='/answer']").count() == 1
        page.locator("input[name=verdict][value=dismiss]").check()
        page.fill("textarea[name=reply]", REPLY)
        press(page, "公布答复")

    with open_page(**PHONE) as page:
        page.goto(notice)
        words = page.locator("main").inner_text()
        assert REPLY in words
        assert TEXT not in words
        assert page.locator("form[action$='/objections']").count() == 1
