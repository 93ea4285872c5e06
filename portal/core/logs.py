"""Logs: one line per event on standard error, coloured for a person at a terminal, JSON otherwise.

A traceback is logged without the values of its variables: they hold what people typed, and writing
them out can take longer than the request.
"""

from __future__ import annotations

import contextlib
import sys

import structlog


def configure() -> None:
    terminal = sys.stderr.isatty()
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *(() if terminal else (structlog.processors.format_exc_info,)),
            last,
        ],
        logger_factory=lambda *_: _Logger(),
    )


class _Logger:
    """Writes lines to standard error. One that cannot be written (the log's disk is full) is dropped: the
    work that it tells of goes on."""

    def msg(self, line: str) -> None:
        # Asked for at each event: a test or a server may put another stream in its place.
        with contextlib.suppress(OSError):
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = exception = log = fatal = msg
