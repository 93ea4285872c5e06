"""Which triangle is seen at each pixel: painted from far to near with the triangle's number as the colour."""

from __future__ import annotations

from array import array

from PIL import Image, ImageDraw

from portal.devtools.scenes.render.camera import View
from portal.devtools.scenes.render.model import Model


def seen_triangles(
    model: Model, view: View, *, above: float | None = None, without_mirrors: bool = False
) -> array[int]:
    """Row by row, the number of the triangle plus one, or 0 for the sky. `above` leaves out what lies wholly
    under that level, which a mirror at that level cannot show."""
    spots = view.project(model.points)
    order = []
    for number, (a, b, c) in enumerate(model.triangles):
        (ax, ay, ad), (bx, by, bd), (cx, cy, cd) = spots[a], spots[b], spots[c]
        if ad < 0 or bd < 0 or cd < 0 or _outside(view, ax, bx, cx, ay, by, cy):
            continue
        surface = model.surfaces[number]
        if not surface.seen:
            continue
        if not surface.thin and _turned_away(model, view, a, b, c):
            continue
        if above is not None and max(model.points[i][1] for i in (a, b, c)) <= above + 0.01:
            continue
        if without_mirrors and surface.mirror:
            continue
        order.append((-surface.layer, ad + bd + cd - 3 * surface.lift, number))
    order.sort(reverse=True)
    picture = Image.new("I", (view.width, view.height))
    polygon = ImageDraw.Draw(picture).polygon
    for _, _, number in order:
        a, b, c = model.triangles[number]
        p, q, r = spots[a], spots[b], spots[c]
        polygon((p[0], p[1], q[0], q[1], r[0], r[1]), fill=number + 1)
    numbers: array[int] = array("i")
    numbers.frombytes(picture.tobytes())
    return numbers


def _outside(view: View, ax: float, bx: float, cx: float, ay: float, by: float, cy: float) -> bool:
    width, height = view.width, view.height
    return (
        (ax < 0 and bx < 0 and cx < 0)
        or (ay < 0 and by < 0 and cy < 0)
        or (ax > width and bx > width and cx > width)
        or (ay > height and by > height and cy > height)
    )


def _turned_away(model: Model, view: View, a: int, b: int, c: int) -> bool:
    ex, ey, ez = view.eye
    for index in (a, b, c):
        (px, py, pz), (nx, ny, nz) = model.points[index], model.normals[index]
        if nx * (px - ex) + ny * (py - ey) + nz * (pz - ez) < 0:
            return False
    return True
