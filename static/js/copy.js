// Copy the text at the press that opens the network.

const text = document.querySelector("[data-copy-text]");

async function copy() {
  try {
    await navigator.clipboard.writeText(text.value);
    return true;
  } catch {
    text.select();
    return document.execCommand("copy");
  }
}

if (text) {
  for (const way of document.querySelectorAll("[data-copy]")) {
    way.hidden = false;
    way.addEventListener("click", async () => {
      const before = way.textContent;
      if (!(await copy())) return;
      way.textContent = way.dataset.copy;
      setTimeout(() => { way.textContent = before; }, 2500);
    });
  }
}
