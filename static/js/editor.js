// The story editor: kept while it is written, lines that come and go, counts by each network's rule.

const form = document.querySelector("form[data-story]");
const rules = JSON.parse(form.dataset.rules);
const kept = document.querySelector("[data-kept]");
const theirs = document.querySelector("[data-theirs]");
const found = document.querySelector("[data-found]");
const key = `firsthand-story:${form.dataset.key}`;
const language = document.documentElement.lang;
const graphemes = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("en", { granularity: "grapheme" }) : null;
const bytes = new TextEncoder();
const WAIT = 1500;
// What a network may count by another rule than letter by letter: the server counts that.
const ODD = /[@#]|\w\.\w|:\/\//;
// Not words: a file has its own way, and what belongs to this one page.
const ASIDE = new Set(["csrfmiddlewaretoken", "picture_file", "seen"]);

let timer = 0;
let flight = null;
let pressed = null;
let isAgain = false;
let isStopped = false;

// -- words that outlive the page

function said() {
  return [...new FormData(form)].filter(([name, value]) => !ASIDE.has(name) && typeof value === "string");
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

function save() {
  clearTimeout(timer);
  if (isStopped) return;
  if (flight) {
    isAgain = true;
    return;
  }
  flight = send().finally(() => {
    flight = null;
    if (isAgain) timer = setTimeout(save, WAIT);
    isAgain = false;
  });
}

async function send() {
  const words = JSON.stringify(said());
  const body = new FormData(form);
  body.delete("picture_file");
  try {
    const response = await fetch(form.dataset.story, { method: "POST", body, headers: { "HX-Request": "true", "X-CSRFToken": token() } });
    if (response.status === 401 || response.status === 403) {
      kept.textContent = form.dataset.outSay;
      return;
    }
    if (response.status === 409 || response.status === 422) {
      // The person decides which words stay; nothing is saved over the others unasked.
      isStopped = true;
      kept.textContent = "";
      theirs.innerHTML = await response.text();
      return;
    }
    if (!response.ok) throw new Error(String(response.status));
    const answer = await response.json();
    form.elements.seen.value = answer.revision;
    kept.textContent = answer.says;
    if (answer.is_whole) {
      if (stored() === words) store(null);
      form.dispatchEvent(new CustomEvent("words:kept", { bubbles: true }));
    }
  } catch {
    kept.textContent = form.dataset.lostSay;
    timer = setTimeout(save, 10 * WAIT);
  }
}

function typed() {
  store(JSON.stringify(said()));
  clearTimeout(timer);
  timer = setTimeout(save, WAIT);
}

// -- counts

function measure(text, unit) {
  if (unit === "bytes") return bytes.encode(text).length;
  if (unit === "graphemes") return graphemes ? [...graphemes.segment(text)].length : [...text].length;
  if (unit === "code_units") return text.length;
  return /^[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]*$/.test(text) ? text.length : null;
}

function number(value) {
  return value.toLocaleString(language);
}

function count(line) {
  const text = line.querySelector("textarea").value.replace(/\r\n?/g, "\n").trim();
  const place = line.querySelector("[data-count]");
  const rule = rules[line.querySelector("select").value];
  place.classList.remove("editor-count--over");
  if (!rule?.limit) {
    place.textContent = "";
    return;
  }
  const used = ODD.test(text) ? null : measure(text, rule.unit);
  if (used === null) return;
  place.textContent = form.dataset.ofSay.replace("%1", number(used)).replace("%2", number(rule.limit));
  place.classList.toggle("editor-count--over", used > rule.limit || (rule.byte_limit && measure(text, "bytes") > rule.byte_limit));
}

// What the server counted by the whole rule stands in the answer beside the form.
document.addEventListener("htmx:afterSwap", () => {
  for (const answer of document.querySelectorAll("[data-count-of]")) {
    const box = form.elements[`${answer.dataset.countOf}-text`];
    const place = box?.closest("[data-line]").querySelector("[data-count]");
    if (place && ODD.test(box.value)) place.textContent = answer.textContent;
  }
});

// -- lines

function renumber(list) {
  const name = list.dataset.lines;
  const lines = [...list.querySelectorAll(":scope > [data-line]")];
  lines.forEach((line, at) => {
    for (const element of [line, ...line.querySelectorAll("*")]) {
      for (const attribute of ["name", "id", "for", "aria-describedby", "value", "aria-label"]) {
        if (attribute === "value" && element.name !== "less") continue;
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(new RegExp(`${name}-(\\d+|__prefix__)`, "g"), `${name}-${at}`).replace("__number__", at + 1));
      }
    }
    const label = line.querySelector("label");
    if (label) label.textContent = label.textContent.replace("__number__", at + 1);
  });
  form.elements[`${name}-TOTAL_FORMS`].value = lines.length;
  list.querySelector(".editor-more").disabled = lines.length >= Number(list.dataset.most);
}

function addLine(list) {
  const line = list.querySelector(":scope > template").content.querySelector("[data-line]").cloneNode(true);
  list.querySelector(":scope > template").before(line);
  renumber(list);
  return line;
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=more], button[name=less], [data-line-back]");
  const list = button?.closest("[data-lines]");
  if (!list) return;
  if (button.name === "more") {
    event.preventDefault();
    addLine(list).querySelector("textarea, select, input")?.focus();
  } else if (button.name === "less") {
    event.preventDefault();
    const line = button.closest("[data-line]");
    const gone = document.createElement("p");
    const back = document.createElement("button");
    gone.className = "editor-gone";
    back.type = "button";
    back.className = "button button--plain";
    back.textContent = form.dataset.backSay;
    back.dataset.lineBack = "";
    gone.append(form.dataset.goneSay, back);
    line.replaceWith(gone);
    gone.line = line;
    renumber(list);
    back.focus();
  } else {
    const gone = button.closest(".editor-gone");
    gone.replaceWith(gone.line);
    renumber(list);
    gone.line.querySelector("textarea, select, input")?.focus();
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
});

