"""Screening and the reviewers' seats through their pages: each role's view, bad input, a second click."""

import re
from dataclasses import replace

import pytest

from portal.accounts.queries import get_person
from portal.applications.types import ApplicationState
from portal.core.actor import Role
from portal.core.clock import CITY_ZONE
from portal.reviews.queries import find_screening, get_assignment, list_seats
from portal.reviews.rules import CHECKS
from portal.reviews.types import AssignmentState
from tests.factories.accounts import make_grant, make_member, make_person, make_staff
from tests.factories.applications import make_submitted
from tests.factories.places import make_city
from tests.factories.reviews import (
    hand_in,
    judge,
    make_officer,
    make_reviewers,
    put_into_review,
    review_fully,
    take_seat,
)
from tests.factories.standards import make_standard
from tests.support.page_client import token_of

LANGUAGES = ("zh_Hans", "en", "zh_Hant")
READERS = (Role.CERTIFICATION_OFFICER, Role.PUBLISHER, Role.AUDITOR)
VERBS = ("screening", "checks", "correction", "rejection", "assignment", "site-visit")


@pytest.fixture
def application(session):
    make_city(session)
    make_standard(session, "school")
    return make_submitted(session, make_person(session))


@pytest.fixture
def officer(session):
    return make_officer(session)


def address(application, verb=""):
    return f"/panel/applications/{application.ref}{verb}"


def draw(client, application, *, without=()):
    """Tick the points of the formal check, but for some, and press the button that draws the reviewers."""
    page = client.get_page(address(application))
    drawing = replace(page.form("/checks"), action=address(application, "/assignment"))
    return client.submit(drawing, {name: None if name in without else "y" for name in CHECKS})


def reviewer_of(session, seat):
    return get_person(session, seat.reviewer_id)


# --- the case ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_staff_read_a_case_from_the_first_day_to_the_sheets(as_person, session, application, role, language):
    client = as_person(make_staff(session, role))
    client.get_page(f"/panel/applications?lang={language}")
    client.get_page(f"{address(application)}?lang={language}")
    make_reviewers(session)
    review_fully(session, application, make_officer(session))
    client.get_page(f"{address(application)}?lang={language}")
    client.get_page(f"{address(application, '/decision')}?lang={language}")


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.AUDITOR])
def test_who_only_reads_gets_no_form_and_no_post(as_person, session, application, role):
    client = as_person(make_staff(session, role))
    page = client.get_page(address(application))
    assert not [form for form in page.forms if form.action.startswith(address(application))]
    token = token_of(client)
    for verb in VERBS:
        assert client.post(f"{address(application)}/{verb}", data={"csrf_token": token}).status_code == 403
    assert application.state is ApplicationState.SUBMITTED


def test_an_officer_with_a_tie_to_the_applicant_screens_nothing(as_person, session, application, officer):
    make_member(session, application.organisation, officer)
    client = as_person(officer)
    page = client.get_page(address(application))
    assert not [form for form in page.forms if form.action.endswith("/screening")]
    answer = client.post(address(application, "/screening"), data={"csrf_token": token_of(client)})
    assert answer.status_code == 403


@pytest.mark.both
def test_an_application_is_screened_and_drawn_on_its_page(as_person, session, application, officer):
    make_reviewers(session)
    client = as_person(officer)
    client.submit(client.get_page(address(application)).form("/screening"))
    page = client.get_page(address(application))
    client.submit(page.form("/checks"), {"letter": "y"})
    assert find_screening(session, application).checks["letter"] is True
    drawn = replace(page.form("/checks"), action=address(application, "/assignment"))
    ticks = dict.fromkeys(CHECKS, "y")
    assert [client.submit(drawn, ticks).status_code for _ in range(2)] == [303, 409]
    assert len(list_seats(session, application)) == 2
    assert find_screening(session, application).checks == dict.fromkeys(CHECKS, True)


def test_nobody_is_drawn_before_every_point_is_ticked(as_person, session, application, officer):
    make_reviewers(session)
    client = as_person(officer)
    client.submit(client.get_page(address(application)).form("/screening"))
    answer = draw(client, application, without=("evidence", "credit"))
    assert answer.status_code == 422
    assert "#evidence" in answer.page.links.values()
    again = client.get_page(address(application)).form("/checks").values
    assert set(CHECKS) & set(again) == {"organisation", "letter", "prerequisites"}
    session.refresh(application)
    assert (application.state, list_seats(session, application)) == (ApplicationState.SCREENING, [])


def test_corrections_are_asked_for_item_by_item(as_person, session, application, officer):
    client = as_person(officer)
    client.submit(client.get_page(address(application)).form("/screening"))
    form = client.get_page(address(application)).form("/correction")
    answer = client.submit(form, {"note": "Please."})
    assert answer.status_code == 422
    assert answer.page.form("/correction").values["note"] == ["Please."]
    assert client.submit(form, {"text-school-1.1": "Photo of all houses."}).status_code == 303
    session.refresh(application)
    assert application.state is ApplicationState.RETURNED
    page = client.get_page(address(application))
    assert "Photo of all houses." in page.text
    assert f"{application.correction_due_at.astimezone(CITY_ZONE):%-d}日前" in page.text.replace(" ", "")


