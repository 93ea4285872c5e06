"""What `flask --app wsgi serve` is made of: the socket, the preparation, the web process and the worker."""

from __future__ import annotations

import errno
import fcntl
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from config.hosts import LOOPBACKS, http_address
from portal.core.folders import sqlite_path
from portal.core.jobs.worker import work
from portal.core.web import EXTENSION
from portal.devtools.web import serve_on

BACKLOG = 1024
WAIT_FOR_PORT_SECONDS = 3.0
"""So long a portal that has just been killed may need to let go of its port."""

_WHY = {
    errno.EADDRINUSE: "Port {port} is in use. Choose another one: PORT={next} make run",
    errno.EACCES: "Port {port} is for the system's own services. Choose one above 1023: PORT=8000 make run",
    errno.EADDRNOTAVAIL: "HOST={host} is no address of this machine; 127.0.0.1 and 0.0.0.0 always are.",
}


class CannotListen(Exception):
    """The address cannot be listened on; the text says why and what to do."""


def listen_on(host: str, port: int, *, wait: float = WAIT_FOR_PORT_SECONDS) -> socket.socket:
    """A listening socket. It stays open while web processes come and go: callers wait, none is refused."""
    deadline = time.monotonic() + wait
    while True:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
            # IPv4 first: it is what a name like "localhost" is typed for.
            family, _, _, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
            return socket.create_server(address[:2], family=family, backlog=BACKLOG)
        except socket.gaierror as error:
            raise CannotListen(f"HOST={host} is neither an address nor a known name.") from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            text = _WHY.get(error.errno or 0, "HOST={host} PORT={port}: {error}")
            raise CannotListen(
                text.format(host=host, port=port, next=port % 65535 + 1, error=error.strerror)
            ) from error


def web(app: Flask, listener: socket.socket) -> None:
    """The web process: answer requests until asked to stop."""
    settings = app.extensions[EXTENSION].settings
    serve_on(listener, app, most_bytes=settings.max_request_bytes + 64 * 1024)


def worker(app: Flask, listener: socket.socket) -> None:
    """The worker process: do jobs until asked to stop. It is the only one, so what runs at its start was
    left behind by one that was killed."""
    listener.close()
    portal = app.extensions[EXTENSION]
    work(app, portal.doorbell, portal.registry, portal.jobs, alone=True)


@contextmanager
def one_at_a_time(database_url: str) -> Iterator[None]:
    """Held while an SQLite database is prepared: a second start waits for the first."""
    database = sqlite_path(database_url)
    if database is None:
        yield
        return
    with database.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def answers(url: str) -> bool:
    """Whether the server at the URL answers without an error."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 -- our own http address
            return bool(answer.status < 400)
    except (urllib.error.URLError, OSError):
        return False


def address_of(host: str, port: int) -> str:
    """The address a person on this machine types."""
    return http_address(LOOPBACKS.get(host, host), port)
