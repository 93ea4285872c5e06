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
  const ready = () => {
    sending = false;
    button.removeAttribute("aria-busy");
  };
  addEventListener("pageshow", ready);
}
