"""A reviewer's sheet as a page: what is left to judge, what is kept, and what a frozen sheet still shows."""

import pytest

from portal.accounts.queries import get_person
from tests.factories.accounts import make_person
from tests.factories.applications import make_submitted
from tests.factories.places import make_city
from tests.factories.reviews import hand_in, judge, make_officer, make_reviewers, put_into_review, take_seat
from tests.factories.standards import make_standard
from tests.support.page_client import sign_in

pytestmark = pytest.mark.both


@pytest.fixture
def seat(session):
    make_city(session)
    make_standard(session, "school")
    make_reviewers(session)
    application = make_submitted(session, make_person(session))
    seat = put_into_review(session, application, make_officer(session))[0]
    take_seat(session, seat)
    return seat


@pytest.fixture
def reviewer(session, client, seat):
    sign_in(client, get_person(session, seat.reviewer_id).email)
    return client


def test_every_line_kept_leaves_one_less_to_judge(reviewer, seat):
    form = reviewer.get_page(f"/panel/reviews/{seat.id}").form("/sheet")

    def left_after(values):
        sent = {name: value[-1] for name, value in form.values.items()} | values
        answer = reviewer.post(form.action, data=sent, headers={"Accept": "application/json"})
        return answer.get_json()["missing"]

    all_lines = left_after({})
    assert left_after({"finding-school-1.1": "accept"}) == all_lines - 1
    assert f"待评项 {all_lines - 1}" in reviewer.get_page(f"/panel/reviews/{seat.id}").text


def test_a_sheet_handed_in_is_a_document_without_fields(session, reviewer, seat):
    judge(session, seat, worse=1)
    hand_in(session, seat)

    page = reviewer.get_page(f"/panel/reviews/{seat.id}")

    assert not any(form.action.endswith(("/sheet", "/submission")) for form in page.forms)
    assert "无法证实" in page.text
    assert "Well kept." in page.text


@pytest.mark.parametrize(
    ("code", "first", "second", "shown"),
    [
        (
            "school-1.1",
            {"finding": "adjust", "value": "no", "comment": "Seen otherwise."},
            {"finding": "accept"},
            "佐证核实数值不同核实结果否说明Seen otherwise.",
        ),
        ("school-1.2", {"value": "mostly"}, {"value": "full"}, "档次基本落实，记录不全说明–"),
        (
            "school-1.3",
            {"finding": "adjust", "value": "0", "comment": "None."},
            {"finding": "accept"},
            "佐证核实数值不同核实结果0%说明None.",
        ),
        ("school-P1", {"value": "no"}, {"value": "yes"}, "是否满足？否说明–"),
    ],
)
def test_what_the_other_window_saved_is_shown_in_words(reviewer, seat, code, first, second, shown):
    form = reviewer.get_page(f"/panel/reviews/{seat.id}").form("/sheet")
    assert reviewer.submit(form, {f"{kind}-{code}": text for kind, text in first.items()}).status_code == 303

    answer = reviewer.submit(form, {f"{kind}-{code}": text for kind, text in second.items()})

    assert answer.status_code == 422
    said = answer.page.text.partition("另一窗口已保存")[2]
    assert said.startswith(shown)
    assert f"#item-{code}" in answer.page.links.values()
    assert reviewer.submit(answer.page.form("/sheet")).status_code == 303


def test_a_sheet_with_open_lines_leads_to_the_first_of_them(reviewer, seat):
    form = reviewer.get_page(f"/panel/reviews/{seat.id}").form("/submission")

    answer = reviewer.submit(form, {"overall": "Well kept."})

    assert answer.status_code == 422
    assert answer.page.links["前往第一个待评条目"] == "#item-school-P1"
    assert answer.page.form("/submission").values["overall"] == ["Well kept."]
