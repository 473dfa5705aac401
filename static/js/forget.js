// Words that wait in this tab are forgotten at the sign-out that somebody presses.

document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action, location.href).pathname.endsWith("/logout/")) return;
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("firsthand-words:")) sessionStorage.removeItem(key);
    }
  } catch {
    // No storage, nothing to forget.
  }
});
