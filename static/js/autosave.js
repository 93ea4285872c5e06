// Saves a form by itself a moment after each change. Without it the save button does the same. An answer that someone
// else saved meanwhile comes as a text, or with a notice to stand beside what is typed here ({message, version, notice}).
const LONGEST = 30000;
const form = document.querySelector("[data-autosave]");
const state = form?.querySelector("[data-save-state]");
let timer = 0;
let running = false;
let again = false;
let pressed = null; // The button that waits for the answer: sent beside it, what it carries would be older than what was kept.
let touched = new Set(); // The items in which something was typed that is not kept yet; only these are sent.
let leaving = false;

function say(text, tone) {
  if (!state) return;
  state.textContent = text;
  state.dataset.tone = tone;
}

function field(kind, code) {
  return form.elements[`${kind}-${code}`];
}

function itemOf(code) {
  return form.querySelector(`[data-item="${CSS.escape(code)}"]`);
}

function files() {
  return [...form.querySelectorAll("input[type=file]")];
}

// What someone else saved meanwhile stands beside what is typed here; only the button writes over it. True where it is new.
function showStale(code, one) {
  const item = itemOf(code);
  if (!item || !one.notice) return false;
  const shown = item.querySelector("[data-stale]");
  if (shown?.dataset.stale === String(one.version)) return false;
  shown?.remove();
  item.insertAdjacentHTML("afterbegin", one.notice);
  return true;
}

function show(answer) {
  for (const [code, version] of Object.entries(answer.versions)) {
    for (const [kind, value] of [["version", version], ["was", ""]]) {
      const place = field(kind, code);
      if (place) place.value = value;
    }
    itemOf(code)?.querySelector("[data-stale]")?.remove();
  }
  for (const [code, one] of Object.entries(answer.stale)) {
    if (showStale(code, one)) pressed = null; // Who pressed it had not seen this yet.
  }
  for (const [code, points] of Object.entries(answer.points ?? {})) {
    const place = form.querySelector(`[data-points="${CSS.escape(code)}"]`);
    if (place) place.textContent = String(Number(points));
  }
  const total = form.querySelector("[data-total]");
  if (total) total.textContent = String(Number(answer.total));
  const left = form.querySelector("[data-left]");
  if (left) left.textContent = answer.missing;
}

async function send(codes) {
  const body = new FormData(form);
  for (const item of form.querySelectorAll("[data-item]")) {
    const code = item.dataset.item;
    if (!codes.has(code)) for (const name of [...body.keys()]) if (name.endsWith(`-${code}`)) body.delete(name);
  }
  // Files go with the button only: a phone on a bad line should not send them twice.
  for (const input of files()) body.delete(input.name);
  const signal = AbortSignal.timeout?.(LONGEST);
  return fetch(form.action, { method: "POST", body, signal, headers: { Accept: "application/json" } });
}

async function readAnswer(response) {
  if (response.ok) return response.json();
  const told = (response.headers.get("Content-Type") || "").includes("json") ? await response.json() : {};
  throw new Error((told.code === "form_expired" && form.dataset.expired) || told.title || form.dataset.failed);
}

async function save() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  const sent = touched;
  touched = new Set();
  say(form.dataset.saving, "progress");
  try {
    const answer = await readAnswer(await send(sent).catch(() => Promise.reject(new Error(form.dataset.failed))));
    show(answer);
    const stale = Object.values(answer.stale);
    const faults = Object.keys(answer.errors);
    if (stale.length) say(stale[0].message ?? stale[0], "warning");
    else if (faults.length) say(form.dataset.check, "warning");
    else if (!touched.size) say(form.dataset.saved, "success");
    for (const code of sent) if (code in answer.stale || faults.some((name) => name.endsWith(`-${code}`))) touched.add(code);
  } catch (error) {
    for (const code of sent) touched.add(code);
    say(error.message, "warning");
  }
  running = false;
  const button = pressed;
  const more = again;
  pressed = null;
  again = false;
  if (button) form.requestSubmit(button);
  else if (more) save();
}

form?.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  touched.add(event.target.closest("[data-item]").dataset.item);
  clearTimeout(timer);
  timer = setTimeout(save, 900);
});

// The button keeps what is typed here, as the notice beside it says.
form?.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (running) {
    event.preventDefault();
    pressed = event.submitter;
    return;
  }
  leaving = true;
  for (const notice of form.querySelectorAll("[data-stale]")) {
    field("version", notice.closest("[data-item]").dataset.item).value = notice.dataset.stale;
  }
});

window.addEventListener("online", () => {
  if (touched.size) save();
});

// What was not kept is not left behind unasked.
window.addEventListener("beforeunload", (event) => {
  if (!form || leaving || !(running || touched.size || files().some((input) => input.files.length))) return;
  event.preventDefault();
  event.returnValue = "";
});

// A page that came back shows what is not kept yet. Where it has two answers, only its button writes over the other one.
for (const place of form?.querySelectorAll("[data-stale], .field-with-error") ?? []) {
  touched.add(place.closest("[data-item]").dataset.item);
}
for (const notice of form?.querySelectorAll("[data-stale]") ?? []) {
  field("version", notice.closest("[data-item]").dataset.item).value = "0";
}
