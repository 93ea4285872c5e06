// The report form: how the place became known, and one calm "sending" instead of a second tap. Nothing depends on it.
const form = document.getElementById("report");
if (form) start(form);

function start(form) {
  const source = form.elements.place_source;
  form.addEventListener("place-chosen", (event) => {
    source.value = event.detail.point.source || "";
  });

  const button = form.querySelector(":scope > button[type=submit]");
  let sending = false;
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name) return; // beside the photos: adds or removes, sends nothing
    if (sending) return event.preventDefault();
    sending = true;
    button.setAttribute("aria-busy", "true");
    // A connection that dies gives no answer: after a while the button is there again. The server takes each form once.
    setTimeout(ready, 20_000);
  });

  // Another language or size makes the page anew: what is filled in goes along, and stands there again.
  const look = document.getElementById("preferences");
  look?.addEventListener("submit", async (event) => {
    if (!event.submitter?.name || sending || !isBegun(form)) return;
    event.preventDefault();
    const chosen = new URLSearchParams(new FormData(look));
    chosen.append(event.submitter.name, event.submitter.value);
    await fetch(look.action, { method: "POST", body: chosen, redirect: "manual" });
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "only_show", value: "1" }));
    form.submit();
  });
  const ready = () => {
    sending = false;
    button.removeAttribute("aria-busy");
  };
  addEventListener("pageshow", ready);
}

function isBegun(form) {
  const given = (field) => ["radio", "checkbox"].includes(field.type) ? field.checked : field.value;
  return Boolean(form.elements.staged_photos) ||
    [...form.querySelectorAll("input:not([type=hidden]), select, textarea")].some(given);
}
