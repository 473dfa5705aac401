// Time on the page: seconds that it is really seen, or its end. The button says why it is not open yet.

const page = document.querySelector("[data-dwell]");
const button = page?.querySelector("[data-dwell-button]:not([disabled])");
const say = page?.querySelector("[data-dwell-say]");
const enough = Number(page?.dataset.dwellEnough);

let missing = Number(page?.dataset.dwellMissing);
let unsent = 0;
let isRead = missing <= 0;
let isSending = false;
let reachedEnd = false;

function report() {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", page.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("seconds", String(unsent));
  if (reachedEnd) body.append("reached_end", "1");
  return body;
}

function show() {
  button.setAttribute("aria-disabled", String(!isRead));
  if (isRead) say.textContent = say.dataset.sayRead;
  // The live region speaks now and then, not every second.
  else if (missing % 5 === 0 || missing === enough) say.textContent = say.dataset.sayMore.replace("%s", String(missing));
}

async function send() {
  if (isSending || isRead) return;
  isSending = true;
  const body = report();
  const sent = unsent;
  try {
    const response = await fetch(page.dataset.dwell, { method: "POST", body });
    if (!response.ok) return;
    const answer = await response.json();
    unsent -= sent;
    isRead = answer.is_read;
    missing = answer.seconds_missing;
    show();
  } catch {
    // The connection is gone; the next second tries again.
  } finally {
    isSending = false;
  }
}

if (button && say) {
  show();
  setInterval(() => {
    if (isRead || document.visibilityState !== "visible") return;
    unsent += 1;
    missing = Math.max(0, missing - 1);
    show();
    if (missing === 0) send();
  }, 1000);

  const end = page.querySelector("[data-dwell-end]");
  let scrolled = false;
  addEventListener("scroll", () => { scrolled = true; }, { passive: true, once: true });
  // Only a story that stands here whole has an end to reach.
  if (end) {
    new IntersectionObserver((entries) => {
      if (scrolled && entries.some((entry) => entry.isIntersecting) && !isRead) {
        reachedEnd = true;
        send();
      }
    }, { threshold: 0.5 }).observe(end);
  }

  button.addEventListener("click", (event) => {
    if (!isRead) event.preventDefault();
  });

  addEventListener("pagehide", () => {
    if (unsent > 0 && !isRead) navigator.sendBeacon(page.dataset.dwell, report());
  });
}
