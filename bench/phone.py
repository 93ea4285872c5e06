"""A phone that reports: one form, photos with it or sent before it, tried again until it is acknowledged.

Plain HTTP without a browser. What it believes is what the portal has acknowledged to it, nothing else.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from PIL import Image

STREETS = ("990101001", "990102001", "990103001")
BOUNDARY = "----a-phone-that-reports"
PATIENCE_SECONDS = 120.0
ERRORS = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Receipt:
    """What the portal has promised: this submission is that report, with these photos (their SHA-256)."""

    submission: str
    ref: str
    photos: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


class Unsent(Exception):
    """The portal did not take the report, although it was tried for long."""


@dataclass
class Phone:
    """One phone with its cookies. `before_form`: photos go first, each by itself, as with JavaScript."""

    port: int
    random: Random
    before_form: bool = False
    cookies: dict[str, str] = field(default_factory=dict)
    always: dict[str, str] = field(default_factory=lambda: {"Connection": "close"})
    """Headers of every request; a proxy's, for a portal behind one."""
    token: str = ""
    tries: int = 0

    def get(self, path: str, timeout: float = 20.0) -> Answer:
        return self._ask("GET", path, b"", {}, timeout)

    def report(self, size: int = 40_000, stop: Callable[[], bool] = lambda: False) -> Receipt | None:
        """Send one new report until it is acknowledged; None when `stop` says so before."""
        submission = str(UUID(int=self.random.getrandbits(128), version=4))
        photo = picture(self.random, size)
        staged = ""
        end = time.monotonic() + PATIENCE_SECONDS
        last = "nothing"
        while time.monotonic() < end:
            if stop():
                return None
            self.tries += 1
            try:
                self.token = self.token or self._token()
                if self.before_form and not staged:
                    staged = self._stage(photo)
                answer = self._send(submission, photo, staged)
            except ERRORS as error:
                last = repr(error)
            else:
                if answer.status == 303:
                    ref = re.search(r"/reports/(R[^/]+)/receipt", answer.headers["Location"] or "")
                    if ref is not None:
                        return Receipt(submission, ref[1], (hashlib.sha256(photo).hexdigest(),))
                last = f"{answer.status}: {_said(answer.text)}"
                self.token = staged = ""
            time.sleep(self.random.uniform(0.05, 0.3))
        raise Unsent(last)

    def _token(self) -> str:
        answer = self.get("/reports/new")
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
        if answer.status != 200 or found is None:
            raise http.client.HTTPException(f"the form answered {answer.status}")
        return found[1]

    def _stage(self, photo: bytes) -> str:
        answer = self.post("/uploads/photos", [("csrf_token", self.token)], photo, field="photo")
        if answer.status != 201:
            raise http.client.HTTPException(f"the upload answered {answer.status}")
        found = re.search(r'"id":\s*"([^"]+)"', answer.text)
        return found[1] if found else ""

    def _send(self, submission: str, photo: bytes, staged: str) -> Answer:
        fields = [
            ("csrf_token", self.token),
            ("submission_id", submission),
            ("category", "household"),
            ("area_code", self.random.choice(STREETS)),
            ("address", "河滨路桥下"),
            *([("staged_photos", staged)] if staged else []),
        ]
        return self.post("/reports/new", fields, None if staged else photo, field="photos")

    def post(
        self, path: str, fields: list[tuple[str, str]], photo: bytes | None, *, field: str = "photos",
        name: str = "IMG_1.JPG", timeout: float = 20.0,
    ) -> Answer:  # fmt: skip
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self._ask("POST", path, multipart(fields, photo, field, name), headers, timeout)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str], timeout: float) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            cookie = (
                {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}
            )
            connection.request(method, path, body or None, headers | cookie | self.always)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            key, _, value = line.split(";")[0].partition("=")
            self.cookies[key.strip()] = value
        return answer


def multipart(fields: list[tuple[str, str]], photo: bytes | None, field: str, name: str) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields
    ]
    if photo is not None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts += [f"{head}Content-Type: image/jpeg\r\n\r\n".encode(), photo, b"\r\n"]
    return b"".join((*parts, f"--{BOUNDARY}--\r\n".encode()))


def picture(random: Random, size: int) -> bytes:
    """A JPEG of its own of about `size` bytes."""
    side = max(64, int(size**0.5 * 2.2))
    coarse = Image.frombytes("RGB", (16, 12), random.randbytes(16 * 12 * 3))
    out = io.BytesIO()
    fine = Image.effect_noise((side, side * 3 // 4), 25).convert("RGB")
    Image.blend(coarse.resize(fine.size, Image.Resampling.BICUBIC), fine, 0.3).save(out, "JPEG", quality=80)
    return (
        out.getvalue() + random.randbytes(8).hex().encode()
    )  # bytes after the end: allowed, and never the same


def _said(page: str) -> str:
    words = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", page, flags=re.S)
    return re.sub(r"\s+", " ", words).strip()[:200]
