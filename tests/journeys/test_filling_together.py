"""Two windows fill in the same page: what each typed stays, and only a button writes over the other."""

from tests.support.browser import PHONE, press, sign_in_page


def type_note(page, text):
    """Write into the first note, and wait until the script has answered."""
    page.locator("[data-save-state]").evaluate("place => { place.textContent = '' }")
    page.locator("[data-item] textarea").first.fill(text)
    page.wait_for_function(
        "() => !['', document.querySelector('[data-autosave]').dataset.saving]"
        ".includes(document.querySelector('[data-save-state]').textContent)"
    )
    return page.locator("[data-save-state]").inner_text()


def test_two_members_see_each_others_answer_and_lose_none(open_page):
    with open_page(**PHONE) as first, open_page(**PHONE) as second:
        for page in (first, second):
            sign_in_page(page, "community@demo.example")
            page.goto("/applications")
            page.locator("main table a").first.click()
            page.locator(".task-list a").nth(1).click()
        assert "已全部保存" in type_note(first, "甲的说明")
        assert "他人已保存" in type_note(second, "乙的说明")
        assert "甲的说明" in second.locator("[data-stale]").inner_text()
        assert "他人已保存" in type_note(second, "乙的说明，改了一次")
        first.reload()
        assert first.locator("[data-item] textarea").first.input_value() == "甲的说明"
        press(second, "保存")
        assert second.locator("[data-item] textarea").first.input_value() == "乙的说明，改了一次"
        assert second.locator("[data-stale]").count() == 0
