// Select words in what is shown, press "Note this": the form for a remark knows the part and the words.

const form = document.querySelector("form[data-remark-form]");
const pick = document.querySelector("[data-remark-pick]");
let chosen = null;

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const start = range.startContainer;
  const place = (start.nodeType === Node.TEXT_NODE ? start.parentElement : start).closest("[data-remark-field]");
  if (!place?.contains(range.endContainer)) return null;
  const words = range.cloneContents();
  // What goes with this version is not said any more, and nothing can be noted about it.
  for (const gone of words.querySelectorAll("del")) gone.remove();
  for (const line of words.querySelectorAll("br")) line.replaceWith(" ");
  const quote = words.textContent.replace(/\s+/g, " ").trim().slice(0, 300);
  return quote ? { field: place.dataset.remarkField, quote, box: range.getBoundingClientRect() } : null;
}

if (form && pick) {
  document.addEventListener("selectionchange", () => {
    if (document.activeElement === pick) return;
    chosen = selected();
    pick.hidden = !chosen;
    if (!chosen) return;
    pick.style.insetBlockStart = `${scrollY + chosen.box.bottom + 8}px`;
    pick.style.insetInlineStart = `${Math.max(8, Math.min(scrollX + chosen.box.left, innerWidth - pick.offsetWidth - 8))}px`;
  });
  // The selection must outlive the press.
  pick.addEventListener("pointerdown", (event) => event.preventDefault());
  pick.addEventListener("click", () => {
    if (!chosen) return;
    form.elements.field.value = chosen.field;
    form.elements.quote.value = chosen.quote;
    pick.hidden = true;
    form.scrollIntoView({ block: "center" });
    form.elements.text.focus({ preventScroll: true });
  });
}
