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
  await addReports(view, reports);
}

// GeoJSON points with properties `url`, `title` and `done` (true once the report is resolved or closed).
async function addReports({ L, map, toMap }, address) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  for (const { geometry, properties } of (await answer.json()).features) {
    const icon = L.divIcon({ className: `map-report${properties.done ? " is-done" : ""}`, iconSize: [20, 20] });
    const marker = L.marker(toMap(geometry.coordinates), { icon, title: properties.title, alt: properties.title, keyboard: true }).addTo(map);
    if (properties.url) marker.on("click keypress", () => { location.href = properties.url; });
  }
}