def test_a_rejection_needs_its_reason(as_person, session, application, officer):
    client = as_person(officer)
    client.submit(client.get_page(address(application)).form("/screening"))
    form = client.get_page(address(application)).form("/rejection")
    assert client.submit(form).status_code == 422
    assert client.submit(form, {"reason": "Not a school."}).status_code == 303
    assert client.submit(form, {"reason": "Not a school."}).status_code == 409


def test_without_enough_reviewers_nothing_is_drawn_and_it_says_so(as_person, session, application, officer):
    make_reviewers(session, 1)
    client = as_person(officer)
    client.submit(client.get_page(address(application)).form("/screening"))
    assert draw(client, application).status_code == 409
    session.refresh(application)
    assert (application.state, list_seats(session, application)) == (ApplicationState.SCREENING, [])


# --- seats ------------------------------------------------------------------------------------------------


@pytest.fixture
def seats(session, application, officer):
    make_reviewers(session, 4)
    return put_into_review(session, application, officer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_shows_nothing_of_the_content(as_person, session, seats, language):
    client = as_person(reviewer_of(session, seats[0]))
    client.get_page(f"/panel/reviews?lang={language}")
    client.get_page(f"/panel/reviews/{seats[0].id}/offer?lang={language}")
    client.get_page(f"/panel/reviews/{seats[0].id}", status=404)


def test_a_seat_is_taken_only_with_the_declaration(as_person, session, seats):
    client = as_person(reviewer_of(session, seats[0]))
    form = client.get_page(f"/panel/reviews/{seats[0].id}/offer").form("/acceptance")
    assert client.submit(form).status_code == 422
    assert client.submit(form, {"no_conflict": "y"}).status_code == 303
    client.get_page(f"/panel/reviews/{seats[0].id}")


def test_who_presses_twice_or_goes_back_to_an_accepted_offer_stands_before_the_sheet(
    as_person, session, seats
):
    client = as_person(reviewer_of(session, seats[0]))
    offer, sheet = f"/panel/reviews/{seats[0].id}/offer", f"/panel/reviews/{seats[0].id}"
    form = client.get_page(offer).form("/acceptance")
    answers = [client.submit(form, {"no_conflict": "y"}) for _ in range(2)] + [client.get(offer)]
    assert [(one.status_code, one.location) for one in answers] == [(303, sheet)] * 2 + [(303, sheet)]


def test_an_offer_given_back_says_so_when_it_is_sent_again(as_person, session, seats):
    client = as_person(reviewer_of(session, seats[0]))
    form = client.get_page(f"/panel/reviews/{seats[0].id}/offer").form("/refusal")
    sent = {"conflict": "no", "reason": "Away."}
    answers = [client.submit(form, sent) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 409]
    for path in ("", "/offer"):
        client.get_page(f"/panel/reviews/{seats[0].id}{path}", status=409)


@pytest.mark.both
def test_a_seat_given_back_keeps_what_was_typed_and_calls_another(as_person, session, application, seats):
    client = as_person(reviewer_of(session, seats[0]))
    form = client.get_page(f"/panel/reviews/{seats[0].id}/offer").form("/refusal")
    answer = client.submit(form, {"reason": "My sister works there."})
    assert answer.status_code == 422
    assert answer.page.form("/refusal").values["reason"] == ["My sister works there."]
    client.submit(form, {"conflict": "yes", "reason": "My sister works there."})
    assert get_assignment(session, seats[0].id).state is AssignmentState.CONFLICTED
    assert len(list_seats(session, application)) == 3


def test_another_reviewers_sheet_does_not_exist(as_person, session, seats):
    take_seat(session, seats[1])
    client = as_person(reviewer_of(session, seats[0]))
    for path in ("", "/offer"):
        client.get_page(f"/panel/reviews/{seats[1].id}{path}", status=404)
    token = token_of(client)
    for verb in ("acceptance", "refusal", "sheet", "submission"):
        answer = client.post(f"/panel/reviews/{seats[1].id}/{verb}", data={"csrf_token": token})
        assert answer.status_code == 404


def test_a_reviewer_who_is_an_officer_too_sees_no_score_and_decides_nothing(
    as_person, session, application, seats
):
    reviewer = reviewer_of(session, seats[0])
    make_grant(session, reviewer, Role.CERTIFICATION_OFFICER, area="9901")
    for seat in seats:
        take_seat(session, seat)
        judge(session, seat)
        hand_in(session, seat)
    client = as_person(reviewer)
    page = client.get_page(address(application))
    assert "Well kept." not in page.text
    token = token_of(client)
    for verb in ("proposal", "refusal", "site-visit"):
        sent = {"csrf_token": token, "reasons": "Mine."}
        assert client.post(address(application, f"/{verb}"), data=sent).status_code == 403
    session.refresh(application)
    assert application.state is ApplicationState.SCORING


@pytest.mark.both
def test_a_sheet_handed_in_twice_counts_once_and_takes_no_more_lines(as_person, session, seats):
    take_seat(session, seats[0])
    judge(session, seats[0])
    client = as_person(reviewer_of(session, seats[0]))
    page = client.get_page(f"/panel/reviews/{seats[0].id}")
    form, sheet = page.form("/submission"), page.form("/sheet")
    assert client.submit(form, {"overall": "Good."}).status_code == 303
    assert client.submit(form, {"overall": "Better."}).status_code == 409
    assert client.submit(sheet).status_code == 409
    assert get_assignment(session, seats[0].id).overall == "Good."


def test_an_unfinished_sheet_is_not_taken_and_keeps_the_remarks(as_person, session, seats):
    take_seat(session, seats[0])
    client = as_person(reviewer_of(session, seats[0]))
    form = client.get_page(f"/panel/reviews/{seats[0].id}").form("/submission")
    answer = client.submit(form, {"overall": "Half."})
    assert answer.status_code == 422
    assert answer.page.form("/submission").values["overall"] == ["Half."]


def test_an_officer_replaces_a_reviewer_who_cannot_finish(session, application, officer, as_person):
    make_reviewers(session, 3)
    seat = put_into_review(session, application, officer)[0]
    take_seat(session, seat)
    session.commit()
    path = address(application, f"/reviewers/{seat.id}/replacement")
    client = as_person(officer)
    page = client.get_page(address(application))

    client.submit(page.form(path), {"reason": "Ill for a month."})

    session.expire_all()
    assert get_assignment(session, seat.id).state is AssignmentState.REPLACED
    assert [one.state for one in list_seats(session, application)][2:] == [AssignmentState.OFFERED]


def test_nobody_is_replaced_without_a_reason_and_the_page_says_so(session, application, officer, as_person):
    make_reviewers(session, 3)
    seats = put_into_review(session, application, officer)
    for seat in seats:
        take_seat(session, seat)
    session.commit()
    path = address(application, f"/reviewers/{seats[1].id}/replacement")

    client = as_person(officer)
    refused = client.submit(client.get_page(address(application)).form(path), {"reason": " "})

    assert refused.status_code == 422
    assert f'href="#reason-{seats[1].id}"' in refused.text
    session.expire_all()
    assert get_assignment(session, seats[1].id).state is AssignmentState.ACCEPTED


def test_a_seat_of_another_application_is_not_replaced_here(session, application, officer, as_person):
    make_reviewers(session, 3)
    seat = put_into_review(session, application, officer)[0]
    take_seat(session, seat)
    other = make_submitted(session, make_person(session))
    session.commit()
    client = as_person(officer)

    answer = client.post(
        address(other, f"/reviewers/{seat.id}/replacement"),
        data={"csrf_token": token_of(client), "reason": "No."},
    )

    assert answer.status_code == 404


def test_an_empty_seat_is_shown_as_empty(session, application, officer, as_person):
    make_reviewers(session, 2)
    seat = put_into_review(session, application, officer)[0]
    take_seat(session, seat)
    session.commit()
    client = as_person(officer)
    form = client.get_page(address(application)).form(
        address(application, f"/reviewers/{seat.id}/replacement")
    )

    client.submit(form, {"reason": "Moved away."})

    assert "空缺席位" in client.get_page(address(application)).html


@pytest.mark.parametrize(("worse", "shown"), [((2, 2), "1.00"), ((2, 3), "0.")])
def test_the_officer_reads_how_far_the_sheets_agree(as_person, session, application, officer, worse, shown):
    make_reviewers(session)
    for seat, fewer in zip(put_into_review(session, application, officer), worse, strict=True):
        take_seat(session, seat)
        judge(session, seat, worse=fewer)
        hand_in(session, seat)
    session.commit()

    page = as_person(officer).get_page(address(application) + "?lang=en")

    assert re.search(r"alpha\)\s*" + re.escape(shown), page.text)


def test_a_rejection_has_one_word_from_the_button_to_the_state(as_person, session, application):
    client = as_person(make_officer(session))
    client.submit(client.get_page(address(application)).form("/screening"))
    offered = client.get_page(address(application))
    answer = client.submit(offered.form("/rejection"), {"reason": "Not in the city."})
    rejected = client.get_page(answer.location)

    assert offered.text.count("不予认定") == 2
    assert "已不予认定" in rejected.text
    assert "不予受理" not in offered.text + rejected.text


def test_who_is_asked_reads_by_when_to_answer_not_by_when_to_hand_in(as_person, session, seats):
    days = [f"{day.astimezone(CITY_ZONE):%-d}日前答复" for day in (seats[0].answer_due_at, seats[0].due_at)]
    client = as_person(reviewer_of(session, seats[0]))

    for path in ("/panel", "/panel/reviews"):
        text = client.get_page(path).text.replace(" ", "")
        assert [day in text for day in days] == [True, False]
