from dataclasses import dataclass
from enum import StrEnum


class PhotoKind(StrEnum):
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIF = "heif"

    @property
    def media_type(self) -> str:
        return {"heif": "image/heic"}.get(self.value, f"image/{self.value}")


@dataclass(frozen=True)
class PhotoHeader:
    """What a photo says of itself. Width and height are as stored, before EXIF orientation is applied."""

    kind: PhotoKind
    width: int
    height: int
    exif: bytes | None = None
    progressive: bool = False

    @property
    def pixels(self) -> int:
        return self.width * self.height
