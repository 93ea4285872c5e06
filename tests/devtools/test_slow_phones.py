"""Forty phones that upload very slowly keep nobody else waiting, under the command that `make run` uses."""

import socket
import time
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

PHONES = 40
READS = 40
LONGEST_WAIT = 0.5
BOUNDARY = "phone"
HEAD = (
    "POST /uploads/photos HTTP/1.1\r\nHost: {host}\r\nContent-Length: 400000\r\n"
    f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
)


@pytest.fixture
def dripping_phones(live_server):
    """Connections that have begun an upload and send a few bytes more each time they are called."""
    address = urlsplit(live_server.url)
    phones = []
    for _ in range(PHONES):
        phone = socket.create_connection((address.hostname, address.port), timeout=10)
        phone.sendall(HEAD.format(host=address.netloc).encode())
        phones.append(phone)

    def drip():
        for phone in phones:
            phone.sendall(b"\xff" * 800)

    yield drip
    for phone in phones:
        phone.close()


def test_readers_do_not_wait_for_slow_phones(live_server, dripping_phones):
    waits = []
    for _ in range(READS):
        dripping_phones()
        begun = time.monotonic()
        with urlopen(f"{live_server.url}/about", timeout=20) as answer:
            answer.read()
        waits.append(time.monotonic() - begun)

    assert sorted(waits)[int(READS * 0.95) - 1] < LONGEST_WAIT
