// Decide by keyboard: Ctrl (or Command) with Enter says yes, with Shift and Enter sends back.

const form = document.querySelector("form[data-decide]");

if (form) {
  if (matchMedia("(hover: hover)").matches) {
    for (const hint of document.querySelectorAll("[data-key-hint]")) hint.hidden = false;
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    if (event.target.closest("form") && !event.target.closest("form[data-decide]")) return;
    const button = document.querySelector(`[data-key="${event.shiftKey ? "back" : "approve"}"]`);
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
  });
}
