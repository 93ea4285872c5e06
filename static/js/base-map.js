// The city's own map, drawn by Leaflet from our data. Nothing here is loaded before a person opens a map.
// openMap(box) reads from box.dataset: leaflet, leafletCss, mapCss, base (addresses), tiles, tilesDatum, tilesNote.
const EARTH_M = 40075016.7;
const LEAST_KM = { local: 13, steps: [0, 12, 24, 50, 105] }; // pixels per kilometre from which more is shown
const ROADS = ["local", "minor", "main", "ring", "motorway"];
// Names by importance: the first ones find room first. [look, step of LEAST_KM.steps]
const LABELS = {
  "areas/district": ["district", 0], "areas/street": ["street", 1], "water/river": ["water", 1], "water/lake": ["water", 1],
  "land/hill": ["green", 1], "land/scenic": ["green", 2], "land/park": ["green", 3], "land/industrial": ["quiet", 2],
  "roads/ring": ["road", 2], "roads/motorway": ["road", 2], "roads/main": ["road", 3], "roads/rail": ["road", 3], "roads/minor": ["road", 3],
  "water/stream": ["water", 3], "sites/station": ["site", 2], sites: ["site", 4],
};

const loads = new Map();
const once = (address, make) => {
  if (!loads.has(address)) {
    loads.set(address, new Promise((done, failed) => {
      const element = make();
      element.addEventListener("load", done);
      element.addEventListener("error", () => { loads.delete(address); element.remove(); failed(new Error(address)); });
      document.head.append(element);
    }));
  }
  return loads.get(address);
};
const script = (src) => once(src, () => Object.assign(document.createElement("script"), { src }));
const style = (href) => once(href, () => Object.assign(document.createElement("link"), { rel: "stylesheet", href }));

export const loadStyles = ({ dataset }) => Promise.all([style(dataset.leafletCss), style(dataset.mapCss)]);

export async function openMap(box) {
  const { leaflet, base, tiles, tilesDatum, tilesNote } = box.dataset;
  const shift = tilesDatum === "gcj02" ? await import("./datum.js") : null;
  const [data] = await Promise.all([
    fetch(base).then((answer) => { if (!answer.ok) throw new Error(base); return answer.json(); }),
    script(leaflet), loadStyles(box),
  ]);
  const L = window.L;
  const toMap = shift ? ([lng, lat]) => shift.toGcj02(lng, lat).reverse() : ([lng, lat]) => [lat, lng];
  const canvas = document.createElement("div");
  canvas.className = "map-canvas";
  box.replaceChildren(canvas);
  const [west, south, east, north] = data.bbox;
  const bounds = L.latLngBounds(toMap([west, south]), toMap([east, north]));
  const map = L.map(canvas, {
    zoomControl: false, attributionControl: false, zoomSnap: 0.25, zoomDelta: 0.75, maxZoom: 17, maxBounds: bounds.pad(0.25), maxBoundsViscosity: 0.8,
    renderer: L.svg({ padding: 0.4 }), keyboardPanDelta: 60, fadeAnimation: false,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  map.fitBounds(bounds, { animate: false });
  map.setMinZoom(map.getZoom());
  // On a phone the whole city would be a stamp: begin with the town and let people step back.
  if (canvas.clientWidth < 600) map.setZoom(map.getZoom() + 0.75, { animate: false });
  if (tiles) L.tileLayer(tiles, { maxZoom: 18 }).addTo(map);
  const labels = draw(L, map, decode(data), toMap, Boolean(tiles));
  const fit = () => {
    const km = (256 * 2 ** map.getZoom() * 1000) / (EARTH_M * Math.cos((map.getCenter().lat * Math.PI) / 180));
    canvas.style.setProperty("--km", `${km.toFixed(2)}px`);
    canvas.classList.toggle("is-far", km < LEAST_KM.local);
    arrange(map, labels, km);
  };
  map.on("moveend resize", fit);
  fit();
  if (tilesNote || box.dataset.note) {
    const about = document.createElement("p");
    about.className = "map-about";
    about.textContent = (tiles && tilesNote) || box.dataset.note;
    box.append(about);
    new ResizeObserver(fit).observe(about); // larger text needs more room
  }
  return { L, map, canvas, toMap, fromMap: ({ lat, lng }) => ({ lng, lat, datum: shift ? "gcj02" : "wgs84" }) };
}

// Steps between whole numbers back to [longitude, latitude] in degrees.
function decode({ units, features }) {
  const pairs = (steps) => {
    const found = [];
    for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) found.push([(x += steps[i]) / units, (y += steps[i + 1]) / units]);
    return found;
  };
  return features.map((f) => ({ ...f, r: f.r.map(pairs), at: f.at && pairs(f.at)[0] }));
}

function draw(L, map, features, toMap, tiled) {
  const still = { interactive: false };
  const rings = (f) => (f.n ? f.r.map((ring) => ring.map(toMap)) : f.r.map((ring) => [ring.map(toMap)]));
  const area = (f, css, fill = true) => L.polygon(rings(f), { ...still, className: css, stroke: true, weight: 0, opacity: 1, fill, fillOpacity: 1 }).addTo(map);
  const line = (f, css) => L.polyline(f.r.map((run) => run.map(toMap)), { ...still, className: css, opacity: 1 }).addTo(map);
  const of = (layer, ...kinds) => kinds.flatMap((kind) => features.filter((f) => f.l === layer && f.k === kind));
  if (!tiled) {
    of("areas", "city").forEach((f) => area(f, "m-city"));
    of("land", "field").forEach((f) => area(f, `m-field-${f.s}`));
    of("land", "wood", "hill", "built", "industrial", "scenic", "park").forEach((f) => area(f, `m-${f.k}`));
    of("water", "stream").forEach((f) => line(f, "m-stream"));
    of("water", "lake", "river").forEach((f) => area(f, `m-${f.k}`));
    of("roads", ...ROADS).forEach((f) => line(f, `m-${f.k}-case`));
    of("roads", ...ROADS).forEach((f) => line(f, `m-${f.k}`));
    of("roads", "rail").forEach((f) => { line(f, "m-rail"); line(f, "m-rail-gap"); });
  }
  of("areas", "street").forEach((f) => area(f, "m-street", false));
  of("areas", "district").forEach((f) => area(f, "m-tint", false));
  of("areas", "district").forEach((f) => area(f, "m-district", false));
  if (tiled) return [];
  const ranks = Object.keys(LABELS);
  const named = features.filter((f) => f.n).map((f) => [f, LABELS[`${f.l}/${f.k}`] ? `${f.l}/${f.k}` : f.l]).filter(([, key]) => LABELS[key]);
  named.sort((a, b) => ranks.indexOf(a[1]) - ranks.indexOf(b[1]));
  return named.flatMap(([f, key]) => spots(f).map(([at, turn, least = 0]) => {
    const [kind, step] = LABELS[key];
    return label(L, map, f.n, [kind, Math.max(step, least)], toMap(at), turn);
  }));
}

// Show the names that have room inside the picture, the important ones first; a name cut off says nothing.
function arrange(map, labels, km) {
  const { x: width, y: height } = map.getSize();
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) * (document.documentElement.dataset.type === "large" ? 0.92 : 1);
  const taken = [[0, height - 2.2 * rem, 16 * rem, height]]; // what the map says about itself
  for (const { marker, kind, text, step, turn } of labels) {
    const { x, y } = map.latLngToContainerPoint(marker.getLatLng());
    const size = (kind === "district" ? 1.2 : 1) * rem;
    const long = [...text].reduce((sum, c) => sum + (c > "\u2e80" ? (kind === "district" ? 1.25 : 1.02) : 0.58), 0) * size;
    const [cos, sin] = [Math.abs(Math.cos((turn * Math.PI) / 180)), Math.abs(Math.sin((turn * Math.PI) / 180))];
    const [wide, high] = [(long * cos + size * sin) / 2 + 3, (long * sin + size * cos) / 2 + 2];
    const middle = kind === "site" ? x + wide + 0.4 * rem : x;
    const box = [middle - wide, y - high, middle + wide, y + high];
    const shown = km >= LEAST_KM.steps[step] && !(kind === "district" && km > 60) && box[0] > 2 && box[1] > 2 && box[2] < width - 2 &&
      box[3] < height - 2 && !taken.some((o) => box[0] < o[2] && box[2] > o[0] && box[1] < o[3] && box[3] > o[1]);
    marker.getElement().hidden = !shown;
    if (shown) taken.push(box);
  }
}

