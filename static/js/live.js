// What a page says when something happens: messages, lost connections, answers that are not what was hoped for.

const region = document.querySelector("[data-messages]");

function say(sentence) {
  if (!region || !sentence) return;
  const message = region.querySelector("template[data-message]").content.cloneNode(true);
  message.querySelector("p").textContent = sentence;
  for (const earlier of region.querySelectorAll(".message")) earlier.remove();
  region.append(message);
}

if (region) {
  // A screen reader reads only what arrives after the page: hand the messages in once more.
  const waiting = [...region.querySelectorAll(".message")];
  setTimeout(() => region.append(...waiting), 150);
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-message-away]")?.closest(".message").remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) region?.querySelector(".message")?.remove();
});

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.value;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  // What asks again and again rests while nobody looks.
  if (event.target.closest?.("[data-live]") && document.hidden) event.preventDefault();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  const door = region?.dataset.door;
  if (door && xhr.responseURL && new URL(xhr.responseURL).pathname === door) {
    // Signed out meanwhile: the sign-in page must not land inside a card.
    event.detail.shouldSwap = false;
    location.reload();
    return;
  }
  // A refusal comes with the form or the card as it stands now.
  if (xhr.status === 422 || xhr.status === 409) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

document.addEventListener("htmx:responseError", (event) => {
  const sentences = { 403: "denied", 404: "missing", 410: "missing", 429: "slow" };
  say(region?.dataset[sentences[event.detail.xhr.status] ?? "wrong"]);
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => say(region?.dataset.lost));
}
