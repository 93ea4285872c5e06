"""What was drawn, handed in, found, promised and decided stays: the databases themselves see to it."""

from sqlalchemy import text

from portal.reviews.models import Screening, SiteVisitPhoto
from tests.factories.accounts import make_organisation, make_person, make_staff
from tests.factories.applications import make_application, make_submitted
from tests.factories.media import make_photo
from tests.factories.reviews import make_officer, put_into_review, take_seat
from tests.factories.standards import make_standard
from tests.factories.visits import conclude, make_visit, plan, record
from tests.support.refusals import refused

FROZEN = (
    "UPDATE notices SET ends_at = issued.valid_until FROM certificates AS issued",
    "UPDATE notices SET decision_id = decision_id + 1",
    "DELETE FROM notices",
    "UPDATE review_items SET comment = 'better'",
    "DELETE FROM review_items",
    "INSERT INTO review_items (assignment_id, code, comment, version, updated_at)"
    " SELECT id, 'one more', '', 1, submitted_at FROM review_assignments WHERE state = 'submitted'",
    "UPDATE review_assignments SET total = '1'",
    "UPDATE review_assignments SET state = 'accepted'",
    "UPDATE review_assignments SET no_conflict_declared_at = NULL",
    "UPDATE review_assignments SET no_conflict_declared_at = submitted_at",
    "UPDATE review_assignments SET draw = '{}'",
    "UPDATE review_assignments SET due_at = NULL",
    "DELETE FROM review_assignments",
    "UPDATE notices SET state = 'open', closed_at = NULL",
    "UPDATE certificates SET no = 'ZWC-1'",
    "UPDATE certificates SET holder = 'Somebody else'",
    "UPDATE certificates SET level = 'five'",
    "UPDATE certificates SET issued_at = valid_until",
    "UPDATE certificates SET valid_until = '2099-01-01'",
    "DELETE FROM certificates",
    "UPDATE screenings SET checks = '{\"identity\": true}'",
    "UPDATE screenings SET ended_at = NULL",
    "UPDATE screenings SET officer_id = officer_id + 1",
    "DELETE FROM screenings",
    "UPDATE applications SET submitted_at = issued.valid_until FROM certificates AS issued",
    "UPDATE applications SET standard_hash = 'another'",
    "UPDATE applications SET organisation_id = organisation_id + 1",
    "DELETE FROM applications",
    "UPDATE organisation_members SET organisation_id = organisation_id + 1",
    "UPDATE organisation_members SET person_id = person_id + 1",
    "DELETE FROM organisation_members",
    "UPDATE role_grants SET granted_by_id = person_id + 1",
    "UPDATE role_grants SET role = 'administrator'",
    "DELETE FROM role_grants",
)


def test_what_was_handed_in_or_promised_stays(certified):
    for statement in FROZEN:
        refused(certified, statement)


def test_a_seat_stays_as_it_was_drawn_before_anything_is_handed_in(certified):
    case = make_submitted(certified, make_person(certified))
    seat, *_ = put_into_review(certified, case, make_officer(certified))

    for change in ("draw = '{}'", "reviewer_id = reviewer_id + 1", "kind = 'adjudicator'"):
        refused(certified, f"UPDATE review_assignments SET {change} WHERE id = {seat.id}")
    refused(certified, f"DELETE FROM review_assignments WHERE id = {seat.id}")


def test_the_checks_of_an_earlier_round_stay_while_a_later_one_is_screened(each_session):
    make_standard(each_session, "school")
    case, officer = make_submitted(each_session, make_person(each_session)), make_officer(each_session)
    for number, ended in ((0, case.submitted_at), (1, None)):
        each_session.add(
            Screening(
                application_id=case.id,
                round=number,
                officer_id=officer.id,
                checks={},
                started_at=case.submitted_at,
                ended_at=ended,
            )
        )
    each_session.flush()
    each_session.execute(text("UPDATE applications SET correction_round = 1, state = 'screening'"))

    refused(each_session, "UPDATE screenings SET checks = '{\"letter\": true}' WHERE round = 0")
    each_session.execute(text("UPDATE screenings SET checks = '{\"letter\": true}' WHERE round = 1"))


def test_a_declaration_is_made_once(certified):
    case = make_submitted(certified, make_person(certified))
    seat, *_ = put_into_review(certified, case, make_officer(certified))
    take_seat(certified, seat)

    for moment in ("NULL", "answer_due_at"):
        refused(
            certified,
            f"UPDATE review_assignments SET no_conflict_declared_at = {moment} WHERE id = {seat.id}",
        )


def test_a_concluded_visit_and_what_was_found_stay(each_session):
    make_standard(each_session, "factory")
    application = make_submitted(each_session, make_person(each_session), cell_type="factory")
    officer, newcomer = make_officer(each_session), make_officer(each_session)
    visit = plan(each_session, make_visit(each_session, application, officer), officer)
    record(each_session, visit, officer)
    for photo in (make_photo(each_session), make_photo(each_session)):
        each_session.add(SiteVisitPhoto(visit_id=visit.id, photo_id=photo.id))
    each_session.flush()
    each_session.execute(text("UPDATE site_visit_findings SET note = 'Seen twice.'"))
    each_session.execute(text(f"DELETE FROM site_visit_photos WHERE photo_id = {photo.id}"))
    conclude(each_session, visit, officer)

    for change in ("summary = 'Fine.'", "verdict = 'differs'", "state = 'planned'", "visited_on = NULL"):
        refused(each_session, f"UPDATE site_visits SET {change}")
    refused(each_session, "DELETE FROM site_visits")
    for table in ("site_visit_findings", "site_visit_inspectors", "site_visit_photos"):
        refused(each_session, f"UPDATE {table} SET visit_id = visit_id")
        refused(each_session, f"DELETE FROM {table}")
    for added in (
        f"site_visit_inspectors (visit_id, person_id) VALUES ({visit.id}, {newcomer.id})",
        f"site_visit_photos (visit_id, photo_id) VALUES ({visit.id}, {photo.id})",
        "site_visit_findings (visit_id, code, note, version, updated_at)"
        " SELECT id, 'one more', '', 1, called_at FROM site_visits",
    ):
        refused(each_session, f"INSERT INTO {added}")


