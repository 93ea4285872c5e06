"""The web process of `flask serve`: waitress on a socket that is there already, with a patience that ends.

Waitress reads a whole request before it takes a thread for it (`request_body` says where it waits), so slow
phones keep no thread. It closes connections that are silent; the two limits here close those that
are not silent but never come to an end.
"""

from __future__ import annotations

import contextlib
import logging
import resource
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from portal.devtools.request_body import RequestParser

THREADS = 16
SILENT_SECONDS = 120
"""A connection on which nothing comes or goes for so long is closed."""

HEADER_SECONDS = 30
"""The time for a request's first line and headers."""

SLOWEST_BYTES_PER_SECOND = 500
"""A body that comes more slowly than this, over all its time after the first minute, is given up."""

PATIENCE_SECONDS = 60
LOOK_SECONDS = 10
MOST_CONNECTIONS = 1000
OPEN_FILES = 8192


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """One connection, which knows since when it has been sending the present request."""

    parser_class = RequestParser
    request_since: float | None = None

    def received(self, data: bytes) -> Any:
        if self.request is None:
            self.request_since = time.time()
        return super().received(data)

    def never_ends(self, now: float) -> bool:
        """Whether the request that is being sent has used up its time."""
        request = self.request
        if request is None or self.request_since is None:
            return False
        seconds = now - self.request_since
        if not request.headers_finished:
            return seconds > HEADER_SECONDS
        return seconds > PATIENCE_SECONDS and request.body_bytes_received < seconds * SLOWEST_BYTES_PER_SECOND


class Server(TcpWSGIServer):  # type: ignore[misc]  # the same
    channel_class = Channel

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.never_ends(now):
                channel.will_close = True


def serve_on(listener: socket.socket, application: Callable[..., Any], *, most_bytes: int) -> None:
    """Answer requests on `listener` until SIGTERM; what is being answered then is finished."""
    for name, level in (("waitress", logging.WARNING), ("waitress.queue", logging.ERROR)):
        logging.getLogger(name).setLevel(level)
    _allow_many_files()
    tempfile.gettempdir()  # chosen now, by writing: on a full disk it would find none
    adjustments = Adjustments(
        sockets=[listener],
        threads=THREADS,
        channel_timeout=SILENT_SECONDS,
        cleanup_interval=LOOK_SECONDS,
        connection_limit=MOST_CONNECTIONS,
        asyncore_use_poll=True,  # select() cannot watch more than 1,024 files
        max_request_header_size=64 * 1024,
        max_request_body_size=most_bytes,
        inbuf_overflow=64 * 1024,
        ident=None,
    )
    server = Server(application, adj=adjustments, _sock=listener, bind_socket=False)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server.run()


def _allow_many_files() -> None:
    """Every upload may need a temporary file beside its connection."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
