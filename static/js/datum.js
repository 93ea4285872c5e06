// WGS-84 to GCJ-02, for maps whose tiles are in GCJ-02. The same formulas as portal/places/datum.py; in China only.
const AXIS = 6378245.0;
const ECCENTRICITY = 0.00669342162296594323;
const { PI, sin, cos, sqrt, abs } = Math;

const waves = (x) => ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
const north = (x, y) =>
  -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves(x) +
  ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
const east = (x, y) =>
  300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves(x) +
  ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;

export function toGcj02(lng, lat) {
  const turned = (lat * PI) / 180;
  const magic = 1 - ECCENTRICITY * sin(turned) ** 2;
  const root = sqrt(magic);
  const dLat = (north(lng - 105, lat - 35) * 180) / (((AXIS * (1 - ECCENTRICITY)) / (magic * root)) * PI);
  const dLng = (east(lng - 105, lat - 35) * 180) / ((AXIS / root) * cos(turned) * PI);
  return [lng + dLng, lat + dLat];
}
