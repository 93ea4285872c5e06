// Saves a form by itself a moment after each change. Without it the save button does the same.
const form = document.querySelector("[data-autosave]");
const state = form?.querySelector("[data-save-state]");
let timer = 0;
let running = false;
let again = false;

function say(text, tone) {
  if (!state) return;
  state.textContent = text;
  state.dataset.tone = tone;
}

function show(answer) {
  for (const [code, version] of Object.entries(answer.versions)) {
    const field = form.elements[`version-${code}`];
    if (field) field.value = version;
  }
  for (const [code, points] of Object.entries(answer.points)) {
    const place = form.querySelector(`[data-points="${CSS.escape(code)}"]`);
    if (place) place.textContent = String(Number(points));
  }
  const total = form.querySelector("[data-total]");
  if (total) total.textContent = String(Number(answer.total));
  const left = form.querySelector("[data-left]");
  if (left) left.textContent = answer.missing;
}

async function save() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  say(form.dataset.saving, "progress");
  const body = new FormData(form);
  // Files go with the button only: a phone on a bad line should not send them twice.
  for (const input of form.querySelectorAll("input[type=file]")) body.delete(input.name);
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    const answer = await response.json();
    show(answer);
    const open = Object.keys(answer.errors).length + Object.keys(answer.stale).length;
    say(open ? Object.values(answer.stale)[0] || form.dataset.check : form.dataset.saved, open ? "warning" : "success");
  } catch {
    say(form.dataset.failed, "warning");
  }
  running = false;
  if (again) {
    again = false;
    save();
  }
}

form?.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  clearTimeout(timer);
  timer = setTimeout(save, 900);
});