// -- words from before

function fill(words) {
  const totals = words.filter(([name]) => name.endsWith("-TOTAL_FORMS"));
  for (const [name, value] of totals) {
    const list = form.querySelector(`[data-lines="${name.replace("-TOTAL_FORMS", "")}"]`);
    while (list && list.querySelectorAll(":scope > [data-line]").length < Math.min(Number(value), Number(list.dataset.most))) addLine(list);
  }
  const values = new Map();
  for (const [name, value] of words) values.set(name, [...(values.get(name) ?? []), value]);
  for (const element of form.elements) {
    if (!element.name || ASIDE.has(element.name) || element.type === "submit" || /-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(element.name)) continue;
    const value = values.get(element.name);
    if (element.type === "checkbox") element.checked = value?.includes(element.value) ?? false;
    else if (value) element.value = value[0];
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function isMissing(words) {
  // An empty line more or less is nothing lost.
  const here = new Set(said().map(([, value]) => value.trim()));
  return words.some(([name, value]) => value.trim() && !/-(FORMS|language)$/.test(name) && !name.endsWith("_FORMS") && !here.has(value.trim()));
}

const waiting = stored();
if (waiting !== null && isMissing(JSON.parse(waiting))) {
  found.hidden = false;
  found.querySelector("[data-found-take]").addEventListener("click", () => {
    found.hidden = true;
    fill(JSON.parse(waiting));
  });
  found.querySelector("[data-found-leave]").addEventListener("click", () => {
    found.hidden = true;
    store(null);
  });
} else {
  store(null);
}

form.addEventListener("input", (event) => {
  const line = event.target.closest?.('[data-lines="captions"] > [data-line]');
  if (line) count(line);
  typed();
});

form.addEventListener("change", (event) => {
  const line = event.target.closest?.('[data-lines="captions"] > [data-line]');
  if (line) count(line);
  typed();
});

form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  isStopped = true;
  store(JSON.stringify(said()));
  if (!flight) return;
  // What is on its way moves the story on: pressed now, a person would meet his own words as somebody else's.
  event.preventDefault();
  if (!pressed) flight.then(() => form.requestSubmit(pressed));
  pressed = event.submitter;
});

addEventListener("online", save);

for (const line of form.querySelectorAll('[data-lines="captions"] > [data-line]')) count(line);
