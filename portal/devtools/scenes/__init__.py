"""Photographs of a city that does not exist.

The demonstration city needs pictures of dumping, of the same spots cleaned up, and of what applicants show as
evidence. They are neither taken from anywhere nor show anyone: each is painted from a small model of a place,
lit by a sun and a sky, seen by a phone.

    catalogue    the finished pictures under photos/, which the city is loaded with
    album        the list they are painted from; `python -m portal.devtools.scenes` paints them again
    painter      a scene in words (scene) and a seed become a picture, always the same
    places, waste, evidence    what stands where
    solids, materials          what it is built of
    render       triangles, light, air and lens
"""