// Where a name stands: at its own point, at the middle of an area, or along a line, turned with it.
function spots(f) {
  if (f.l === "roads" || f.k === "river" || f.k === "stream") {
    const run = f.k === "river" ? f.r[0].slice(0, f.r[0].length >> 1) : f.r[0];
    return [0.3, 0.7, 0.1, 0.5, 0.9].map((share, nth) => {
      const i = Math.max(1, Math.round(share * (run.length - 2)));
      const [a, b] = [run[i - 1], run[i + 1] || run[i]];
      const turn = (Math.atan2(-(b[1] - a[1]), (b[0] - a[0]) * Math.cos((a[1] * Math.PI) / 180)) * 180) / Math.PI;
      return [run[i], ((turn + 270) % 180) - 90, nth > 1 ? 4 : 0];
    });
  }
  if (f.at || f.l === "sites") return [[f.at || f.r[0][0], 0]];
  const [xs, ys] = [f.r[0].map((p) => p[0]), f.r[0].map((p) => p[1])];
  return [[[(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2], 0]];
}

function label(L, map, text, [kind, step], at, turn) {
  const words = document.createElement("span");
  words.textContent = text;
  // Chinese along a steep road is set downwards, not laid on its side.
  const upright = Math.abs(turn) > 55 && /[\u2e80-\u9fff]/.test(text);
  if (upright) words.style.writingMode = "vertical-rl";
  const angle = upright ? turn - Math.sign(turn) * 90 : turn;
  if (angle) words.style.rotate = `${angle.toFixed(0)}deg`;
  const icon = L.divIcon({ className: `map-label map-label-${kind}`, html: words, iconSize: [0, 0] });
  return { marker: L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map), kind, text, step, turn };
}

// Round buttons for zooming, large enough for a thumb.
export function addTools(box, map, names) {
  const tools = document.createElement("div");
  tools.className = "map-tools";
  const make = (name, icon, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "map-tool";
    button.setAttribute("aria-label", name);
    button.innerHTML = '<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" aria-hidden="true"><path/></svg>';
    button.querySelector("path").setAttribute("d", icon);
    button.addEventListener("click", act);
    tools.append(button);
    return button;
  };
  const nearer = make(names.zoomIn, "M12 5v14M5 12h14", () => map.zoomIn());
  const farther = make(names.zoomOut, "M5 12h14", () => map.zoomOut());
  const limit = () => { nearer.disabled = map.getZoom() >= map.getMaxZoom(); farther.disabled = map.getZoom() <= map.getMinZoom(); };
  map.on("zoomend", limit);
  limit();
  box.append(tools);
}