def test_a_dispute_stays_and_only_forgets_who_spoke(certified):
    certified.execute(
        text(
            "INSERT INTO report_disputes"
            " (report_id, party, disputer_key, round, network_mark, account_mark, reason, at)"
            " SELECT id, 'supporter', 'phone', 1, 'network', 'account', 'Still.', submitted_at FROM reports"
        )
    )
    for change in ("reason = 'All is well.'", "round = 2", "disputer_key = 'x'", "network_mark = 'x'"):
        refused(certified, f"UPDATE report_disputes SET {change}")
    refused(certified, "DELETE FROM report_disputes")

    certified.execute(text("UPDATE report_disputes SET network_mark = NULL, account_mark = NULL"))

    refused(certified, "UPDATE report_disputes SET account_mark = 'account'")


def test_what_an_officer_asked_to_be_corrected_stays(certified):
    certified.execute(
        text(
            "INSERT INTO correction_requests (application_id, round, code, text, at)"
            " SELECT id, 1, 'a-1.1', 'Which year?', created_at FROM applications"
        )
    )
    refused(certified, "UPDATE correction_requests SET text = 'Nothing.'")
    refused(certified, "DELETE FROM correction_requests")


def test_the_time_of_handing_in_is_that_of_a_step(each_session):
    make_standard(each_session, "school")
    application = make_application(each_session, make_person(each_session))
    early = "UPDATE applications SET submitted_at = created_at"
    refused(each_session, early)

    each_session.execute(text(f"{early}, state = 'submitted'"))

    for change in ("submitted_at = NULL", "submitted_at = '2020-01-01 00:00:00'"):
        refused(each_session, f"UPDATE applications SET {change} WHERE id = {application.id}")


def test_a_membership_and_a_role_end_once(each_session):
    organisation = make_organisation(each_session)
    make_staff(each_session, "reviewer")
    each_session.execute(text("UPDATE organisation_members SET level = 'editor'"))
    for table in ("organisation_members", "role_grants"):
        each_session.execute(text(f"UPDATE {table} SET ended_at = '2026-11-22 00:00:00'"))

    for table in ("organisation_members", "role_grants"):
        refused(each_session, f"UPDATE {table} SET ended_at = NULL")
        refused(each_session, f"UPDATE {table} SET ended_at = '2026-11-23 00:00:00'")
    refused(
        each_session,
        f"UPDATE organisation_members SET level = 'owner' WHERE organisation_id = {organisation.id}",
    )


def test_an_objection_and_its_reply_stay(certified):
    certified.execute(
        text(
            "INSERT INTO objections (notice_id, state, code, text, reply, at)"
            " SELECT id, 'received', '', 'They burn it.', '', opened_at FROM notices"
        )
    )
    refused(certified, "UPDATE objections SET text = 'All is well.'")
    refused(certified, "UPDATE objections SET notice_id = notice_id + 1")
    refused(certified, "DELETE FROM objections")
    answer = "UPDATE objections SET state = 'not_admitted', reply = 'No.', answered_at = at"
    certified.execute(text(answer))
    for change in ("reply = 'Yes.'", "reply = ''", "state = 'received'", "answered_at = NULL"):
        refused(certified, f"UPDATE objections SET {change}")


def test_who_proposed_and_who_decided_on_a_certificate_stays(certified):
    certified.execute(
        text(
            "INSERT INTO certificate_measures"
            " (certificate_id, kind, state, ground, reason, proposed_by_id, proposed_at, reply)"
            " SELECT id, 'revoke', 'proposed', '', 'Burning.', (SELECT min(id) FROM people),"
            " issued_at, '' FROM certificates"
        )
    )
    for change in ("proposed_by_id = (SELECT max(id) FROM people)", "reason = 'None.'", "kind = 'pass'"):
        refused(certified, f"UPDATE certificate_measures SET {change}")
    refused(certified, "DELETE FROM certificate_measures")
    decided = (
        "SET state = 'confirmed', decided_by_id = (SELECT max(id) FROM people), decided_at = proposed_at"
    )
    certified.execute(text(f"UPDATE certificate_measures {decided}"))
    refused(certified, "UPDATE certificate_measures SET decided_by_id = NULL")
    refused(certified, "UPDATE certificate_measures SET state = 'refused'")


def test_no_line_is_moved_into_a_sheet_that_was_handed_in(certified):
    case = make_submitted(certified, make_person(certified))
    open_seat, *_ = put_into_review(certified, case, make_officer(certified))
    certified.execute(
        text(
            "INSERT INTO review_items (assignment_id, code, comment, version, updated_at)"
            " VALUES (:seat, 'one more', '', 1, '2026-11-22')"
        ),
        {"seat": open_seat.id},
    )
    refused(
        certified,
        "UPDATE review_items SET assignment_id = (SELECT min(id) FROM review_assignments"
        " WHERE state = 'submitted') WHERE code = 'one more'",
    )
