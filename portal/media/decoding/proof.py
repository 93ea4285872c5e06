"""Holds the child's answer against what was asked for. Nothing of it is believed, not even the sizes."""

import re

from portal.media.decoding.result import RenderedPhoto, RenderedVariant
from portal.media.decoding.wire import Message
from portal.media.metadata_proof import MetadataFound, prove_clean_jpeg, prove_clean_webp
from portal.media.sniffing import LONGEST_SIDE
from portal.media.types import FileProblem, FileRefused, VariantName
from portal.media.variants import PLANS

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_LONGEST_PLACEHOLDER = 1_000


def proven_photo(answer: Message) -> RenderedPhoto:
    """The photo, every variant of it proven to be a picture and nothing else; else FileRefused(NOT_CLEAN)."""
    try:
        return _proven(answer)
    except (MetadataFound, KeyError, ValueError, TypeError, IndexError) as error:
        raise FileRefused(FileProblem.NOT_CLEAN, f"{type(error).__name__}: {error}") from error


def _proven(answer: Message) -> RenderedPhoto:
    placeholder, *jpegs = answer.blobs
    _require(len(placeholder) <= _LONGEST_PLACEHOLDER, "placeholder too long")
    prove_clean_webp(placeholder)
    names = [VariantName(name) for name, _, _ in answer.head["variants"]]
    _require(names == list(PLANS) and len(jpegs) == len(names), "not the variants that were asked for")
    variants = tuple(_proven_variant(name, jpeg) for name, jpeg in zip(names, jpegs, strict=True))
    fingerprint = str(answer.head["fingerprint"])
    _require(_FINGERPRINT.fullmatch(fingerprint) is not None, "fingerprint")
    width, height = int(answer.head["width"]), int(answer.head["height"])
    _require(0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE, "size")
    return RenderedPhoto(width, height, fingerprint, placeholder, variants)


def _proven_variant(name: VariantName, jpeg: bytes) -> RenderedVariant:
    width, height = prove_clean_jpeg(jpeg)
    _require(0 < max(width, height) <= PLANS[name].longest_side and min(width, height) > 0, f"size of {name}")
    return RenderedVariant(name, width, height, jpeg)


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise MetadataFound(otherwise)
