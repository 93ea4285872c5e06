"""What part of the city a picture shows, how large, and where things come to lie on it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.places.datum import metres_per_degree
from portal.places.geometry import BBox, Pair

M_PER_KM = 1000


@dataclass(frozen=True)
class MapView:
    """A picture of `width` by `height` CSS pixels around a centre in WGS-84."""

    centre: Pair
    px_per_km: float
    width: int
    height: int

    @classmethod
    def around(cls, bbox: BBox, width: int, margin: int) -> MapView:
        """The whole box, with a margin in pixels; the height follows from the box."""
        centre = ((bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2)
        lng_m, lat_m = metres_per_degree(centre[1])
        wide, high = (bbox[2] - bbox[0]) * lng_m / M_PER_KM, (bbox[3] - bbox[1]) * lat_m / M_PER_KM
        px_per_km = (width - 2 * margin) / wide
        return cls(centre, px_per_km, width, round(high * px_per_km) + 2 * margin)

    def xy(self, pair: Pair) -> Pair:
        lng_m, lat_m = metres_per_degree(self.centre[1])
        east, north = (pair[0] - self.centre[0]) * lng_m, (pair[1] - self.centre[1]) * lat_m
        return (
            self.width / 2 + east / M_PER_KM * self.px_per_km,
            self.height / 2 - north / M_PER_KM * self.px_per_km,
        )

    def box(self, margin_px: float = 20) -> BBox:
        """The part of the earth in the picture, in degrees, and a little around it."""
        lng_m, lat_m = metres_per_degree(self.centre[1])
        half_lng = (self.width / 2 + margin_px) / self.px_per_km * M_PER_KM / lng_m
        half_lat = (self.height / 2 + margin_px) / self.px_per_km * M_PER_KM / lat_m
        lng, lat = self.centre
        return lng - half_lng, lat - half_lat, lng + half_lng, lat + half_lat
