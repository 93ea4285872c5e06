"""Three pages save by themselves: an application's section, a reviewer's sheet, a site visit."""

import pytest

from tests.support.browser import DESK, press, sign_in_page

SAVED, UNSAVED = "已全部保存", "尚未保存"


def open_section(page):
    sign_in_page(page, "community@demo.example")
    page.goto("/applications")
    page.locator("main table a").first.click()
    page.locator(".task-list a").nth(1).click()
    return page.locator("[data-item] textarea").first


def open_sheet(page):
    sign_in_page(page, "reviewer3@demo.example")
    page.goto("/panel/reviews")
    page.locator("main tr", has_text="评分中").locator("a").first.click()
    return page.locator("input[name^='comment-']").first


def open_visit(page):
    sign_in_page(page, "officer@demo.example")
    page.goto("/panel/site-visits")
    page.locator("table a[href^='/panel/site-visits/']").first.click()
    return page.locator("input[name^='note-']").first


class HeldBack:
    """What the page saves by itself is on its way until it is let go."""

    def __init__(self, page):
        self._page, self._routes = page, []
        page.route("**/*", self._hold)

    def _hold(self, route):
        if route.request.method == "POST" and route.request.headers["accept"] == "application/json":
            self._routes.append(route)
        else:
            route.continue_()

    def wait(self):
        while not self._routes:
            self._page.wait_for_timeout(50)

    def let_go(self):
        self._routes.pop().continue_()


def asks_before_leaving(page):
    return page.evaluate("() => !window.dispatchEvent(new Event('beforeunload', {cancelable: true}))")


def wait_for(page, text):
    page.locator("[data-save-state]", has_text=text).wait_for()


def wait_for_warning(page):
    page.locator("[data-save-state][data-tone=warning]").wait_for()


def write_in_another_window(page, text, words):
    """The same page is open twice; answers the field there that `text` is here."""
    other = page.context.new_page()
    other.goto(page.url)
    theirs = other.locator(f"[name='{text.get_attribute('name')}']")
    theirs.fill(words)
    wait_for(other, SAVED)
    return theirs


@pytest.mark.parametrize("open_form", [open_section, open_sheet, open_visit])
def test_what_is_typed_is_saved_or_not_left_unasked(open_page, open_form):
    with open_page(**DESK) as page:
        text = open_form(page)
        text.fill("第一次")
        wait_for(page, SAVED)
        assert not asks_before_leaving(page)

        page.context.set_offline(True)
        text.fill("断网时写的")
        wait_for(page, UNSAVED)
        assert asks_before_leaving(page)
        page.context.set_offline(False)
        wait_for(page, SAVED)
        page.reload()
        assert text.input_value() == "断网时写的"

        held = HeldBack(page)
        text.fill("还在路上")
        held.wait()
        text.fill("还在路上，又补了一句")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            held.let_go()
        assert asks_before_leaving(page)

        held.wait()
        text.fill("按下按钮时的话")
        button = page.locator("[data-autosave]").get_by_role("button", name="保存", exact=True)
        button.click(no_wait_after=True)
        with page.expect_navigation():
            held.let_go()
        assert text.input_value() == "按下按钮时的话"
        assert page.locator("[data-stale]").count() == 0


@pytest.mark.parametrize("open_form", [open_section, open_sheet, open_visit])
def test_only_the_button_writes_over_another_window(open_page, open_form):
    with open_page(**DESK) as page:
        text = open_form(page)
        text.fill("共同的起点")
        wait_for(page, SAVED)
        theirs = write_in_another_window(page, text, "另一窗口的话")

        text.fill("这个窗口的话")
        wait_for_warning(page)
        assert asks_before_leaving(page)
        page.once("dialog", lambda dialog: dialog.accept())
        with page.expect_navigation():  # without the script's hand the answer is a page that shows both
            page.locator("[data-autosave]").evaluate("form => HTMLFormElement.prototype.submit.call(form)")
        assert page.locator("[data-stale]").count() == 1
        assert asks_before_leaving(page)
        text.fill("这个窗口后来的话")
        wait_for_warning(page)
        theirs.page.reload()
        assert theirs.input_value() == "另一窗口的话"
        press(page, "保存")
        assert text.input_value() == "这个窗口后来的话"


@pytest.mark.parametrize("open_form", [open_section, open_sheet, open_visit])
def test_what_another_window_wrote_elsewhere_is_neither_asked_about_nor_put_back(open_page, open_form):
    with open_page(**DESK) as page:
        first = open_form(page)
        first.fill("两边都看到的")
        wait_for(page, SAVED)
        page.reload()
        kind = first.get_attribute("name").partition("-")[0]
        second = page.locator(f"[data-item] [name^='{kind}-']").nth(1)
        theirs = write_in_another_window(page, first, "另一窗口改的")

        second.fill("下一条")
        wait_for(page, SAVED)
        assert not asks_before_leaving(page)
        theirs.page.reload()
        assert theirs.input_value() == "另一窗口改的"


def test_a_chosen_file_is_not_left_behind_unasked(open_page):
    with open_page(**DESK) as page:
        text = open_section(page)
        page.locator("[data-autosave] input[type=file]").first.set_input_files(
            {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
        )
        text.fill("附上材料")
        wait_for(page, SAVED)
        assert asks_before_leaving(page)
