// The day beside its control, in words: a browser writes days as its machine is set, a page as its reader does.

const DAYS = 'input[type="date"], input[type="datetime-local"]';
const language = document.documentElement.lang;

function placeOf(input) {
  const named = input.id && document.querySelector(`[data-readout="${input.id}"]`);
  if (named) return named;
  const field = input.closest(".field, form");
  let place = field.querySelector(":scope > .field-readout");
  if (!place) {
    place = document.createElement("p");
    place.className = "field-readout";
    field.append(place);
  }
  return place;
}

function readOut(input) {
  const at = input.value ? new Date(`${input.value.slice(0, 10)}T00:00Z`) : null;
  if (!at || Number.isNaN(at.getTime())) {
    placeOf(input).textContent = "";
    return;
  }
  // UTC only keeps the browser's own zone out of it: what is typed is the wall clock of the page.
  const part = (options) => new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options }).format(at);
  const day = language.startsWith("de") ? `${at.getUTCDate()}.` : at.getUTCDate();
  const words = [part({ weekday: "short" }), day, part({ month: "short" }), at.getUTCFullYear()].join(" ");
  const time = input.value.slice(11, 16);
  const zone = input.closest("[data-zone]")?.dataset.zone ?? "";
  placeOf(input).textContent = time ? `${words}, ${time} ${zone}`.trim() : words;
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.(DAYS)) readOut(event.target);
});

for (const input of document.querySelectorAll(DAYS)) readOut(input);
