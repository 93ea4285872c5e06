// The keyboard of the panel: Alt and a letter open what is marked with it, Ctrl and Enter send the form one is in.
// Every key has a link or a button that does the same; the hints at the foot of a page name them.
document.addEventListener("keydown", (event) => {
  if (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    const target = document.querySelector(`[data-key="${CSS.escape(event.code.replace("Key", ""))}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input, select, textarea")) target.focus();
    else target.click();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const button = event.target.form?.querySelector("button[type=submit]");
    if (!button) return;
    event.preventDefault();
    button.click();
  }
});

for (const hints of document.querySelectorAll("[data-key-hints]")) hints.hidden = false;
