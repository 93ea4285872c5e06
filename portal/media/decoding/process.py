"""The child: reads photos from its standard input, answers on its standard output, one at a time, under
limits.

Started by `pool` with an empty environment. It may write no file and may not grow beyond the memory or the
processor time that each task names; what it does beyond that, the kernel ends.
"""

import os
import resource
import sys
import warnings
from pathlib import Path
from typing import IO

from PIL import Image

from portal.media.decoding.rendering import TooManyPixels, render
from portal.media.decoding.result import RenderedPhoto
from portal.media.decoding.wire import Message, WireBroken, receive, send
from portal.media.types import FileProblem, PhotoKind

_HARD_MEMORY = 2 << 30


def main() -> None:
    requests, answers = sys.stdin.buffer, _private_stdout()
    _lock_down()
    while True:
        try:
            task = receive(requests)
        except WireBroken:
            return
        send(answers, _answer(task))


def _private_stdout() -> IO[bytes]:
    """A library that prints must not break the wire: what is called standard output goes to standard
    error."""
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return stream


def _lock_down() -> None:
    os.nice(5)  # people who read pages go first
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    Image.MAX_IMAGE_PIXELS = None  # render() holds each task's own limit
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def _answer(task: Message) -> Message:
    _limit(int(task.head["memory"]), int(task.head["cpu_seconds"]))
    try:
        photo = render(
            task.blobs[0],
            PhotoKind(task.head["kind"]),
            orientation=int(task.head["orientation"]),
            most_pixels=int(task.head["most_pixels"]),
        )
    except (TooManyPixels, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        return _refusal(FileProblem.TOO_MANY_PIXELS, error)
    except MemoryError as error:
        return _refusal(FileProblem.TOO_COSTLY, error)
    except Exception as error:  # whatever a decoder raises on hostile input, the photo is at fault
        return _refusal(FileProblem.DAMAGED, error)
    return _success(photo)


def _limit(memory: int, cpu_seconds: int) -> None:
    """Limits for this one task. Processor time counts from the start of the process, so the bound moves
    along."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu_seconds, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (memory, _HARD_MEMORY))


def _refusal(problem: FileProblem, error: BaseException) -> Message:
    return Message({"problem": problem.value, "detail": f"{type(error).__name__}: {error}"[:300]})


def _success(photo: RenderedPhoto) -> Message:
    head = {
        "width": photo.width,
        "height": photo.height,
        "fingerprint": photo.fingerprint,
        "variants": [[variant.name.value, variant.width, variant.height] for variant in photo.variants],
        "resident": _resident_bytes(),
    }
    return Message(head, [photo.placeholder, *(variant.jpeg for variant in photo.variants)])


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    main()
