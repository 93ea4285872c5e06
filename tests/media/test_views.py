"""Staging over HTTP, and who is served what."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select

from portal.core import clock
from portal.core.actor import Actor, ActorKind, Grant, Role
from portal.core.storage import Storage
from portal.core.transaction import commit
from portal.media import actions
from portal.media.links import evidence_url
from portal.media.metadata_proof import prove_clean_jpeg
from portal.media.models import EvidenceFile, Photo, StagedUpload
from portal.media.presentation import shown_to_everyone, shown_to_reader
from portal.media.types import EvidenceKind, PhotoState
from tests.factories.media import make_photo, make_staged_evidence, vault
from tests.media.documents import PDF, office
from tests.media.hostile import hostile_photos
from tests.media.pictures import HEIC, LAT, LNG, corners, encoded, exif_block, jpeg, laden, scene, turned

JSON = {"Accept": "application/json"}
DISPATCHER = Actor(ActorKind.PERSON, 7, grants=frozenset({Grant(Role.DISPATCHER, "9901")}))


def post(client, url, body=b"", **headers):
    """What the page's script sends: with the token of the form."""
    if not hasattr(client, "token"):
        client.token = client.get_page("/sign-in").form("/sign-in").values["csrf_token"][0]
    return client.post(url, data=body, headers=JSON | {"X-CSRFToken": client.token} | headers)


def multipart(field, name, data):
    """The body is written here: for large files the test client would leave a temporary file open."""
    head = f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    body = head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + data + b"\r\n--b--\r\n"
    return body, {"Content-Type": "multipart/form-data; boundary=b"}


def upload(client, data, name="photo.jpg", **headers):
    body, kind = multipart("photo", name, data)
    return post(client, "/uploads/photos", body, **kind, **headers)


def published(session, run_jobs, data=None):
    photo = make_photo(session, data)
    run_jobs()
    session.refresh(photo)
    actions.confirm_photo(session, photo, vault(), area="990101", actor=DISPATCHER, now=clock.utcnow())
    commit(session)
    return photo


@pytest.mark.parametrize(
    "data",
    [jpeg(), encoded(scene(), "PNG"), encoded(scene(), "WEBP"), HEIC.read_bytes(), laden()],
    ids=["jpeg", "png", "webp", "heic", "laden"],
)
def test_photo_of_every_kind_is_staged_and_previewed_clean(client, run_jobs, data):
    answer = upload(client, data)
    run_jobs()
    preview = client.get(answer.json["preview"])

    assert answer.status_code == 201
    assert preview.mimetype == "image/jpeg"
    assert max(prove_clean_jpeg(preview.data)) == 320
    assert preview.headers["Cache-Control"] == "private, no-store"


def test_answer_tells_where_the_photo_was_taken(client):
    place = upload(client, jpeg(exif=exif_block())).json["place"]

    assert place == {
        "lng": pytest.approx(LNG, abs=1e-5),
        "lat": pytest.approx(LAT, abs=1e-5),
        "error_m": 12.5,
    }


def test_answer_without_a_place_says_so(client):
    assert upload(client, jpeg()).json["place"] is None


def test_preview_stands_upright(client, run_jobs):
    url = upload(client, turned(6)).json["preview"]
    run_jobs()

    assert corners(Image.open(io.BytesIO(client.get(url).data))) == ["red", "green", "blue", "yellow"]


def test_nobody_else_sees_a_staged_photo(app, client, run_jobs):
    staged = upload(client, jpeg()).json
    run_jobs()
    stranger = app.test_client()

    assert stranger.get(staged["preview"]).status_code == 404
    assert stranger.get(f"/media/{staged['id']}/card").mimetype == "image/svg+xml"
    post(stranger, f"/uploads/photos/{staged['id']}/removal")
    assert client.get(staged["preview"]).status_code == 200


