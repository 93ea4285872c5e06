"""Where a request waits until it has come whole: in memory, in a temporary file, and without a disk too."""

from __future__ import annotations

import os
import tempfile
from typing import ClassVar
from weakref import WeakSet

from waitress.buffers import OverflowableBuffer
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver

MOST_IN_MEMORY = 64 * 1024 * 1024
"""Bytes of all the bodies together that stay in memory only because the disk is full."""


class RequestBody(OverflowableBuffer):  # type: ignore[misc]  # waitress has no types
    """A body of `length` bytes. Where the disk has no room for it, it stays in memory, so that the portal can
    answer what was sent instead of closing the connection."""

    _in_memory: ClassVar[WeakSet[RequestBody]] = WeakSet()

    def __init__(self, overflow: int, length: int) -> None:
        super().__init__(overflow)
        self.length = length

    def _set_large_buffer(self) -> None:
        if _disk_takes(self.length) or self._waiting() + self.length > MOST_IN_MEMORY:
            super()._set_large_buffer()
            return
        self._in_memory.add(self)
        self.overflow = self.length + 1
        if self.buf is None:
            self._set_small_buffer()

    def _waiting(self) -> int:
        return sum(body.length for body in self._in_memory)


class RequestParser(HTTPRequestParser):  # type: ignore[misc]  # the same
    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if isinstance(self.body_rcv, FixedStreamReceiver):
            self.body_rcv.buf = RequestBody(self.adj.inbuf_overflow, self.content_length)


def _disk_takes(length: int) -> bool:
    """Is there room for a temporary file so long? It is asked for and given back at once."""
    try:
        with tempfile.TemporaryFile() as file:
            os.posix_fallocate(file.fileno(), 0, length)
    except OSError:
        return False
    return True
