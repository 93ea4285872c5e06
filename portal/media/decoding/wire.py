"""How the two processes speak: a length, a JSON head, and blobs whose lengths the head names. No pickle:
what comes back from the child is as untrusted as the photo that went in."""

import json
from dataclasses import dataclass, field
from typing import IO, Any

_MOST_HEAD = 20_000
_MOST_BLOB = 25_000_000
_MOST_BLOBS = 8


class WireBroken(Exception):
    """The other side is gone, or speaks nonsense."""


@dataclass(frozen=True)
class Message:
    head: dict[str, Any]
    blobs: list[bytes] = field(default_factory=list)


def send(stream: IO[bytes], message: Message) -> None:
    head = json.dumps({**message.head, "blobs": [len(blob) for blob in message.blobs]}).encode()
    stream.write(len(head).to_bytes(4) + head)
    for blob in message.blobs:
        stream.write(blob)
    stream.flush()


def receive(stream: IO[bytes]) -> Message:
    length = int.from_bytes(_exactly(stream, 4))
    if length > _MOST_HEAD:
        raise WireBroken("head too long")
    try:
        head = json.loads(_exactly(stream, length))
        sizes = [int(size) for size in head.pop("blobs")]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise WireBroken("head not understood") from error
    if len(sizes) > _MOST_BLOBS or any(not 0 <= size <= _MOST_BLOB for size in sizes):
        raise WireBroken("blobs too large")
    return Message(head, [_exactly(stream, size) for size in sizes])


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) != length:
        raise WireBroken("the other side is gone")
    return data
