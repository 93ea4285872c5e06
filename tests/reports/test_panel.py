"""The panel: from the queue to the reporter's word, and what is refused on the way."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.core.actor import Actor, ActorKind, Role
from portal.core.transaction import commit
from portal.media import actions as media
from portal.media.models import Photo
from portal.media.types import FileProblem, PhotoState
from portal.reports import actions
from portal.reports.models import Report
from portal.reports.queries import get_report, list_events
from portal.reports.types import MergeReport, ReportState
from tests.factories.accounts import DISTRICT, make_person, make_staff, make_unit
from tests.factories.places import make_city
from tests.factories.reports import NOW, SECRET, a_dispatcher, a_jpeg, a_place, make_report
from tests.support.page_client import PageClient, sign_in
from tests.support.queries import assert_constant_queries


@pytest.fixture(autouse=True)
def _city(session):
    make_city(session)


@pytest.fixture
def unit(session):
    return make_unit(session, kind="sanitation", name_en="Liuqiao Sanitation", name_zh_hans="柳桥环卫所")


def panel_of(app, session, role, **where):
    """A client that is signed in as somebody who holds `role`."""
    person = make_staff(session, role, **where)
    email = person.email
    client = PageClient.of(app, session)
    sign_in(client, email)
    return client


@pytest.fixture
def dispatcher(app, session):
    return panel_of(app, session, Role.DISPATCHER)


@pytest.fixture
def handler(app, session, unit):
    return panel_of(app, session, Role.HANDLER, unit=unit)


def step(client, ref, noun, values=None, **kwargs):
    """Fill in the form of one step on the report's page and send it."""
    page = client.get_page(f"/panel/reports/{ref}")
    return client.submit(page.form(f"/panel/reports/{ref}/{noun}"), values, **kwargs)


def done(answer):
    assert answer.status_code == 303, answer.page.text
    return answer


def state_of(session, ref):
    return get_report(session, ref).state


@pytest.mark.both
def test_a_report_goes_the_whole_way_through_the_pages(session, dispatcher, handler, client, unit):
    ref = make_report(session).ref
    assert ref in dispatcher.get_page("/panel/reports").text
    done(step(dispatcher, ref, "acceptance"))
    page = dispatcher.get_page(f"/panel/reports/{ref}")
    assert "柳桥环卫所" in page.text
    form = page.form(f"/panel/reports/{ref}/dispatch")
    assert form.values["dispatch-unit_id"] == [str(unit.id)], "what routing suggests is chosen already"
    done(dispatcher.submit(form))

    assert ref in handler.get_page("/panel/reports").text
    done(step(handler, ref, "handling"))
    done(step(handler, ref, "resolution", {"resolve-note": "Swept", "photos": (a_jpeg(), "after.jpg")}))
    assert state_of(session, ref) is ReportState.RESOLVED

    tracking = client.get_page("/reports/track").form()
    follow = done(client.submit(tracking, {"ref": ref, "secret": SECRET})).location
    done(client.submit(client.get_page(follow).form("confirmation")))
    assert state_of(session, ref) is ReportState.CLOSED
    parties = [event.party.value for event in list_events(session, get_report(session, ref))]
    assert parties == ["reporter", "dispatcher", "dispatcher", "handler", "handler", "reporter"]


def test_most_reports_are_accepted_and_sent_in_one_step(session, dispatcher, unit):
    ref = make_report(session).ref

    done(step(dispatcher, ref, "acceptance", {"accept-then": "dispatch", "accept-note": "Thank you"}))

    report = get_report(session, ref)
    assert (report.state, report.unit_id) == (ReportState.DISPATCHED, unit.id)
    assert [event.action for event in list_events(session, report)] == ["submit", "accept", "dispatch"]


def test_a_report_without_a_unit_is_accepted_but_not_sent(session, dispatcher):
    ref = make_report(session).ref

    refused = step(dispatcher, ref, "acceptance", {"accept-then": "dispatch"})
    assert refused.status_code == 422
    assert state_of(session, ref) is ReportState.RECEIVED

    done(step(dispatcher, ref, "acceptance"))
    assert state_of(session, ref) is ReportState.ACCEPTED


