// Time on the page: seconds that it is really seen, its end, and how far down somebody came, to go on from there. The
// button says why it is not open yet.

const page = document.querySelector("[data-dwell]");
const button = page?.querySelector("[data-dwell-button]");
const say = page?.querySelector("[data-dwell-say]");
const end = page?.querySelector("[data-dwell-end]");
const enough = Number(page?.dataset.dwellEnough);
const parts = blocks(page?.querySelector("[data-dwell-text]"));
const start = scrollY;

let missing = Number(page?.dataset.dwellMissing);
let unsent = 0;
let isRead = missing <= 0 || page?.hasAttribute("data-dwell-read");
let isSending = false;
let reachedEnd = false;
let reached = 0;
let toldReached = 0;

// The paragraphs of the text, whatever wraps them.
function blocks(text) {
  let around = text;
  while (around?.children.length === 1 && around.firstElementChild.children.length > 0) around = around.firstElementChild;
  return around ? [...around.children] : [];
}

function look() {
  const seen = parts.findLastIndex((part) => part.getBoundingClientRect().top < innerHeight * 0.6);
  reached = parts.length > 3 ? Math.round((100 * (seen + 1)) / parts.length) : 0;
}

function report() {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", page.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("seconds", String(unsent));
  if (reachedEnd) body.append("reached_end", "1");
  else if (reached !== toldReached) body.append("reached_percent", String(reached));
  return body;
}

function show() {
  button?.setAttribute("aria-disabled", String(!isRead));
  if (!say) return;
  if (isRead) say.textContent = say.dataset.sayRead;
  // The live region speaks now and then, not every second.
  else if (missing % 5 === 0 || missing === enough) say.textContent = say.dataset.sayMore.replace("%s", String(missing));
}

async function send() {
  if (isSending) return;
  isSending = true;
  const body = report();
  const sent = unsent;
  const told = reached;
  try {
    const response = await fetch(page.dataset.dwell, { method: "POST", body });
    if (!response.ok) return;
    const answer = await response.json();
    unsent -= sent;
    toldReached = told;
    if (!isRead) {
      isRead = answer.is_read;
      missing = answer.seconds_missing;
      show();
    }
  } catch {
    // The connection is gone; the next second tries again.
  } finally {
    isSending = false;
  }
}

function goOn(link) {
  const at = Math.min(parts.length - 1, Math.floor((Number(link.dataset.dwellOn) / 100) * parts.length));
  const part = parts[at];
  if (!part) return;
  part.id = "go-on";
  part.tabIndex = -1;
  part.setAttribute("data-dwell-here", "");
  link.href = "#go-on";
}

if (page) {
  const link = page.querySelector("[data-dwell-on]");
  if (link) goOn(link);
  if (!isRead) show();

  setInterval(() => {
    if (isRead || document.visibilityState !== "visible") return;
    unsent += 1;
    missing = Math.max(0, missing - 1);
    show();
    if (missing === 0) send();
  }, 1000);

  let scrolled = false;
  addEventListener("scroll", () => {
    scrolled ||= Math.abs(scrollY - start) > 4;
    if (scrolled) look();
  }, { passive: true });
  // Only a story that stands here whole has an end to reach.
  if (end) {
    new IntersectionObserver((entries) => {
      if (scrolled && !reachedEnd && entries.some((entry) => entry.isIntersecting)) {
        reachedEnd = true;
        send();
      }
    }, { threshold: 0.5 }).observe(end);
  }

  button?.addEventListener("click", (event) => {
    if (!isRead) event.preventDefault();
  });

  addEventListener("pagehide", () => {
    const isFurther = scrolled && !reachedEnd && reached !== toldReached;
    if ((unsent > 0 && !isRead) || isFurther) navigator.sendBeacon(page.dataset.dwell, report());
  });
}
