// Ask before somebody leaves words behind that are not kept: <form data-leave>.

const kept = new WeakMap();

function words(form) {
  const values = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  return JSON.stringify(values);
}

function remember(form) {
  kept.set(form, words(form));
}

function isDirty(form) {
  return kept.has(form) && kept.get(form) !== words(form);
}

document.querySelectorAll("form[data-leave]").forEach(remember);

document.addEventListener("htmx:load", (event) => {
  const element = event.detail.elt;
  if (element.matches("form[data-leave]")) remember(element);
  element.querySelectorAll("form[data-leave]").forEach(remember);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-leave]");
  if (form && !event.defaultPrevented) remember(form);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form[data-leave]");
  if (form && event.detail.successful) remember(form);
});

// A form that keeps itself says when it has.
document.addEventListener("words:kept", (event) => {
  remember(event.target);
});

window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("form[data-leave]")].some(isDirty)) event.preventDefault();
});
