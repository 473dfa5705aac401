// The sheet: counts as each network counts, a preview, and words that outlive a lost connection or a sign-in that ended.

const form = document.querySelector("form[data-compose]");
const box = form.elements.words;
const kept = form.querySelector("[data-kept-at]");
const go = form.querySelector("[data-go-button]");
const keeping = form.querySelector("[data-keep-networks]");
const key = `firsthand-words:${form.dataset.key}`;
const graphemes = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("en", { granularity: "grapheme" }) : null;
const bytes = new TextEncoder();
const WAIT = 1200;
// As long as every real link is.
const LINK = form.dataset.example;
const OWN = new RegExp(`${LINK.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w/%-])`, "g");

// The same patterns as in networks/counting.py and networks/entities.py; tests/networks/cases.json holds both to one result.
const PICTURE = "(?:[\\u00A9\\u00AE]\\uFE0F|(?![\\u00A9\\u00AE])\\p{Extended_Pictographic}(?!\\uFE0E)\\uFE0F?[\\u{1F3FB}-\\u{1F3FF}]?)";
const EMOJI = new RegExp(
  `[\\u{1F1E6}-\\u{1F1FF}]{2}|[#*0-9]\\uFE0F?\\u20E3|${PICTURE}(?:[\\u{E0020}-\\u{E007E}]+\\u{E007F}|(?:\\u200D${PICTURE})*)`,
  "gu",
);
const HEAVY = /[^\u0000-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037]/gu;
const IN_HOST = "A-Za-z0-9_\\u00C0-\\u024F-";
const IN_PATH = "A-Za-z0-9!*';:=+,.$/%#\\[\\]\\u2013_~@|&\\u00C0-\\u024F\\u0400-\\u04FF-";
const AT_END = "A-Za-z0-9=_#/+\\u00C0-\\u024F\\u0400-\\u04FF-";
const ROUND = `\\([${IN_PATH}]+\\)`;
const CANDIDATE = new RegExp(
  `(?<![${IN_HOST}])(https?://)?((?:[${IN_HOST}]+\\.)+[A-Za-z0-9-]+)` +
    `((?::[0-9]+)?(?:/(?:(?:[${IN_PATH}]|${ROUND})*(?:[${AT_END}]|${ROUND}))?)?` +
    "(?:\\?[A-Za-z0-9!?*'@():;&=+$/%#\\[\\]_.,~|-]*[A-Za-z0-9_&=#/-])?)",
  "gi",
);
const MENTION = /(?<![=/\p{L}\p{N}_])@([a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)@[\p{L}\p{N}_]+(?:[.-]+[\p{L}\p{N}_]+)*/giu;
let domains = null;

let timer = 0;
let flight = null;
let pressed = null;
let isAgain = false;
let isStopped = false;

function measure(text, unit) {
  if (unit === "bytes") return bytes.encode(text).length;
  if (unit === "graphemes") return graphemes ? [...graphemes.segment(text)].length : [...text].length;
  if (unit === "emoji_bytes") {
    return [...text].length + (text.match(EMOJI) ?? []).reduce((more, emoji) => more + bytes.encode(emoji).length - [...emoji].length, 0);
  }
  if (unit === "weighted") {
    const flat = text.replace(EMOJI, "\u3007");
    return [...flat].length + (flat.match(HEAVY)?.length ?? 0);
  }
  return text.length;
}

function domain(host, after) {
  const labels = host.split(".");
  for (let many = labels.length; many > 1; many -= 1) {
    const last = labels[many - 1].toLowerCase();
    const follows = many === labels.length ? after : ".";
    const isKnown = domains?.has(last) || /^xn--[a-z0-9-]+$/.test(last);
    if (isKnown && !labels[many - 2].includes("_") && !/[A-Za-z0-9@+-]/.test(follows)) return labels.slice(0, many).join(".");
  }
  return "";
}

function replaceLinks(text, links, filling) {
  if (links === "own") return text;
  let out = "";
  let done = 0;
  CANDIDATE.lastIndex = 0;
  for (let found = CANDIDATE.exec(text); found; found = CANDIDATE.exec(text)) {
    const [whole, scheme = "", host, tail] = found;
    let start = found.index;
    const end = start + whole.length;
    const before = start ? text[start - 1] : "";
    const after = text.charAt(start + scheme.length + host.length);
    const name = domain(host, after);
    const isLink = scheme
      ? !/[A-Za-z0-9@\uFF20$#\uFF03]/.test(before)
      : links === "bare" && !/[A-Za-z0-9@\uFF20$#\uFF03_./-]/.test(before);
    if (!isLink || !name || "_-".includes(host[0])) continue;
    const nameEnd = start + scheme.length + name.length;
    if (!scheme) start += name.lastIndexOf("_") + 1;
    const hasPath = name === host && (scheme || tail.includes("/"));
    CANDIDATE.lastIndex = hasPath ? end : nameEnd;
    out += text.slice(done, start) + filling;
    done = CANDIDATE.lastIndex;
  }
  return out + text.slice(done);
}

function countable(text, { unit, urlCountsAs, links, shortensMentions }) {
  if (unit === "weighted") text = text.normalize("NFC");
  if (urlCountsAs) {
    const filling = "x".repeat(Number(urlCountsAs));
    text = replaceLinks(text.replace(OWN, filling), links, filling);
  }
  return shortensMentions === undefined ? text : text.replace(MENTION, "@$1");
}

function disclosure() {
  return form.elements.keeps_disclosure.checked ? form.querySelector("[data-disclosure]").textContent.trim() : "";
}

function variant(key) {
  return form.elements[`words_${key}`];
}

function wordsOn(key) {
  return variant(key)?.value.trim() || box.value.trim();
}

function post(key) {
  const words = wordsOn(key);
  const first = disclosure();
  return [words.startsWith(first) ? "" : first, words, words.match(OWN) ? "" : LINK].filter(Boolean).join("\n\n");
}

function count(line, text) {
  const { unit, limit, byteLimit } = line.dataset;
  if (!limit || "posted" in line.dataset) return;
  const used = measure(countable(text, line.dataset), unit);
  let left = Number(limit) - used;
  const size = byteLimit ? Number(byteLimit) - measure(text, "bytes") : 0;
  if (left >= 0 && size < 0) left = size;
  line.classList.toggle("counter--over", left < 0);
  line.querySelector("progress").value = Math.min(used, Number(limit));
  const says = document.createElement("b");
  says.textContent = (left < 0 ? form.dataset.overSay : form.dataset.leftSay).replace("%s", Math.abs(left).toLocaleString(document.documentElement.lang));
  line.querySelector("[data-left]").replaceChildren(says);
}

function showLooks() {
  // Only where the post goes is worth a look; with nothing ticked, where the person goes.
  const ticked = [...form.querySelectorAll("[name=networks]:checked")].map((tick) => tick.value);
  const tabs = [...form.querySelectorAll("[name=look]")];
  for (const tab of tabs) {
    const label = tab.closest("label");
    label.hidden = ticked.length ? !ticked.includes(tab.value) : "far" in label.dataset;
  }
  const shown = tabs.filter((tab) => !tab.closest("label").hidden);
  if (shown.length && !shown.some((tab) => tab.checked)) shown[0].checked = true;
}

function showKeeping() {
  const known = keeping.dataset.keepNetworks.split(" ");
  keeping.hidden = ![...form.querySelectorAll("[name=networks]:checked")].some((tick) => !known.includes(tick.value));
}

function look() {
  let next = null;
  for (const line of form.querySelectorAll("[data-counter]")) {
    const tick = line.querySelector("input");
    line.classList.toggle("counter--off", !tick.checked);
    count(line, post(line.dataset.counter));
    if (!next && tick.checked && !("posted" in line.dataset)) next = line;
  }
  if (next) go.textContent = next.dataset.go;
  showLooks();
  showKeeping();
  form.querySelector("[data-preview-disclosure]").hidden = !disclosure();
  form.querySelector("[data-preview-words]").replaceChildren(
    ...wordsOn(form.elements.look.value).split(/\n{2,}/).map((part) => {
      const paragraph = document.createElement("p");
      part.split("\n").forEach((line, at) => {
        if (at) paragraph.append(document.createElement("br"));
        paragraph.append(line);
      });
      return paragraph;
    }),
  );
}

function sheet() {
  const written = { words: box.value };
  for (const other of form.querySelectorAll("[data-variant]")) {
    // What only repeats the text above is no text of its own.
    if (other.value.trim() && other.value.trim() !== box.value.trim()) written[other.dataset.variant] = other.value;
  }
  return JSON.stringify(written);
}

function store(written) {
  try {
    if (written === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, written);
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

function read(written) {
  try {
    const found = JSON.parse(written);
    return typeof found?.words === "string" ? found : null;
  } catch {
    return null;
  }
}

function improve(root) {
  for (const way of root.querySelectorAll("[data-find]")) way.hidden = false;
}

function token() {
  // A sign-in in another window changed it; the cookie is the newer one.
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : form.elements.csrfmiddlewaretoken.value;
}

function send(address) {
  return fetch(address, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true", "X-CSRFToken": token() } });
}

function save() {
  clearTimeout(timer);
  if (isStopped) return;
  if (flight) {
    isAgain = true;
    return;
  }
  flight = keep().finally(() => {
    flight = null;
    if (isAgain) timer = setTimeout(save, WAIT);
    isAgain = false;
  });
}

async function keep() {
  const written = sheet();
  try {
    const response = await send(form.dataset.draft);
    if (response.status === 401 || response.status === 403) {
      kept.textContent = form.dataset.outSay;
      return;
    }
    if (!response.ok && response.status !== 409 && response.status !== 422) throw new Error(String(response.status));
    form.elements.revision.value = response.headers.get("X-Draft-Revision") ?? form.elements.revision.value;
    const answer = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-own]");
    if (answer) {
      improve(answer);
      form.querySelector("[data-own]").replaceWith(answer);
    }
    if (response.status === 409) {
      // The person decides which text stays; nothing is saved over the other one unasked.
      isStopped = true;
      kept.textContent = "";
      return;
    }
    if (response.ok) {
      if (stored() === written) store(null);
      kept.textContent = form.dataset.keptSay.replace("%s", answer?.dataset.kept ?? "");
    }
  } catch {
    kept.textContent = navigator.onLine ? form.dataset.lostSay : form.dataset.offlineSay;
    timer = setTimeout(save, 10 * WAIT);
  }
}

form.addEventListener("input", (event) => {
  // Words for one network that were not touched yet follow the text above.
  for (const other of form.querySelectorAll("[data-variant][data-follows]")) {
    if (event.target === other) delete other.dataset.follows;
    else if (event.target === box) other.value = box.value;
  }
  store(sheet());
  look();
  clearTimeout(timer);
  timer = setTimeout(save, WAIT);
});

form.addEventListener("toggle", (event) => {
  const other = event.target.open && event.target.querySelector("[data-variant]");
  if (!other || other.value.trim()) return;
  other.value = box.value;
  other.dataset.follows = "";
}, true);

form.addEventListener("click", (event) => {
  const tag = event.target.closest("button[data-tag]");
  if (tag) {
    const end = box.value.trimEnd();
    box.value = end ? `${end} ${tag.textContent}` : tag.textContent;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const find = event.target.closest("[data-find]");
  if (find) {
    const place = [box, ...form.querySelectorAll("[data-variant]")].find((one) => one.value.includes(find.dataset.find));
    if (!place) return;
    const at = place.value.indexOf(find.dataset.find);
    place.focus();
    place.setSelectionRange(at, at + find.dataset.find.length);
  }
});

addEventListener("online", save);

async function keepNetworks() {
  const response = await send(keeping.querySelector("button").formAction).catch(() => null);
  if (!response?.ok) {
    kept.textContent = navigator.onLine ? form.dataset.lostSay : form.dataset.offlineSay;
    return;
  }
  const ticked = [...form.querySelectorAll("[name=networks]:checked")].map((tick) => tick.value);
  keeping.dataset.keepNetworks += ` ${ticked.join(" ")}`;
  const says = form.querySelector("[data-kept-networks]");
  says.textContent = says.dataset.say;
  showKeeping();
}

form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  store(sheet());
  if (flight) {
    // What is on its way moves the draft on: pressed now, a person would meet his own words as another window's.
    event.preventDefault();
    isAgain = false;
    if (!pressed) flight.then(() => form.requestSubmit(pressed));
    pressed = event.submitter;
    return;
  }
  pressed = null;
  if (keeping.contains(event.submitter)) {
    event.preventDefault();
    await keepNetworks();
    save();
    return;
  }
  if (event.submitter !== go) return;
  event.preventDefault();
  go.setAttribute("aria-busy", "true");
  try {
    const response = await send(form.action);
    if (response.ok && response.headers.get("content-type")?.startsWith("application/json")) {
      const ready = await response.json();
      store(null);
      try {
        if (ready.sheet) await navigator.share(ready.sheet);
        else await navigator.clipboard.writeText(ready.text);
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
    kept.textContent = navigator.onLine ? form.dataset.lostSay : form.dataset.offlineSay;
  } finally {
    go.removeAttribute("aria-busy");
  }
});

if (navigator.share) for (const line of form.querySelectorAll("[data-needs-sheet]")) line.hidden = false;

for (const tag of form.querySelectorAll("[data-tag]")) {
  const way = document.createElement("button");
  way.type = "button";
  way.className = tag.className;
  way.dataset.tag = "";
  way.textContent = tag.textContent;
  tag.replaceWith(way);
}

const waiting = read(stored());
const isNews = waiting && JSON.stringify(waiting) !== sheet() && Object.values(waiting).some((text) => String(text).trim());
if (isNews && (!box.value.trim() || waiting.words.startsWith(box.value))) {
  box.value = waiting.words;
  for (const other of form.querySelectorAll("[data-variant]")) {
    const text = waiting[other.dataset.variant];
    if (typeof text !== "string" || other.value.trim()) continue;
    other.value = text;
    other.closest("details").open = true;
  }
  kept.textContent = form.dataset.foundSay;
  save();
} else if (!isNews) {
  store(null);
}
improve(form);
look();

try {
  const list = await fetch(form.dataset.domains);
  if (list.ok) domains = new Set((await list.text()).split(/\s+/));
} catch {
  // Without the list, addresses other than the own link count in full.
}
form.dataset.ready = "";
look();