def test_one_decision_leads_to_the_next_report(session, dispatcher):
    first, second, last = (make_report(session, now=NOW + timedelta(days=days)).ref for days in (0, 1, 2))

    def next_of(ref):
        page = dispatcher.get_page(f"/panel/reports/{ref}")
        return next(page.all("a", data_key="J")).get("href").rpartition("/")[2]

    assert [next_of(ref) for ref in (first, second, last)] == [second, last, first]
    done(step(dispatcher, first, "rejection", {"reject-reason_code": "not_our_duty"}))
    assert next_of(first) == second


def test_a_unit_is_led_only_to_reports_that_it_may_open(session, handler, unit):
    lead = make_report(session, "in_progress", unit=unit)
    follower = make_report(session)
    merge = MergeReport(lead.ref)
    actions.merge(session, follower, merge, actor=a_dispatcher(session), now=NOW)
    commit(session)

    page = handler.get_page(f"/panel/reports/{lead.ref}")

    assert follower.ref in page.text
    assert f"/panel/reports/{follower.ref}" not in page.links.values()


def test_a_refusal_needs_its_reason(session, dispatcher):
    ref = make_report(session).ref
    answer = step(dispatcher, ref, "rejection", {"reject-note": "Not here"})
    assert answer.status_code == 422
    assert answer.page.form(f"/panel/reports/{ref}/rejection").values["reject-note"] == ["Not here"]
    assert state_of(session, ref) is ReportState.RECEIVED
    done(step(dispatcher, ref, "rejection", {"reject-reason_code": "not_our_duty"}))
    assert state_of(session, ref) is ReportState.REJECTED


def test_done_needs_a_photo_or_the_reason_why_none(session, handler, unit):
    ref = make_report(session, "in_progress", unit=unit).ref
    answer = step(handler, ref, "resolution", {"resolve-note": "Swept"})
    assert answer.status_code == 422
    assert answer.page.form(f"/panel/reports/{ref}/resolution").values["resolve-note"] == ["Swept"]
    assert state_of(session, ref) is ReportState.IN_PROGRESS
    done(step(handler, ref, "resolution", {"resolve-note": "Swept", "resolve-no_photo_reason": "Dark"}))


def test_a_handler_hears_at_once_of_all_that_is_missing(session, handler, unit):
    ref = make_report(session, "in_progress", unit=unit).ref
    answer = step(handler, ref, "resolution", {"resolve-note": ""})
    summary = next(answer.page.all("div", class_="error-summary"))
    assert [node.get("href") for node in summary.iter("a")] == ["#resolve-note", "#photos"]


def test_a_file_that_is_no_photo_is_refused_and_the_note_stays(session, handler, unit):
    ref = make_report(session, "in_progress", unit=unit).ref
    answer = step(handler, ref, "resolution", {"resolve-note": "Swept", "photos": (BytesIO(b"no"), "a.jpg")})
    assert answer.status_code == 422
    assert answer.page.form(f"/panel/reports/{ref}/resolution").values["resolve-note"] == ["Swept"]


@pytest.mark.parametrize(
    ("state", "noun", "values", "target"),
    [
        ("dispatched", "return", {"return-ground": "not_my_area"}, ReportState.RETURNED),
        ("in_progress", "question", {"ask_reporter-question": "Which bank?"}, ReportState.AWAITING_REPORTER),
    ],
)
def test_what_a_unit_can_do_on_the_way(session, handler, unit, state, noun, values, target):
    ref = make_report(session, state, unit=unit).ref
    done(step(handler, ref, noun, values))
    assert state_of(session, ref) is target


@pytest.mark.both
@pytest.mark.parametrize("decision", ["grant", "refuse"])
def test_more_time_is_asked_for_and_decided(session, dispatcher, handler, unit, decision):
    report = make_report(session, "in_progress", unit=unit)
    ref, due = report.ref, report.due_at
    done(step(handler, ref, "extension", {"ask_extension-reason": "Needs a crane"}))
    values = {"grant_extension-decision": decision, "grant_extension-reason": "One crane only"}
    done(step(dispatcher, ref, "extension-decision", values))
    assert (get_report(session, ref).due_at > due) is (decision == "grant")


