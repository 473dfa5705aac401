// The sheet: counts as each network counts, a preview, and words that outlive a lost connection or a sign-in that ended.

const form = document.querySelector("form[data-compose]");
const box = form.elements.words;
const kept = form.querySelector("[data-kept-at]");
const go = form.querySelector("[data-go-button]");
const key = `firsthand-words:${form.dataset.key}`;
const graphemes = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("en", { granularity: "grapheme" }) : null;
const bytes = new TextEncoder();
const WAIT = 1200;
// As long as every real link is.
const LINK = form.dataset.example;

let timer = 0;
let isSaving = false;
let isAgain = false;
let isStopped = false;

function measure(text, unit) {
  if (unit === "bytes") return bytes.encode(text).length;
  if (unit === "graphemes") return graphemes ? [...graphemes.segment(text)].length : [...text].length;
  return text.length;
}

function disclosure() {
  return form.elements.keeps_disclosure.checked ? form.querySelector("[data-disclosure]").textContent.trim() : "";
}

function post() {
  const words = box.value.trim();
  const first = disclosure();
  return [words.startsWith(first) ? "" : first, words, LINK].filter(Boolean).join("\n\n");
}

function count(line, text) {
  const { unit, limit, byteLimit, urlCountsAs } = line.dataset;
  if (!limit || "posted" in line.dataset) return;
  let used = measure(text, unit);
  if (urlCountsAs) used += Number(urlCountsAs) - measure(LINK, unit);
  let left = Number(limit) - used;
  const size = byteLimit ? Number(byteLimit) - measure(text, "bytes") : 0;
  if (left >= 0 && size < 0) left = size;
  line.classList.toggle("counter--over", left < 0);
  line.querySelector("progress").value = Math.min(used, Number(limit));
  const says = document.createElement("b");
  says.textContent = (left < 0 ? form.dataset.overSay : form.dataset.leftSay).replace("%s", Math.abs(left).toLocaleString(document.documentElement.lang));
  line.querySelector("[data-left]").replaceChildren(says);
}

function look() {
  const text = post();
  let next = null;
  for (const line of form.querySelectorAll("[data-counter]")) {
    const box = line.querySelector("input");
    line.classList.toggle("counter--off", !box.checked);
    count(line, text);
    if (!next && box.checked && !("posted" in line.dataset)) next = line;
  }
  if (next) go.textContent = next.dataset.go;
  form.querySelector("[data-preview-disclosure]").hidden = !disclosure();
  form.querySelector("[data-preview-words]").replaceChildren(
    ...box.value.trim().split(/\n{2,}/).map((part) => {
      const paragraph = document.createElement("p");
      part.split("\n").forEach((line, at) => {
        if (at) paragraph.append(document.createElement("br"));
        paragraph.append(line);
      });
      return paragraph;
    }),
  );
}

function store(words) {
  try {
    if (words === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, words);
  } catch {
    // Without storage the page itself still has the words.
  }
}

function stored() {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function token() {
  // A sign-in in another window changed it; the cookie is the newer one.
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : form.elements.csrfmiddlewaretoken.value;
}

function send(address) {
  return fetch(address, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true", "X-CSRFToken": token() } });
}

async function save() {
  clearTimeout(timer);
  if (isStopped) return;
  if (isSaving) {
    isAgain = true;
    return;
  }
  isSaving = true;
  const words = box.value;
  try {
    const response = await send(form.dataset.draft);
    if (response.status === 401 || response.status === 403) {
      kept.textContent = form.dataset.outSay;
      return;
    }
    if (!response.ok && response.status !== 409 && response.status !== 422) throw new Error(String(response.status));
    form.elements.revision.value = response.headers.get("X-Draft-Revision") ?? form.elements.revision.value;
    const answer = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-own]");
    if (answer) form.querySelector("[data-own]").replaceWith(answer);
    if (response.status === 409) {
      // The person decides which text stays; nothing is saved over the other one unasked.
      isStopped = true;
      kept.textContent = "";
      return;
    }
    if (response.ok) {
      if (stored() === words) store(null);
      kept.textContent = form.dataset.keptSay.replace("%s", answer?.dataset.kept ?? "");
    }
  } catch {
    kept.textContent = form.dataset.lostSay;
    timer = setTimeout(save, 10 * WAIT);
  } finally {
    isSaving = false;
    if (isAgain) {
      isAgain = false;
      timer = setTimeout(save, WAIT);
    }
  }
}

form.addEventListener("input", () => {
  store(box.value);
  look();
  clearTimeout(timer);
  timer = setTimeout(save, WAIT);
});

addEventListener("online", save);

form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  store(box.value);
  if (event.submitter !== go) return;
  event.preventDefault();
  go.setAttribute("aria-busy", "true");
  try {
    const response = await send(form.action);
    if (response.ok && response.headers.get("content-type")?.startsWith("application/json")) {
      const ready = await response.json();
      store(null);
      try {
        await navigator.clipboard.writeText(ready.text);
        if (ready.intent?.startsWith("https:")) open(ready.intent, "_blank", "noopener");
      } catch {
        // The next page has the text and both buttons.
      }
      location.assign(ready.page);
      return;
    }
    if (response.status === 401 || response.status === 403) {
      kept.textContent = form.dataset.outSay;
      return;
    }
    // A refusal: let the server say it with the page around it.
    form.submit();
  } catch {
    kept.textContent = form.dataset.lostSay;
  } finally {
    go.removeAttribute("aria-busy");
  }
});

const waiting = stored();
if (waiting !== null && waiting !== box.value && waiting.trim()) {
  if (!box.value.trim() || waiting.startsWith(box.value)) {
    box.value = waiting;
    kept.textContent = form.dataset.foundSay;
    save();
  }
} else {
  store(null);
}
look();
