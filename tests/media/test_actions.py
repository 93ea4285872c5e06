"""Staging, attaching, working off and deciding, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.audit.models import AuditEntry
from portal.core.actor import Actor, ActorKind, Grant, Role
from portal.core.errors import Conflict, Invalid, NotAllowed, TooMany
from portal.core.transaction import commit
from portal.media import actions, queries, rules
from portal.media.fingerprint import is_copy
from portal.media.models import EvidenceFile, Photo, PhotoEvent, StagedUpload
from portal.media.rules import MOST_STAGED, WORKFLOW
from portal.media.types import EvidenceKind, FileProblem, PhotoState, VariantName
from tests.factories.media import NOW, make_photo, make_staged_evidence, make_staged_photo, vault
from tests.media.documents import PDF
from tests.media.pictures import LAT, LNG, exif_block, jpeg
from tests.support.portals import run_jobs

LATER = NOW + timedelta(hours=1)
DISPATCHER = Actor(ActorKind.PERSON, 7, grants=frozenset({Grant(Role.DISPATCHER, "990101")}))


def worked_off(session, photo):
    commit(session)
    run_jobs_of(session)
    session.expire_all()
    return session.get(Photo, photo.id)


def run_jobs_of(session):
    from flask import current_app

    return run_jobs(current_app._get_current_object())


def decide(action, session, photo, *args, actor=DISPATCHER, area="990101003"):
    action(session, photo, vault(), *args, area=area, actor=actor, now=LATER)


def test_staged_photo_is_worked_off_before_its_form_comes(each_session):
    staged = make_staged_photo(each_session, jpeg(exif=exif_block()))

    photo = worked_off(each_session, staged.photo)

    assert photo.state is PhotoState.READY_FOR_CONFIRMATION
    assert (photo.width, photo.height, photo.attempts) == (640, 480, 1)
    assert [variant.name for variant in photo.variants] == list(VariantName)
    assert photo.taken_at.isoformat() == "2026-05-04T00:30:00+00:00"


def test_place_is_kept_sealed(each_session):
    photo = make_staged_photo(each_session, jpeg(exif=exif_block())).photo

    assert str(LAT).encode() not in photo.position_sealed
    position = actions.position_of(photo, vault().sealer)
    assert (round(position.lng, 4), round(position.lat, 4)) == (round(LNG, 4), round(LAT, 4))


def test_original_lies_sealed(session):
    photo = make_photo(session, jpeg(comment=b"a mark in the file"))
    stored = vault().storage.get(f"sealed/media/{photo.ref[:2]}/{photo.ref}.original")

    assert b"a mark in the file" not in stored
    assert b"a mark in the file" in vault().original(photo.ref)


def test_form_takes_its_photos_over_in_its_order(each_session):
    refs = [make_staged_photo(each_session).ref for _ in range(3)]

    photos = actions.attach_photos(each_session, refs[::-1], owner="somebody", now=LATER)

    assert [photo.ref for photo in photos] == refs[::-1]
    assert each_session.scalar(select(func.count(StagedUpload.id))) == 0


@pytest.mark.parametrize(
    ("owner", "when"), [("another", LATER), ("somebody", NOW + timedelta(hours=25))], ids=["owner", "expired"]
)
def test_form_gets_no_photo_that_is_not_its_own(session, owner, when):
    ref = make_staged_photo(session).ref

    with pytest.raises(Invalid) as refused:
        actions.attach_photos(session, [ref], owner=owner, now=when)

    assert "photos" in refused.value.errors


def test_photo_is_attached_once_only(session):
    ref = make_staged_photo(session).ref
    actions.attach_photos(session, [ref], owner="somebody", now=LATER)

    with pytest.raises(Invalid):
        actions.attach_photos(session, [ref], owner="somebody", now=LATER)


def test_form_takes_at_most_six_photos(session):
    refs = [make_staged_photo(session).ref for _ in range(7)]

    with pytest.raises(Invalid):
        actions.attach_photos(session, refs, owner="somebody", now=LATER)


def test_nobody_lets_files_wait_without_end(session):
    for _ in range(MOST_STAGED):
        make_staged_photo(session)

    with pytest.raises(TooMany):
        make_staged_photo(session)


def test_what_waited_a_day_is_swept_away_with_its_files(each_session):
    kept = make_staged_photo(each_session, now=NOW + timedelta(hours=2))
    gone = make_staged_photo(each_session)
    evidence = make_staged_evidence(each_session, PDF)
    picture = make_staged_evidence(each_session, jpeg(), name="photo.jpg")
    refs = [gone.ref, evidence.ref, picture.evidence_file.photo.ref]

    assert actions.sweep_staged(each_session, now=NOW + timedelta(hours=24, minutes=1)) == 3
    commit(each_session)
    run_jobs_of(each_session)

    assert each_session.scalars(select(Photo.ref)).all() == [kept.ref]
    assert each_session.scalars(select(EvidenceFile.ref)).all() == []
    for ref in refs:
        assert not vault().storage.exists(f"sealed/media/{ref[:2]}/{ref}.original")
    assert vault().storage.exists(f"sealed/media/{kept.ref[:2]}/{kept.ref}.original")


def test_evidence_is_kept_with_a_name_to_show_and_nothing_more(each_session):
    staged = make_staged_evidence(each_session, PDF, name="..\\..\\etc/减量\u202e方案\x00.pdf")

    [evidence] = actions.attach_evidence(each_session, [staged.ref], owner="somebody", now=LATER)

    assert (evidence.kind, evidence.name) == (EvidenceKind.PDF, "减量方案.pdf")
    assert vault().original(evidence.ref) == PDF


def test_dispatcher_publishes_and_withholds(each_session):
    photo = worked_off(each_session, make_photo(each_session))

    decide(actions.confirm_photo, each_session, photo)
    assert photo.state is PhotoState.PUBLISHED
    assert vault().public_variant(photo.ref, VariantName.CARD).startswith(b"\xff\xd8")

    decide(actions.withhold_photo, each_session, photo, "A face is seen in the window.")
    assert photo.state is PhotoState.WITHHELD
    for name in VariantName:
        with pytest.raises(FileNotFoundError):
            vault().public_variant(photo.ref, name)


@pytest.mark.parametrize(
    "actor",
    [
        Actor.guest(),
        Actor(ActorKind.PERSON, 8, grants=frozenset({Grant(Role.DISPATCHER, "990102")})),
        Actor(
            ActorKind.PERSON,
            9,
            grants=frozenset({Grant(Role.HANDLER, "990101"), Grant(Role.AUDITOR, "9901")}),
        ),
    ],
    ids=["guest", "dispatcher of another district", "handler and auditor"],
)
def test_nobody_else_publishes(session, actor):
    photo = worked_off(session, make_photo(session))

    with pytest.raises(NotAllowed):
        decide(actions.confirm_photo, session, photo, actor=actor)

    assert photo.state is PhotoState.READY_FOR_CONFIRMATION


def test_photo_is_not_published_before_it_is_made_clean(session):
    photo = make_photo(session)

    with pytest.raises(Conflict):
        decide(actions.confirm_photo, session, photo)


def test_database_refuses_a_published_photo_without_variants_too(each_session):
    photo = make_photo(each_session)
    photo.state = PhotoState.PUBLISHED

    with pytest.raises(IntegrityError):
        each_session.flush()


def test_history_gives_the_state_and_stands_in_the_log(each_session):
    photo = worked_off(each_session, make_photo(each_session))
    decide(actions.confirm_photo, each_session, photo)
    decide(actions.withhold_photo, each_session, photo, "number plate")
    commit(each_session)

    state = None
    for event in each_session.scalars(select(PhotoEvent).order_by(PhotoEvent.id)):
        assert event.source == state
        state = WORKFLOW.next_state(state, event.action)
    assert state == photo.state
    logged = each_session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
    assert logged == ["media.receive", "media.finish", "media.confirm", "media.withhold"]


def test_photo_that_was_seen_before_is_found(each_session):
    first = worked_off(each_session, make_photo(each_session))
    again = worked_off(each_session, make_photo(each_session, jpeg((1200, 900), quality=40)))
    same = worked_off(each_session, make_photo(each_session))

    assert queries.list_same_file(each_session, same) == [first]
    assert is_copy(again.fingerprint, first.fingerprint)


def test_photo_begun_too_often_is_given_up(session):
    photo = make_photo(session)
    for _ in range(rules.MOST_ATTEMPTS):
        assert actions.begin_processing(session, photo.id, now=NOW) == photo.ref

    assert actions.begin_processing(session, photo.id, now=NOW) is None
    assert (photo.state, photo.problem) == (PhotoState.FAILED, FileProblem.WORKER_LOST)


def test_failed_photo_may_be_tried_again(session):
    photo = make_photo(session)
    actions.begin_processing(session, photo.id, now=NOW)
    actions.fail_photo(session, photo, FileProblem.TOO_COSTLY, now=NOW)
    actions.retry_photo(session, photo, area="990101", actor=DISPATCHER, now=LATER)

    assert worked_off(session, photo).state is PhotoState.READY_FOR_CONFIRMATION