def test_reports_are_handed_over_and_come_back_with_a_result(session, dispatcher):
    ref = make_report(session, "accepted").ref
    done(step(dispatcher, ref, "transfer", {"transfer-body": "police", "transfer-reason": "A crime"}))
    done(step(dispatcher, ref, "result", {"receive_result-result": "Fined"}))
    assert state_of(session, ref) is ReportState.CLOSED


@pytest.mark.both
def test_reports_are_merged_and_taken_out_again(session, dispatcher):
    lead, ref = make_report(session).ref, make_report(session).ref
    assert lead in dispatcher.get_page(f"/panel/reports/{ref}").text, "it lies close by"
    unknown = step(dispatcher, ref, "merge", {"merge-lead_ref": "R000000-000000"})
    assert unknown.status_code == 422
    done(step(dispatcher, ref, "merge", {"merge-lead_ref": lead.lower()}))
    assert state_of(session, ref) is ReportState.MERGED
    done(step(dispatcher, ref, "unmerge", {"unmerge-reason": "Another heap"}))
    assert state_of(session, ref) is ReportState.RECEIVED


@pytest.mark.both
def test_whoever_comes_second_is_told_and_keeps_the_words(session, dispatcher, handler, unit):
    ref = make_report(session, "in_progress", unit=unit).ref
    stale = handler.get_page(f"/panel/reports/{ref}").form(f"/panel/reports/{ref}/resolution")
    done(step(dispatcher, ref, "question", {"ask_reporter-question": "Still there?"}))
    answer = handler.submit(stale, {"resolve-note": "Swept the whole lane"})
    assert answer.status_code == 409
    assert "Swept the whole lane" in answer.page.text
    assert state_of(session, ref) is ReportState.AWAITING_REPORTER


def test_a_step_that_is_still_possible_can_be_sent_after_all(session, dispatcher, handler, unit):
    ref = make_report(session, "in_progress", unit=unit).ref
    stale = handler.get_page(f"/panel/reports/{ref}").form(f"/panel/reports/{ref}/resolution")
    done(step(handler, ref, "extension", {"ask_extension-reason": "Needs a crane"}))
    answer = handler.submit(stale, {"resolve-note": "Swept", "resolve-no_photo_reason": "Dark"})
    assert answer.status_code == 409
    again = answer.page.form(f"/panel/reports/{ref}/resolution")
    assert again.values["resolve-note"] == ["Swept"]
    done(handler.submit(again))
    assert state_of(session, ref) is ReportState.RESOLVED


def test_a_unit_whose_report_was_taken_away_keeps_its_words(session, app, handler, unit):
    ref = make_report(session, "dispatched", unit=unit).ref
    stale = handler.get_page(f"/panel/reports/{ref}").form(f"/panel/reports/{ref}/question")
    done(step(handler, ref, "return", {"return-ground": "not_my_area"}))
    answer = handler.submit(stale, {"ask_reporter-question": "By the river?"})
    assert answer.status_code == 409
    assert "By the river?" in answer.page.text


def test_another_unit_and_another_district_see_nothing(session, app, unit):
    ref = make_report(session, "in_progress", unit=unit).ref
    for client in (
        panel_of(app, session, Role.HANDLER, unit=make_unit(session)),
        panel_of(app, session, Role.DISPATCHER, area="990102"),
        panel_of(app, session, Role.AUDITOR, area="990102"),
    ):
        assert ref not in client.get_page("/panel/reports?tab=all").text
        assert client.get(f"/panel/reports/{ref}").status_code == 403
        client.get_page("/panel/reports")


def test_an_auditor_reads_and_does_nothing(session, app, unit):
    ref = make_report(session, "in_progress", unit=unit).ref
    auditor = panel_of(app, session, Role.AUDITOR, area=DISTRICT)
    page = auditor.get_page(f"/panel/reports/{ref}")
    assert f"/panel/reports/{ref}/" not in page.html
    assert auditor.get_page("/panel/reports?tab=all&q=" + ref.lower()).text.count(ref) == 1


