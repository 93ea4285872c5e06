"""The parent's side: a few decoder processes, reused, each killed when it overruns."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, LifoQueue

from portal.media.decoding.proof import proven_photo
from portal.media.decoding.result import RenderedPhoto
from portal.media.decoding.wire import Message, WireBroken, receive, send
from portal.media.exif import read_exif
from portal.media.formats.jpeg import without_metadata
from portal.media.sniffing import MOST_PIXELS
from portal.media.types import FileProblem, FileRefused, PhotoHeader, PhotoKind

_ROOT = Path(__file__).parents[3]
_MODULE = "portal.media.decoding.process"
_ENVIRONMENT = {
    "PYTHONPATH": str(_ROOT),
    "LC_ALL": "C.UTF-8",
    # Or each decoding thread would count 64 MB against the limit.
    "MALLOC_ARENA_MAX": "2",
    # Of up to 16 MB each, which Pillow keeps from picture to picture: the kernel would clear the pages anew.
    "PILLOW_BLOCKS_MAX": "2",
}
"""No secret, no path to data."""

_CRASHES = frozenset({-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS, -signal.SIGFPE, -signal.SIGILL})
_MEGABYTE = 1 << 20
_PIPE_BYTES = 1 << 20
"""What an ordinary user may have. With the usual 64 KiB, a photo of 4 MB changes processes 60 times."""


@dataclass(frozen=True)
class DecodingLimits:
    """Bounds of one photo. Memory is address space, which is more than what is resident. A photo is judged
    by its processor time; the time on the wall only ends a process that hangs, and is wide for a busy day."""

    memory: int = 220 * _MEGABYTE
    heavy_memory: int = 500 * _MEGABYTE
    cpu_seconds: int = 8
    wall_seconds: float = 30.0
    most_resident: int = 140 * _MEGABYTE
    """A process that keeps more than this after a photo is replaced."""


class DecoderPool:
    """Thread-safe. Processes start when first needed and end with `close` or with the program."""

    def __init__(self, size: int = 2, limits: DecodingLimits | None = None) -> None:
        self._limits = limits or DecodingLimits()
        self._places = threading.BoundedSemaphore(size)
        self._idle: LifoQueue[_Decoder] = LifoQueue()
        self._heavy = threading.Lock()

    def render(self, data: bytes, header: PhotoHeader) -> RenderedPhoto:
        """The clean variants of a photo that `sniff_photo` let through, or FileRefused."""
        heavy = _is_heavy(header)
        if header.kind is PhotoKind.JPEG:
            data = without_metadata(data)
        with _one_at_a_time(self._heavy) if heavy else contextlib.nullcontext(), self._places:
            answer = self._ask(Message(self._task(header, heavy=heavy), [data]))
        problem = answer.head.get("problem")
        if problem is not None:
            raise FileRefused(_known(problem), str(answer.head.get("detail", "")))
        return proven_photo(answer)

    def close(self) -> None:
        with contextlib.suppress(Empty):
            while True:
                self._idle.get_nowait().end()

    def _task(self, header: PhotoHeader, *, heavy: bool) -> dict[str, object]:
        orientation = 1 if header.turned_by_file else read_exif(header.exif).orientation
        return {
            "kind": header.kind.value,
            "orientation": orientation,
            "most_pixels": MOST_PIXELS[header.kind],
            "memory": self._limits.heavy_memory if heavy else self._limits.memory,
            "cpu_seconds": self._limits.cpu_seconds,
        }

    def _ask(self, task: Message) -> Message:
        decoder = self._take()
        try:
            answer = decoder.ask(task, seconds=self._limits.wall_seconds)
        except BaseException:
            decoder.end()
            raise
        # One that met a bad photo is not trusted with the next; one that grew gives its memory back.
        if "problem" in answer.head or int(answer.head.get("resident", 0)) > self._limits.most_resident:
            decoder.end()
        else:
            self._idle.put(decoder)
        return answer

    def _take(self) -> "_Decoder":
        with contextlib.suppress(Empty):
            while True:
                decoder = self._idle.get_nowait()
                if decoder.is_alive():
                    return decoder
                decoder.end()
        return _Decoder()


class _Decoder:
    """One child process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
            [sys.executable, "-s", "-P", "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
        self._widen_pipes()

    def _widen_pipes(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # the user's share of pipes is used up
                    fcntl.fcntl(stream, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, task: Message, *, seconds: float) -> Message:
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            raise FileRefused(FileProblem.WORKER_LOST, "no pipes")
        alarm = threading.Timer(seconds, self._process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            send(requests, task)
            return receive(answers)
        except (OSError, WireBroken) as error:
            raise FileRefused(*self._verdict(error)) from error
        finally:
            alarm.cancel()

    def end(self) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.wait()

    def _verdict(self, error: Exception) -> tuple[FileProblem, str]:
        """Whose fault a lost child is: the photo's, if it hit a limit or crashed the decoder; else
        nobody's."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        code = self._process.returncode
        if code == -signal.SIGXCPU:
            return FileProblem.TOO_COSTLY, "processor time used up"
        if code in _CRASHES:
            return FileProblem.DAMAGED, f"decoder crashed with {code}"
        return FileProblem.WORKER_LOST, f"decoder ended with {code}: {error}"


def _is_heavy(header: PhotoHeader) -> bool:
    """Will decoding it take more than the ordinary memory limit? Such photos go one at a time."""
    if header.kind is PhotoKind.JPEG:
        # Baseline is decoded line by line at a fraction of its size; progressive holds all coefficients
        # first.
        return header.pixels > (20_000_000 if header.progressive else 60_000_000)
    return header.kind is PhotoKind.HEIF or header.pixels > 8_000_000


@contextlib.contextmanager
def _one_at_a_time(lock: threading.Lock) -> Iterator[None]:
    """Held by one thread of one process on this machine."""
    path = Path(tempfile.gettempdir()) / f"wufei-{os.getuid()}-heavy-photo.lock"
    with lock, os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _known(problem: object) -> FileProblem:
    try:
        return FileProblem(str(problem))
    except ValueError:
        return FileProblem.DAMAGED
