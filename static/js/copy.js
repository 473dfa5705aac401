// Copy what is meant: the post at the press that opens the network, or the text that a button names.

function source(way) {
  const name = way.dataset.copyOf;
  return document.querySelector(name ? `[data-copy-source="${name}"]` : "[data-copy-text]");
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text.value);
    return true;
  } catch {
    text.select();
    return document.execCommand("copy");
  }
}

for (const way of document.querySelectorAll("[data-copy]")) {
  const text = source(way);
  if (!text) continue;
  way.hidden = false;
  way.addEventListener("click", async () => {
    const before = way.textContent;
    if (!(await copy(text))) return;
    way.textContent = way.dataset.copy;
    setTimeout(() => { way.textContent = before; }, 2500);
  });
}
