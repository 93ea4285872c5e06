"""Pillow's part: pixels in, clean pictures out. Runs only in the child process."""

import io

import pi_heif
from PIL import Image, ImageCms, ImageOps, MpoImagePlugin, WebPImagePlugin

from portal.media.decoding.result import RenderedPhoto, RenderedVariant
from portal.media.types import PhotoKind, VariantName
from portal.media.variants import PLACEHOLDER_SIDE, PLANS, VariantPlan, display_size, fit

_WHITE = (255, 255, 255)
_LONGEST_PROFILE = 4_000_000
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_OPENERS = {PhotoKind.JPEG: "JPEG", PhotoKind.PNG: "PNG", PhotoKind.WEBP: "WEBP", PhotoKind.HEIF: "HEIF"}
_LOADED_BEFORE_THE_LIMITS = (MpoImagePlugin, WebPImagePlugin)
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


class TooManyPixels(Exception):
    """The decoder found more pixels than the header promised."""


def render(data: bytes, kind: PhotoKind, *, orientation: int, most_pixels: int) -> RenderedPhoto:
    with Image.open(io.BytesIO(data), formats=[_OPENERS[kind]]) as image:
        if image.width * image.height > most_pixels:
            raise TooManyPixels(f"{image.width}x{image.height}")
        width, height = image.size
        picture = _upright(_to_srgb(_scaled_down(image)), orientation)
    if orientation >= 5:
        width, height = height, width
    return _all_variants(picture, width, height)


def _scaled_down(image: Image.Image) -> Image.Image:
    """The picture at display size, in a mode that can be converted further. Decodes no more than it needs."""
    size = display_size(*image.size)
    image.draft("RGB", size)
    image.load()
    picture = _in_convertible_mode(image)
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.HAMMING, reducing_gap=2)
    return _flattened(picture)


def _in_convertible_mode(image: Image.Image) -> Image.Image:
    if image.mode in ("RGB", "L", "CMYK"):
        return image
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in ("I", "F"):
        return image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        picture = image.convert("RGBA")
        opaque = picture.getchannel("A").getextrema() == (255, 255)
        return picture.convert("RGB") if opaque else picture
    return image.convert("L" if image.mode in ("1", "LA") else "RGB")


def _flattened(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, _WHITE)
    ground.paste(picture, mask=picture.getchannel("A"))
    ground.info = picture.info
    return ground


def _to_srgb(picture: Image.Image) -> Image.Image:
    """Colours as the profile means them. A broken profile, or one for another colour model, is ignored."""
    profile = picture.info.get("icc_profile")
    if isinstance(profile, bytes) and 0 < len(profile) <= _LONGEST_PROFILE:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "sRGB" not in (source.profile.profile_description or ""):
                converted = ImageCms.profileToProfile(
                    picture, source, _SRGB, ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB"
                )
                picture = converted or picture
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    method = _UPRIGHT.get(orientation)
    return picture if method is None else picture.transpose(method)


def _all_variants(display: Image.Image, width: int, height: int) -> RenderedPhoto:
    variants: list[RenderedVariant] = []
    picture = display
    for name, plan in PLANS.items():
        size = display.size if name is VariantName.DISPLAY else fit(*display.size, plan.longest_side)
        if picture.size != size:
            picture = picture.resize(size, Image.Resampling.HAMMING, reducing_gap=2)
        variants.append(RenderedVariant(name, picture.width, picture.height, _jpeg(picture, plan)))
    return RenderedPhoto(width, height, _fingerprint(picture), _placeholder(picture), tuple(variants))


def _jpeg(picture: Image.Image, plan: VariantPlan) -> bytes:
    picture.info = {}  # else Pillow writes the comment of the original back
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=plan.quality, progressive=plan.progressive, optimize=plan.progressive)
    return out.getvalue()


def _placeholder(picture: Image.Image) -> bytes:
    tiny = picture.resize(fit(*picture.size, PLACEHOLDER_SIDE), Image.Resampling.BOX)
    tiny.info = {}
    out = io.BytesIO()
    tiny.save(out, "WEBP", quality=30, method=2)
    return out.getvalue()


def _fingerprint(picture: Image.Image) -> str:
    """64 bits: is each of 8 x 8 points brighter than its right neighbour?"""
    grey = ImageOps.grayscale(picture).resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return f"{bits:016x}"
