// Copy the code of an offer: <button data-code-copy="Copied"> beside <code data-code>.

for (const way of document.querySelectorAll("[data-code-copy]")) {
  const code = way.parentElement.querySelector("[data-code]");
  if (!navigator.clipboard || !code) continue;
  way.hidden = false;
  way.addEventListener("click", async () => {
    const before = way.textContent;
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      return;
    }
    way.textContent = way.dataset.codeCopy;
    setTimeout(() => { way.textContent = before; }, 2500);
  });
}