def test_staged_photo_is_removed_by_its_owner(client, session, run_jobs):
    staged = upload(client, jpeg()).json

    assert post(client, f"/uploads/photos/{staged['id']}/removal").status_code == 204
    run_jobs()

    assert session.scalar(select(func.count(Photo.id))) == 0
    assert client.get(staged["preview"]).status_code == 404


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("zh-CN", "这不是照片。请选择 JPEG、PNG、WebP 或 HEIC 格式的照片。"),
        ("en", "This is not a photo. Please choose a JPEG, PNG, WebP or HEIC file."),
        ("zh-TW", "這不是照片。請選擇 JPEG、PNG、WebP 或 HEIC 格式的照片。"),
    ],
)
def test_refusal_is_told_in_the_persons_language(client, locale, text):
    answer = upload(client, b"no photo", **{"Accept-Language": locale})

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert (answer.json["title"], answer.json["code"]) == (text, "not_a_photo")


def test_no_file_at_all_is_refused_clearly(client):
    answer = post(client, "/uploads/photos")

    assert (answer.status_code, answer.json["code"]) == (422, "empty")


def test_too_large_file_is_refused_by_its_length_alone(client):
    answer = upload(client, bytes(21 * 1024 * 1024 + 100_000))

    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_full_disk_is_said_clearly_and_passes(client, session, monkeypatch):
    def no_room(path, data):
        raise OSError(28, "No space left on device")

    client.checks = False  # a 503 is what this test is about
    with monkeypatch.context() as full:
        full.setattr(Storage, "_put_local", staticmethod(no_room))
        answer = upload(client, jpeg())
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert session.scalar(select(func.count(Photo.id))) == 0

    assert upload(client, jpeg()).status_code == 201


def test_answer_leaves_only_after_file_and_row_are_there(client, session):
    ref = upload(client, jpeg()).json["id"]

    assert vault().original(ref) == jpeg()
    assert session.scalar(select(StagedUpload.ref)) == ref


def test_visitor_may_not_upload_without_end(make_app):
    client = make_app(limits_off=False).test_client()
    codes = [upload(client, b"no photo").status_code for _ in range(81)]

    assert codes[:80] == [422] * 80
    assert codes[80] == 429


