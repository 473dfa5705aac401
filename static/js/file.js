// Bring a file at once, beside the words that are being written: <div data-file>. Too large is said before a byte leaves.

function brought(file, to, kind, watch) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const parts = new FormData();
    parts.append("kind", kind);
    parts.append("file", file);
    request.open("POST", to);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && watch((100 * event.loaded) / event.total));
    for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => resolve(null));
    request.addEventListener("load", () => resolve({ status: request.status, said: request.response }));
    request.send(parts);
  });
}

function start(box) {
  const part = (name) => box.querySelector(`[data-file-${name}]`);
  const choose = part("choose");
  if (!choose) return;
  const input = choose.querySelector("input");
  const form = box.closest("form");
  choose.hidden = false;
  part("page").hidden = true;

  function refuse(sentence) {
    part("error").querySelector("span").textContent = sentence;
    part("error").hidden = !sentence;
    input.setAttribute("aria-invalid", sentence ? "true" : "false");
  }

  input.addEventListener("change", async (event) => {
    event.stopPropagation();
    const [file] = input.files;
    refuse("");
    part("say").textContent = "";
    if (!file) return;
    if (file.size > Number(box.dataset.fileMost)) {
      refuse(box.dataset.fileTooLarge);
      input.value = "";
      return;
    }
    input.disabled = true;
    part("progress").hidden = false;
    let told = -1;
    const answer = await brought(file, box.dataset.fileTo, box.dataset.fileKind, (percent) => {
      part("progress").value = percent;
      const tenth = Math.floor(percent / 10) * 10;
      if (tenth > told) part("say").textContent = box.dataset.fileRunning.replace("%s", String((told = tenth)));
    });
    input.disabled = false;
    input.value = "";
    part("progress").hidden = true;
    part("say").textContent = "";
    if (answer?.status !== 201) {
      refuse(answer?.said?.error?.message ?? (answer?.status === 413 ? box.dataset.fileTooLarge : box.dataset.fileLost));
      return;
    }
    part("name").textContent = `${answer.said.name} · ${(answer.said.size_bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
    part("say").textContent = box.dataset.fileDone;
    const kept = form.elements.namedItem("attachment");
    kept.value = answer.said.id;
    // The same event as typing, for whatever keeps the form by itself.
    for (const kind of ["input", "change"]) kept.dispatchEvent(new Event(kind, { bubbles: true }));
  });
}

document.querySelectorAll("[data-file]").forEach(start);
