"""A school applies, is judged by two reviewers, put on public notice and certified; all at 360 px."""

import io
import re
import time
from urllib.parse import urlsplit

import zxingcpp
from PIL import Image

from tests.media.documents import PDF
from tests.support.browser import PHONE, press, sign_in_page

OWNER, OFFICER, PUBLISHER = "school@demo.example", "officer@demo.example", "publisher@demo.example"
REVIEWERS = ("reviewer1@demo.example", "reviewer2@demo.example")
FILE = {"name": "evidence.pdf", "mimeType": "application/pdf", "buffer": PDF}


def fill_section(page):
    """Answer every item of the page at its best, with a file."""
    for item in page.locator("[data-item]").all():
        first = item.locator("input[type=radio]").first
        if first.count():
            first.check()
        else:
            hint = item.inner_text()
            item.locator("input[name^=value-]").fill("0" if "扣" in hint else "100")
        for field in item.locator("input[type=file]").all():
            field.set_input_files(FILE)
    press(page, "保存并继续")


def missing(page):
    """How many things the overview says are still missing."""
    said = re.search(r"还缺 ?(\d+) ?项", page.locator("#hand-in").inner_text())
    return int(said[1]) if said else 0


def check_document(page, certificate):
    """The PDF names the certificate; the code on its page leads there."""
    answer = page.request.get(f"{certificate}/document")
    assert answer.body().startswith(b"%PDF-")
    assert certificate.rsplit("/", 1)[-1].encode() in answer.body()
    picture = Image.open(io.BytesIO(page.locator(".qr").first.screenshot()))
    assert urlsplit(zxingcpp.read_barcode(picture).text).path == certificate


def apply_as_school(page):
    sign_in_page(page, OWNER)
    page.goto("/applications/new?type=school")
    press(page, "开始")
    address = page.url
    sections = [link.get_attribute("href") for link in page.locator(".task-list a[href*=sections]").all()]
    lacking = [missing(page)]
    for section in sections:
        page.goto(section)
        fill_section(page)
        page.goto(address)
        lacking.append(missing(page))
    assert lacking == sorted(lacking, reverse=True)
    assert lacking[0] > lacking[-1] == 1
    assert "承诺书" in page.locator(".missing-list").inner_text()
    page.goto(sections[-1])
    assert float(page.locator("[data-total]").inner_text()) > 90
    page.goto(address)
    page.locator("#commitment-letter input[type=file]").set_input_files(FILE)
    press(page, "添加承诺书")
    assert missing(page) == 0
    page.locator("input[name=declared_true]").check()
    press(page, "提交申报")
    assert "已提交" in page.locator("h1 + p, .page-header").first.inner_text()
    return address.rstrip("/").rsplit("/", 1)[-1]


def review(page):
    """Declare no conflict, find everything proved, hand in."""
    page.goto("/panel/reviews")
    page.locator("table a[href$='/offer']").first.click()
    page.locator("input[name=no_conflict]").check()
    press(page, "接受评审")
    for line in page.locator(".sheet-line").all():
        finding = line.locator("input[name^=finding-]").first
        (finding if finding.count() else line.locator("input[name^=value-]").first).check()
    press(page, "保存")
    press(page, "提交评分表")
    assert "已提交并锁定" in page.locator("main").inner_text()


def test_a_school_is_certified_in_the_open(open_page):
    with open_page(**PHONE) as page:
        ref = apply_as_school(page)

    with open_page(**PHONE) as page:
        sign_in_page(page, OFFICER)
        page.goto(f"/panel/applications/{ref}")
        press(page, "开始形式审查")
        for point in page.locator(".checks input").all():
            point.check()
        press(page, "抽取两位专家，开始评审")

    for reviewer in REVIEWERS:
        with open_page(**PHONE) as page:
            sign_in_page(page, reviewer)
            review(page)

    with open_page(**PHONE) as page:
        sign_in_page(page, OFFICER)
        page.goto(f"/panel/applications/{ref}/decision")
        page.fill("textarea[name=reasons]", "佐证齐全，得分达标。")
        press(page, "提出拟认定意见")

    with open_page(**PHONE) as page:
        sign_in_page(page, PUBLISHER)
        page.goto(f"/panel/applications/{ref}/decision")
        press(page, "开始公示")
        page.goto(f"/panel/applications/{ref}/decision")
        for _ in range(60):
            link = page.locator("a[href^='/certificates/']").first
            if link.count():
                break
            time.sleep(1)
            page.reload()
        certificate = link.get_attribute("href")

    with open_page(**PHONE) as page:
        page.goto(certificate)
        assert "有效" in page.locator(".notice").first.inner_text()
        check_document(page, certificate)
        page.goto(f"{certificate}/score-sheet")
        assert "结果一致" in page.locator("main").inner_text()
        page.goto("/register")
        assert page.locator(f"a[href='{certificate}']").count() == 1
