// On every page: menus close on Escape and on a click elsewhere; the error summary takes the focus; copy buttons appear;
// style sheets that stood in the page are fetched for the next one.
const menus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});

const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    target.focus({ preventScroll: true });
    target.closest(".field")?.scrollIntoView({ block: "start" });
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    const label = button.querySelector("span");
    const text = label.textContent;
    label.textContent = button.dataset.copied;
    label.setAttribute("role", "status");
    setTimeout(() => { label.textContent = text; }, 2000);
  });
}

const keepSheet = async ({ dataset: { sheet, note } }) => {
  const answer = await fetch(sheet, { priority: "low" });
  await answer.blob();
  const secure = location.protocol === "https:" ? "; secure" : "";
  if (answer.ok) document.cookie = `${note}; path=/; max-age=31536000; samesite=lax${secure}`;
};
const sheets = document.querySelectorAll("style[data-sheet]");
if (sheets.length) addEventListener("load", () => sheets.forEach((one) => keepSheet(one).catch(() => {})));
