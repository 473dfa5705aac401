// The next network in one press: ready, copied, opened. Without this the form leads to the page that has the text.

for (const form of document.querySelectorAll("form[data-hand-over]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const go = event.submitter;
    const fields = new FormData(form);
    fields.set("network", go.value);
    go.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(form.action, { method: "POST", body: fields, headers: { "HX-Request": "true" } });
      if (!response.ok || !response.headers.get("content-type")?.startsWith("application/json")) throw new Error(String(response.status));
      const ready = await response.json();
      try {
        if (ready.sheet) await navigator.share(ready.sheet);
        else await navigator.clipboard.writeText(ready.text);
        if (ready.intent?.startsWith("https:")) open(ready.intent, "_blank", "noopener");
      } catch {
        // The next page has the text and both buttons.
      }
      location.assign(ready.page);
    } catch {
      // Let the server say it with the page around it.
      const chosen = document.createElement("input");
      Object.assign(chosen, { type: "hidden", name: "network", value: go.value });
      form.append(chosen);
      form.submit();
    }
  });
}
