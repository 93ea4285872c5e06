// The public map: the city, and the reports that anyone may see. Without this script a picture stands in its place.
import { addTools, openMap } from "./base-map.js";

const root = document.querySelector("[data-public-map]");
if (root) show(root).catch(() => {}); // the picture stays

async function show(root) {
  const { zoomIn, zoomOut, label, reports } = root.dataset;
  const box = root.querySelector("[data-map]");
  const view = await openMap(box);
  root.classList.add("is-live");
  addTools(box, view.map, { zoomIn, zoomOut });
  view.canvas.setAttribute("role", "application");
  view.canvas.setAttribute("aria-label", label);
  await addReports(root, view, reports);
}

// GeoJSON points with properties `url`, `title`, `at` and `done` (true once the report is resolved or closed).
async function addReports(root, { L, map, toMap, canvas }, address) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  const all = (await answer.json()).features.map(({ geometry, properties }) => ({ ...properties, on: properties.at, at: toMap(geometry.coordinates) }));
  const key = document.querySelector("[data-map-key]");
  if (key) key.hidden = false;
  const stack = openStack(root, canvas);
  const layer = L.layerGroup().addTo(map);

  const open = (group) => {
    const around = L.latLngBounds(group.all.map((one) => one.at));
    const nearer = Math.min(map.getZoom() + 2, map.getBoundsZoom(around, false, L.point(60, 60)), map.getMaxZoom());
    if (group.apart && nearer > map.getZoom()) map.setView(around.getCenter(), nearer);
    else stack.show(group.all);
    if (!stack.open) canvas.focus({ preventScroll: true });
  };
  const draw = () => {
    layer.clearLayers();
    const size = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--target")) || 48;
    for (const group of grouped(map, all, size)) {
      const icon = L.divIcon({ className: "map-spot", html: markOf(group, root.dataset, () => open(group)), iconSize: [size, size] });
      L.marker(group.at, { icon, keyboard: false, zIndexOffset: 5000 }).addTo(layer);
    }
  };
  map.on("moveend resize", draw);
  draw();
}

// Reports whose targets would overlap share one; only what the picture shows is drawn.
function grouped(map, all, size) {
  const seen = map.getSize();
  const groups = [];
  for (const one of all) {
    const { x, y } = map.latLngToContainerPoint(one.at);
    if (x < size / 2 || y < size / 2 || x > seen.x - size / 2 || y > seen.y - size / 2) continue;
    const near = groups.find((group) => Math.abs(group.x - x) < size && Math.abs(group.y - y) < size);
    if (!near) groups.push({ x, y, at: one.at, all: [one], apart: false });
    else {
      near.all.push(one);
      near.apart ||= String(one.at) !== String(near.at);
    }
  }
  return groups.sort((one, other) => one.y - other.y || one.x - other.x); // the order of the tab key
}

function nameOf(report, { open, done }) {
  return `${report.title} · ${report.on} · ${report.done ? done : open}`;
}

// A link to the one report that stands here, or a button with the number of those that do.
function markOf(group, words, act) {
  const [first] = group.all;
  const alone = group.all.length === 1;
  const mark = document.createElement(alone ? "a" : "button");
  mark.className = `map-report${alone ? "" : " is-several"}${group.all.every((one) => one.done) ? " is-done" : ""}`;
  mark.draggable = false;
  const name = alone ? nameOf(first, words) : words.several.replace("#", group.all.length);
  mark.setAttribute("aria-label", name);
  mark.title = name;
  const dot = document.createElement("span");
  if (!alone) dot.textContent = group.all.length;
  mark.append(dot);
  if (alone) mark.href = first.url;
  else {
    mark.type = "button";
    mark.addEventListener("click", act);
  }
  return mark;
}

// Reports at one and the same place: their list lies over the map.
function openStack(root, canvas) {
  const panel = root.querySelector("[data-map-stack]");
  const [title, list, close] = [panel.querySelector("h2"), panel.querySelector("ul"), panel.querySelector("button")];
  const hide = () => {
    panel.hidden = true;
    canvas.focus({ preventScroll: true });
  };
  close.addEventListener("click", hide);
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  return {
    get open() { return !panel.hidden; },
    show(reports) {
      title.textContent = root.dataset.here.replace("#", reports.length);
      list.replaceChildren(...reports.map((one) => {
        const item = document.createElement("li");
        const link = Object.assign(document.createElement("a"), { href: one.url, textContent: nameOf(one, root.dataset) });
        item.append(link);
        return item;
      }));
      panel.hidden = false;
      title.focus();
    },
  };
}
