// The city's own map, drawn by Leaflet from our data. Nothing here is loaded before a person opens a map.
// openMap(box) reads from box.dataset: leaflet, leafletCss, mapCss, base (addresses), tiles, tilesDatum, tilesNote.
const EARTH_M = 40075016.7;
const DETAILS = [15, 26, 60, 130]; // pixels per kilometre from which more is shown
const ROADS = ["local", "minor", "main", "ring", "motorway"];
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
  draw(L, map, decode(data), toMap, Boolean(tiles));
  const fit = () => {
    const km = (256 * 2 ** map.getZoom() * 1000) / (EARTH_M * Math.cos((map.getCenter().lat * Math.PI) / 180));
    canvas.style.setProperty("--km", `${km.toFixed(2)}px`);
    canvas.dataset.detail = String(DETAILS.filter((least) => km >= least).length);
  };
  map.on("zoomend", fit);
  fit();
  if (tilesNote || box.dataset.note) {
    const about = document.createElement("p");
    about.className = "map-about";
    about.textContent = (tiles && tilesNote) || box.dataset.note;
    box.append(about);
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
  if (tiled) return;
  for (const f of features) {
    const look = f.n && (LABELS[`${f.l}/${f.k}`] || LABELS[f.l]);
    if (look) for (const [at, turn] of spots(f)) label(L, map, f.n, look, toMap(at), turn);
  }
}

// Where a name stands: at its own point, at the middle of an area, or along a line, turned with it.
function spots(f) {
  if (f.l === "roads" || f.k === "river" || f.k === "stream") {
    const run = f.k === "river" ? f.r[0].slice(0, f.r[0].length >> 1) : f.r[0];
    return [0.22, 0.62].map((share) => {
      const i = Math.max(1, Math.round(share * (run.length - 2)));
      const [a, b] = [run[i - 1], run[i + 1] || run[i]];
      const turn = (Math.atan2(-(b[1] - a[1]), (b[0] - a[0]) * Math.cos((a[1] * Math.PI) / 180)) * 180) / Math.PI;
      return [run[i], ((turn + 270) % 180) - 90];
    });
  }
  if (f.at || f.l === "sites") return [[f.at || f.r[0][0], 0]];
  const [xs, ys] = [f.r[0].map((p) => p[0]), f.r[0].map((p) => p[1])];
  return [[[(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2], 0]];
}

function label(L, map, text, [kind, from], at, turn) {
  const words = document.createElement("span");
  words.textContent = text;
  // Chinese along a steep road is set downwards, not laid on its side.
  const upright = Math.abs(turn) > 55 && /[\u2e80-\u9fff]/.test(text);
  if (upright) words.style.writingMode = "vertical-rl";
  const angle = upright ? turn - Math.sign(turn) * 90 : turn;
  if (angle) words.style.rotate = `${angle.toFixed(0)}deg`;
  const icon = L.divIcon({ className: `map-label map-label-${kind} from-${from}`, html: words, iconSize: [0, 0] });
  L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
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