def test_staff_never_see_who_reported(session, dispatcher):
    person = make_person(session, "grandma@village.example", name="Grandma Li")
    reporter = Actor(ActorKind.PERSON, person.id, person.name)
    ref = make_report(session, "resolved", actor=reporter).ref
    html = dispatcher.get_page(f"/panel/reports/{ref}").html
    assert "grandma@village.example" not in html
    assert "Grandma Li" not in html


def test_a_photo_is_shown_to_the_public_only_after_a_dispatcher_has_looked(
    session, dispatcher, client, run_jobs
):
    form = client.get_page("/reports/new").form()
    sent = {"category": "household", "photos": (a_jpeg(101.2201, 40.6209), "a.jpg")}
    done(client.submit(form, sent))
    run_jobs()
    ref = session.scalars(select(Report.ref)).one()
    page = dispatcher.get_page(f"/panel/reports/{ref}")
    decision = page.form(f"/panel/reports/{ref}/photo-decisions")
    assert "/media/" not in PageClient.of(dispatcher.application, session).get_page(f"/reports/{ref}").html
    done(dispatcher.submit(decision, button=("decision", "publish")))
    assert "/media/" in client.get_page(f"/reports/{ref}").html
    decision = dispatcher.get_page(f"/panel/reports/{ref}").form(f"/panel/reports/{ref}/photo-decisions")
    done(dispatcher.submit(decision, button=("decision", "withhold")))
    assert "/media/" not in client.get_page(f"/reports/{ref}").html


def test_a_photo_that_could_not_be_read_is_tried_again_by_a_dispatcher(
    session, dispatcher, handler, unit, client, run_jobs
):
    done(
        client.submit(
            client.get_page("/reports/new").form(),
            {"category": "household", "photos": (a_jpeg(101.2201, 40.6209), "a.jpg")},
        )
    )
    ref, photo = session.scalars(select(Report.ref)).one(), session.scalars(select(Photo)).one()
    media.begin_processing(session, photo.id, now=NOW)
    media.fail_photo(session, photo, FileProblem.WORKER_LOST, now=NOW)
    commit(session)

    again = dispatcher.get_page(f"/panel/reports/{ref}").form(f"/panel/reports/{ref}/photo-retries")
    assert handler.post(again.action, data={"photo": photo.ref}).status_code in (400, 403, 404)
    done(dispatcher.submit(again))
    run_jobs()

    session.expire_all()
    assert photo.state is PhotoState.READY_FOR_CONFIRMATION
    log = session.scalars(select(AuditEntry.action).where(AuditEntry.subject_ref == photo.ref)).all()
    assert "media.retry" in log
    page = dispatcher.get_page(f"/panel/reports/{ref}")
    assert "photo-retries" not in page.html, "there is nothing to try again"
    assert dispatcher.submit(again).status_code == 409


@pytest.mark.both
def test_the_queue_is_narrowed(session, dispatcher):
    rubble = make_report(session, category="construction").ref
    bags = make_report(session, place=a_place(address="Willow Lane 7"), now=NOW - timedelta(days=30)).ref
    for query, found, other in (
        ("category=construction", rubble, bags),
        ("q=willow", bags, rubble),
        ("area=990102", None, bags),
        ("tab=ended", None, bags),
        ("category=nonsense&q=" + rubble.lower(), rubble, bags),
        ("tab=all&q=" + rubble.lower().replace("-", " "), rubble, bags),
        ("tab=all&q=" + rubble[:-1], None, bags),
    ):
        text = dispatcher.get_page("/panel/reports?" + query).text
        assert other not in text, query
        assert found is None or found in text, query
    assert bags in dispatcher.get_page("/panel/reports?overdue=1").text, "made weeks ago, never looked at"


def test_the_queue_costs_the_same_for_many(session, dispatcher):
    def add(_):
        make_report(session)
        commit(session)

    assert_constant_queries(dispatcher, "/panel/reports", add, limit=10, rows=20)


@pytest.mark.both
def test_the_queue_goes_on_over_the_page(session, dispatcher):
    refs = {make_report(session).ref for _ in range(27)}
    page = dispatcher.get_page("/panel/reports")
    following = dispatcher.get_page(page.links["下一页"])
    assert {ref for ref in refs if ref in page.text} | {ref for ref in refs if ref in following.text} == refs
