// The place part of a form: use the phone's position, or point at the map. Without this script the list and the
// address do the same. All texts come from data-* attributes of the element, in the page's language.
const root = document.querySelector("[data-place]");
if (root) start(root);

function start(root) {
  const field = (name) => root.querySelector(`[name="${name}"]`);
  const text = (name) => root.dataset[name] || "";
  const status = root.querySelector("[data-place-status]");
  const picked = root.querySelector("[data-place-picked]");
  const list = root.querySelector("select");
  const here = root.querySelector("[data-place-here]");
  const open = root.querySelector("[data-place-open]");
  const dialog = root.querySelector("[data-place-dialog]");
  let opened = null;

  const say = (words, tone = "") => { status.textContent = words; status.dataset.tone = tone; status.hidden = !words; };
  const fill = (message, values) => Object.entries(values).reduce((all, [name, value]) => all.replaceAll(`{${name}}`, value), message);
  const query = (point) => new URLSearchParams({
    lng: point.lng.toFixed(6), lat: point.lat.toFixed(6), datum: point.datum, ...(point.accuracy ? { accuracy: point.accuracy.toFixed(0) } : {}),
  });
  const areasAt = async (point) => {
    const answer = await fetch(`${text("at")}&${query(point)}`);
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).areas;
  };

  const clear = () => {
    for (const name of ["lng", "lat", "accuracy"]) field(name).value = "";
    field("datum").value = "wgs84";
    picked.hidden = true;
  };

  // `source` says how the point became known: photo, phone or map.
  const keep = (point, areas = []) => {
    field("lng").value = point.lng.toFixed(6);
    field("lat").value = point.lat.toFixed(6);
    field("datum").value = point.datum;
    field("accuracy").value = point.accuracy ? point.accuracy.toFixed(0) : "";
    root.dispatchEvent(new CustomEvent("place-chosen", { bubbles: true, detail: { point, areas } }));
  };

  const use = (point, areas) => {
    if ([...list.options].some((option) => option.value === areas[0].code)) list.value = areas[0].code;
    picked.querySelector("img").src = `${text("locator")}&${query(point)}&radius=${Math.round(point.accuracy || 0)}`;
    picked.hidden = false;
    const name = areas[0].name;
    if (areas.length > 1) say(fill(text("between"), { here: name, there: areas[1].name }), "warning");
    else say(fill(point.accuracy ? text("foundWithin") : text("found"), { place: name, metres: Math.max(5, Math.round(point.accuracy || 0)) }), "success");
    keep(point, areas);
  };

  const consider = async (point) => {
    try {
      const areas = await areasAt(point);
      if (areas.length) use(point, areas);
      else { clear(); say(text("outside"), "warning"); list.focus(); }
    } catch {
      // Offline: the server finds the division when the form arrives.
      keep(point);
      say(text("kept"), "success");
    }
  };

  const locate = () => new Promise((done, failed) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ lng: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy, datum: "wgs84", source: "phone" }),
      failed, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });

  if (navigator.geolocation && window.isSecureContext) {
    here.hidden = false;
    here.addEventListener("click", async () => {
      here.disabled = true;
      say(text("looking"));
      try { await consider(await locate()); }
      catch (error) { say(error.code === 1 ? text("denied") : text("noPosition"), "warning"); }
      here.disabled = false;
    });
  }
  // A photo that knows where it was taken fills the place, unless somebody has said it already.
  root.closest("form")?.addEventListener("wufei:photo-place", ({ detail }) => {
    if (field("lng").value || list.value) return;
    consider({ lng: detail.lng, lat: detail.lat, accuracy: detail.error_m || 0, datum: "wgs84", source: "photo" });
  });
  picked.querySelector("[data-place-clear]").addEventListener("click", () => { clear(); say(""); list.focus(); });
  // Whoever chooses another street by hand means that street: the point no longer holds.
  list.addEventListener("change", () => { if (!picked.hidden) { clear(); say(text("listOnly")); } });

  if (typeof dialog.showModal === "function") {
    open.hidden = false;
    open.addEventListener("click", async () => {
      open.disabled = true;
      say(text("opening"));
      try {
        opened ??= await openPicker(dialog, { areasAt, use, text });
        say("");
        opened.show(field("lng").value ? { lng: Number(field("lng").value), lat: Number(field("lat").value) } : null);
      } catch { say(text("noMap"), "warning"); }
      open.disabled = false;
    });
  }
  const markable = !(here.hidden && open.hidden);
  root.querySelector("[data-place-tools]").hidden = !markable;
  for (const hint of root.querySelectorAll("[data-place-marking]")) hint.hidden = !markable;
  for (const hint of root.querySelectorAll("[data-place-plain]")) hint.hidden = markable;
}

async function openPicker(dialog, { areasAt, use, text }) {
  const box = dialog.querySelector("[data-map]");
  const output = dialog.querySelector("[data-place-output]");
  const accept = dialog.querySelector("[data-place-accept]");
  const { openMap, addTools, loadStyles } = await import("./base-map.js");
  await loadStyles(box);
  dialog.showModal(); // before the map is made: it measures its box
  let view;
  try { view = await openMap(box); } catch (error) { dialog.close(); throw error; }
  addTools(box, view.map, { zoomIn: text("zoomIn"), zoomOut: text("zoomOut") });
  let now = null;
  let asked = 0;
  const look = async () => {
    const turn = ++asked;
    const point = view.fromMap(view.map.getCenter());
    try {
      const areas = await areasAt(point);
      if (turn !== asked) return;
      now = areas.length ? { point, areas } : null;
      output.textContent = areas.length ? areas.map((area) => area.name).slice(0, 2).join(" / ") : text("outside");
    } catch {
      now = null;
      output.textContent = text("noMap");
    }
    accept.disabled = !now;
  };
  let timer = 0;
  view.map.on("movestart", () => { asked += 1; accept.disabled = true; });
  view.map.on("moveend", () => { clearTimeout(timer); timer = setTimeout(look, 180); });
  accept.addEventListener("click", () => { use({ ...now.point, source: "map" }, now.areas); dialog.close(); });
  dialog.querySelectorAll("[data-place-cancel]").forEach((button) => button.addEventListener("click", () => dialog.close()));
  view.canvas.setAttribute("role", "application");
  view.canvas.setAttribute("aria-label", text("mapLabel"));
  return {
    show(point) {
      if (!dialog.open) dialog.showModal();
      view.map.invalidateSize({ animate: false });
      if (point) view.map.setView(view.toMap([point.lng, point.lat]), 15, { animate: false });
      else if (view.map.getZoom() < 11.5) view.map.setZoom(11.5, { animate: false });
      view.canvas.focus();
      look();
    },
  };
}
