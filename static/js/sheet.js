// The share sheet of the device: the text goes to the app that is chosen there; then the page asks whether it was sent.

const way = document.querySelector("[data-sheet-text]");
const says = document.querySelector("[data-sheet-says]");

if (way && navigator.share) {
  way.hidden = false;
  says.textContent = "";
  way.addEventListener("click", async () => {
    try {
      await navigator.share({ text: way.dataset.sheetText, url: way.dataset.sheetUrl });
    } catch {
      // Put away without a choice: nothing was sent.
      return;
    }
    says.textContent = says.dataset.sentSay;
    document.querySelector("[data-posted-button]").focus();
  });
}