@pytest.mark.parametrize(
    ("name", "data"), list(hostile_photos()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_hostile_photo_gets_a_clear_answer(client, session, run_jobs, name, data):
    answer = upload(client, data, name="../../<script>.php")
    run_jobs()

    assert answer.status_code in (201, 413, 422)
    for photo in session.scalars(select(Photo)):
        assert photo.state in (PhotoState.READY_FOR_CONFIRMATION, PhotoState.FAILED)
    if answer.status_code == 201:
        preview = client.get(answer.json["preview"])
        assert preview.mimetype in ("image/jpeg", "image/svg+xml")
        assert b"<script" not in preview.data


def test_public_sees_a_photo_only_while_it_is_published(client, session, run_jobs):
    photo = make_photo(session)
    run_jobs()
    session.refresh(photo)
    url = f"/media/{photo.ref}/card"

    held = client.get(url)
    assert (held.mimetype, held.headers["Cache-Control"]) == ("image/svg+xml", "private, no-store")

    actions.confirm_photo(session, photo, vault(), area="990101", actor=DISPATCHER, now=clock.utcnow())
    shown = client.get(url)
    assert prove_clean_jpeg(shown.data) == (640, 480)
    assert shown.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in shown.headers
    assert client.get(url, headers={"If-None-Match": shown.headers["ETag"]}).status_code == 304

    actions.withhold_photo(
        session, photo, vault(), "A face.", area="990101", actor=DISPATCHER, now=clock.utcnow()
    )
    gone = client.get(url, headers={"If-None-Match": shown.headers["ETag"]})
    assert (gone.status_code, gone.mimetype) == (200, "image/svg+xml")


def test_unknown_photo_or_size_is_not_found(client):
    assert client.get("/media/nothing/card").status_code == 404
    assert client.get("/media/nothing/original").status_code == 404


def test_state_alone_shows_nothing_without_the_open_copy(client, session, run_jobs):
    """The second lock: even a row that says "published" shows only what was laid open."""
    photo = published(session, run_jobs)
    vault().unpublish(photo.ref)

    assert client.get(f"/media/{photo.ref}/display").mimetype == "image/svg+xml"


@pytest.fixture
def reader(app, client):
    """Makes links as a page would that this client reads, and opens them."""

    class Reader:
        def link(self, make, *, now=None):
            cookie = client.get_cookie("wufei_visitor")
            headers = {"Cookie": f"wufei_visitor={cookie.value}"} if cookie else {}
            with app.test_request_context("/", headers=headers):
                return make(now or clock.utcnow())

    upload(client, jpeg())  # so that the client has a visitor's cookie
    return Reader()


def test_sealed_link_opens_for_its_reader_and_nobody_else(app, client, session, run_jobs, reader):
    photo = make_photo(session)
    run_jobs()
    session.refresh(photo)
    photo.variants  # noqa: B018 -- loaded before the request's own context
    link = reader.link(lambda now: shown_to_reader(photo, now).display)

    own = client.get(link)
    assert own.mimetype == "image/jpeg"
    assert own.headers["Cache-Control"] == "private, no-store"
    stranger = app.test_client()
    assert stranger.get(link).mimetype == "image/svg+xml"
    upload(stranger, jpeg())  # now the stranger has a cookie of their own
    assert stranger.get(link).mimetype == "image/svg+xml"
    assert client.get(link[:-2]).mimetype == "image/svg+xml"
    assert client.get(link.replace(photo.ref, photo.ref[::-1])).status_code == 404


def test_sealed_link_grows_old(client, session, run_jobs, reader):
    photo = make_photo(session)
    run_jobs()
    session.refresh(photo)
    photo.variants  # noqa: B018 -- loads them
    link = reader.link(
        lambda now: shown_to_reader(photo, now).display, now=clock.utcnow() - timedelta(hours=2)
    )

    assert client.get(link).mimetype == "image/svg+xml"


def test_template_is_told_that_there_is_nothing_to_show(app, session, run_jobs):
    photo = make_photo(session)
    run_jobs()
    session.refresh(photo)

    with app.test_request_context("/"):
        assert shown_to_everyone(photo).shown is False
        assert shown_to_everyone(photo).src == ""


@pytest.mark.parametrize(
    ("data", "name", "media_type", "ending"),
    [
        (PDF, "方案.pdf", "application/pdf", "pdf"),
        (
            office("xlsx"),
            "x.html",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        (laden(), "photo.php", "image/jpeg", "jpg"),
    ],
    ids=["pdf", "xlsx", "photo"],
)
def test_evidence_is_only_ever_a_download_under_our_name(
    client, session, run_jobs, reader, data, name, media_type, ending
):
    evidence = make_staged_evidence(session, data, name=name).evidence_file
    run_jobs()
    session.refresh(evidence)

    answer = client.get(reader.link(lambda now: evidence_url(evidence, now)))

    assert answer.mimetype == media_type
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="evidence-{evidence.ref[:8]}.{ending}"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    if evidence.kind is EvidenceKind.PHOTO:
        assert prove_clean_jpeg(answer.data)
    else:
        assert answer.data == data


def test_evidence_opens_for_nobody_without_a_link(client, session):
    ref = make_staged_evidence(session, PDF).ref

    assert client.get(f"/media/evidence/{ref}").status_code == 404
    assert client.get(f"/media/evidence/{ref}?key=a.b").status_code == 404
    assert session.scalar(select(EvidenceFile.ref)) == ref


def test_evidence_upload_asks_to_sign_in(client):
    body, kind = multipart("file", "a.pdf", PDF)
    answer = post(client, "/uploads/evidence", body, **kind)

    assert answer.status_code == 403
